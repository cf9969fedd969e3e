// The network between two processes of this machine: a port that leads to another one, by TCP and UDP, until it is cut.
import { createSocket, type Socket as Datagrams } from "node:dgram";
import { connect, createServer, type Server, type Socket } from "node:net";

const HOST = "127.0.0.1";

export class Wire {
  private isCut = false;
  private readonly server: Server;
  private readonly entrance: Datagrams = createSocket("udp4");
  /** What leaves on behalf of each sender, by the sender's port: answers find back. */
  private readonly exits = new Map<number, Datagrams>();
  private readonly connections = new Set<Socket>();

  private constructor(private readonly to: number) {
    this.server = createServer((near) => this.join(near));
    this.entrance.on("message", (data, { port }) => {
      if (!this.isCut) this.exitOf(port).send(data, this.to, HOST);
    });
  }

  /** From a port of loopback to another one. */
  static async lay(from: number, to: number): Promise<Wire> {
    const wire = new Wire(to);
    await new Promise<void>((resolve) => wire.server.listen(from, HOST, resolve));
    await new Promise<void>((resolve) => wire.entrance.bind(from, HOST, resolve));
    return wire;
  }

  /** Nothing gets through from now on, and what is connected breaks. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.connections) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
    for (const socket of [this.entrance, ...this.exits.values()]) socket.close();
  }

  private join(near: Socket): void {
    if (this.isCut) return void near.destroy();
    const far = connect(this.to, HOST);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.connections.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => this.connections.delete(one));
      one.pipe(other);
    }
  }

  private exitOf(sender: number): Datagrams {
    const known = this.exits.get(sender);
    if (known) return known;
    const exit = createSocket("udp4");
    exit.on("message", (data) => {
      if (!this.isCut) this.entrance.send(data, sender, HOST);
    });
    this.exits.set(sender, exit);
    return exit;
  }
}
