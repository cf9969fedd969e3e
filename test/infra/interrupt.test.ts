import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { interruptible, type Stoppable } from "../../infra/deployment/interrupt";

const interrupt = () => process.emit("SIGTERM", "SIGTERM");

const event = (what: Partial<EngineEvent> = {}): EngineEvent => ({ sequence: 0, timestamp: 0, ...what });
const summary = event({
  summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: {}, policyPacks: {} },
});

/** Whether the engine was asked to stop after each of these, in order. */
async function asked(...steps: ((hear: (event: EngineEvent) => void) => void)[]) {
  return interruptible(
    async () => undefined,
    async (_, { signal, heard }: Stoppable) =>
      steps.map((step) => {
        step(heard(() => undefined));
        return signal.aborted;
      }),
  );
}

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

  test("that ends the selection: is reported as what it is, not as the engine's failure", async () => {
    const work = interruptible(
      async () => {
        interrupt();
        throw new Error("signal: interrupt");
      },
      async () => undefined,
    );
    await expect(work).rejects.toThrow("Stopped before the engine began");
  });

  test("while the engine starts: is passed on with its first event, when it listens", async () => {
    expect(await asked(interrupt, (hear) => hear(event()))).toEqual([false, true]);
  });

  test("twice while the engine starts: is passed on at once", async () => {
    expect(await asked(interrupt, interrupt)).toEqual([false, true]);
  });

  test("that kills the engine before its first event: nothing was changed", async () => {
    const work = interruptible(
      async () => undefined,
      async () => {
        interrupt();
        throw new Error("Command was killed with SIGINT");
      },
    );
    await expect(work).rejects.toThrow("Stopped before the engine began");
  });

  test("while the engine works: asks it to stop and waits for it", async () => {
    expect(await asked((hear) => hear(event()), interrupt)).toEqual([false, true]);
  });

  test("behind the summary: is not passed on, as the engine writes its state and no longer listens", async () => {
    expect(
      await asked(
        (hear) => hear(event()),
        (hear) => hear(summary),
        interrupt,
      ),
    ).toEqual([false, false, false]);
  });

  test("hides no event", async () => {
    const seen: EngineEvent[] = [];
    await interruptible(
      async () => undefined,
      async (_, { heard }) => {
        const hear = heard((one) => seen.push(one));
        hear(event());
        hear(summary);
      },
    );
    expect(seen).toEqual([event(), summary]);
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
