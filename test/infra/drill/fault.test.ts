// A fault that a drill keeps up: renewed while it lasts, removed in any case, missed where something else ends it.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Fault, FaultEnded, withFault } from "../../../infra/commands/drill/fault";

const ground = { environment: "local", prometheus: "", alertmanager: "", inbox: "", sample: "", generator: "" };
const never = () => new AbortController().signal;

/** A fault that writes down what is done to it. */
function fault(more: Partial<Fault> = {}) {
  const done: string[] = [];
  const noted = (name: string) => async () => void done.push(name);
  const made: Fault = {
    begin: noted("begin"),
    renew: noted("renew"),
    end: noted("end"),
    remove: noted("remove"),
    goesOn: false,
    ...more,
  };
  return { made, done };
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

describe("a fault", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is renewed every five seconds, no more once it has ended, and removed", async () => {
    const { made, done } = fault();
    await withFault(made, ground, never(), async (_, end) => {
      await vi.advanceTimersByTimeAsync(11_000);
      await end();
      await vi.advanceTimersByTimeAsync(60_000);
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done).toEqual(["begin", "renew", "renew", "end", "remove"]);
  });

  test("that goes on after its end is renewed until it is removed", async () => {
    const { made, done } = fault({ goesOn: true });
    await withFault(made, ground, never(), async (_, end) => {
      await end();
      await vi.advanceTimersByTimeAsync(6_000);
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done).toEqual(["begin", "end", "renew", "remove"]);
  });

  test("is removed where the work fails, and the work's error is the one that is thrown", async () => {
    const { made, done } = fault();
    const work = withFault(made, ground, never(), async () => {
      throw new Error("nothing fires");
    });
    await expect(work).rejects.toThrow("nothing fires");
    expect(done).toEqual(["begin", "remove"]);
  });

  test("that something else has removed ends the work at once", async () => {
    const { made } = fault({ renew: () => Promise.reject(new FaultEnded("the generator has no such replay")) });
    const work = withFault(made, ground, never(), aborted);
    const failed = expect(work).rejects.toThrow("the fault ended during the drill: the generator has no such replay");
    await vi.advanceTimersByTimeAsync(5_000);
    await failed;
  });

  test("may miss two renewals, not three", async () => {
    let answers = 0;
    const { made } = fault({ renew: () => (++answers === 3 ? Promise.resolve() : Promise.reject(new Error("busy"))) });
    const work = withFault(made, ground, never(), aborted);
    const failed = expect(work).rejects.toThrow("the fault ended during the drill: busy");
    await vi.advanceTimersByTimeAsync(25_000);
    expect(answers).toBe(5);
    await vi.advanceTimersByTimeAsync(5_000);
    await failed;
    expect(answers).toBe(6);
  });

  test("is not begun by a drill that is stopped before", async () => {
    const { made, done } = fault();
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    await expect(withFault(made, ground, stop.signal, async () => undefined)).rejects.toThrow("stopped");
    expect(done).toEqual(["remove"]);
  });
});
