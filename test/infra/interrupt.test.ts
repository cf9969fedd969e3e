import { describe, expect, test } from "vitest";
import { interruptible } from "../../infra/deployment/interrupt";

const interrupt = () => process.emit("SIGTERM", "SIGTERM");

describe("an interrupt", () => {
  test("while the stack is being selected: the work is not begun", async () => {
    let begun = false;
    const work = interruptible(
      async () => interrupt(),
      async () => {
        begun = true;
      },
    );
    await expect(work).rejects.toThrow("Stopped before the engine began: nothing was changed.");
    expect(begun).toBe(false);
  });

  test("that ends the selection: is told as what it is, not as the engine's failure", async () => {
    const work = interruptible(
      async () => {
        interrupt();
        throw new Error("signal: interrupt");
      },
      async () => undefined,
    );
    await expect(work).rejects.toThrow("Stopped before the engine began");
  });

  test("while the engine works: asks it to stop and waits for it", async () => {
    const result = await interruptible(
      async () => 1,
      async (prepared, signal) => {
        interrupt();
        return { prepared, aborted: signal.aborted };
      },
    );
    expect(result).toEqual({ prepared: 1, aborted: true });
  });

  test("after the work: is nobody's business", async () => {
    const before = process.listenerCount("SIGINT");
    await interruptible(
      async () => undefined,
      async () => undefined,
    );
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
