// A server that messages are sent to, and that fails in one way until it is repaired.
import { createServer as createPlain, type RequestListener } from "node:http";
import { createServer as createSecure, type Server as SecureServer } from "node:https";
import { close, listen } from "../../../components/sample/http";

/** What it does in place of taking a message. */
export type Failure = "429" | "503" | "hang" | "reset";
export const FAILURES: readonly Failure[] = ["429", "503", "hang", "reset"];

/** The keys of a server's certificate. */
type Keys = Readonly<{ cert: Buffer; key: Buffer }>;

export class FailingReceiver {
  /** Since the epoch, in milliseconds: every request with a message, and those that it took. */
  readonly asked: { at: number; body: string }[] = [];
  readonly taken: { at: number; body: string }[] = [];
  private server = createPlain();

  private constructor(private readonly failureOf: (body: string) => Failure | undefined) {}

  /** @param failureOf How it fails with a message of this text; undefined where it takes it. */
  static async start(port: number, failureOf: FailingReceiver["failureOf"], keys?: Keys): Promise<FailingReceiver> {
    const receiver = new FailingReceiver(failureOf);
    receiver.server = keys ? createSecure(keys, receiver.answer) : createPlain(receiver.answer);
    await listen(receiver.server, port, "127.0.0.1");
    return receiver;
  }

  /** Shows another certificate from now on. */
  show(keys: Keys): void {
    const { server } = this;
    if (isSecure(server)) server.setSecureContext(keys);
  }

  close(): Promise<void> {
    return close(this.server, 0);
  }

  private readonly answer: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const message = { at: Date.now(), body: Buffer.concat(chunks).toString() };
    this.asked.push(message);
    const failure = this.failureOf(message.body);
    if (failure === "hang") return;
    if (failure === "reset") return void request.socket.destroy();
    if (failure) return void response.writeHead(Number(failure)).end();
    this.taken.push(message);
    response.end("ok");
  };
}

const isSecure = (server: object): server is SecureServer => "setSecureContext" in server;
