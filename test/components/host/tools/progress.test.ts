import { afterEach, expect, it, vi } from "vitest";
import { narrate } from "../../../../components/host/tools/progress";

afterEach(() => {
  vi.useRealTimers();
});

it("long work is told at its start, every ten seconds with its latest detail, and at its end", async () => {
  vi.useFakeTimers();
  const lines: string[] = [];
  const work = narrate(
    "Building",
    (line) => void lines.push(line),
    async (detail) => {
      await vi.advanceTimersByTimeAsync(12_000);
      detail("40 packages compiled");
      await vi.advanceTimersByTimeAsync(60_000);
      return "built";
    },
  );
  expect(await work).toBe("built");
  expect(lines.slice(0, 3)).toEqual(["Building …", "Building: 10 s", "Building: 20 s, 40 packages compiled"]);
  expect(lines.slice(-2)).toEqual(["Building: 1 min 10 s, 40 packages compiled", "Building took 1 min 12 s"]);
});

it("work that fails is told no more", async () => {
  vi.useFakeTimers();
  const lines: string[] = [];
  await expect(
    narrate(
      "Building",
      (line) => void lines.push(line),
      () => Promise.reject(new Error("no")),
    ),
  ).rejects.toThrow("no");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines).toEqual(["Building …"]);
});
