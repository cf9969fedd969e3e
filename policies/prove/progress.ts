// How far a run is: a line that is written over on a terminal, and a line now and then elsewhere.
import type { Proof } from "./prove";

/** Between two lines where there is no terminal. */
const EVERY_SECONDS = 15;

export class Progress {
  private done = 0;
  private proven = 0;
  private said = performance.now();

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly all: number,
  ) {}

  /** Takes what stands on the terminal away, for what is printed next. */
  count({ reason }: Proof): void {
    this.done += 1;
    if (reason === undefined) this.proven += 1;
    const line = `${this.done} of ${this.all} rules, ${this.proven} proven`;
    if (this.stream.isTTY) this.stream.write(`\r\x1b[K${this.done === this.all ? "" : `${line}\r`}`);
    else if (performance.now() - this.said > EVERY_SECONDS * 1_000) {
      this.said = performance.now();
      this.stream.write(`${line}\n`);
    }
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write("\r\x1b[K");
  }
}
