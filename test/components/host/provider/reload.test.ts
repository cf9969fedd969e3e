// A reload by SIGHUP: done, refused, and after one that was refused.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { reloadBySignal, toProcess } from "../../../../components/host/provider/reload";

/** A process with the metrics of Prometheus' projects, whose reloads at SIGHUP end as told, one after another. */
async function processWith(first: boolean, ...outcomes: boolean[]): Promise<{ pid: number; metrics: string }> {
  const program = `
    let [succeeded, at] = [${Number(first)}, 1.5];
    const outcomes = ${JSON.stringify(outcomes)};
    process.on("SIGHUP", () => setTimeout(() => {
      succeeded = Number(outcomes.shift());
      if (succeeded) at += 1;
    }, 300));
    require("http").createServer((_, response) => response.end(
      "x_config_last_reload_success_timestamp_seconds " + at + "\\nx_config_last_reload_successful " + succeeded + "\\n"
    )).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [port] = await once(child.stdout, "data");
  return { pid: child.pid ?? 0, metrics: `http://127.0.0.1:${String(port).trim()}/metrics` };
}

test("is done when the time of the last success has changed", async () => {
  const { pid, metrics } = await processWith(true, true);
  expect(await reloadBySignal(toProcess(pid), metrics)).toBeUndefined();
});

test("that is refused is said", async () => {
  const { pid, metrics } = await processWith(true, false);
  expect(await reloadBySignal(toProcess(pid), metrics)).toMatch("refused");
});

test("after one that was refused can succeed, and can be refused again", async () => {
  const { pid, metrics } = await processWith(false, true, false, false);
  expect(await reloadBySignal(toProcess(pid), metrics)).toBeUndefined();
  expect(await reloadBySignal(toProcess(pid), metrics)).toMatch("refused");
  expect(await reloadBySignal(toProcess(pid), metrics)).toMatch("refused");
});

test("of a process that has gone is said", async () => {
  expect(await reloadBySignal(toProcess(2 ** 22 + 1), "http://127.0.0.1:1/metrics")).toMatch("is not there");
});

test("that hangs is said, and is not taken for done", async () => {
  const { pid, metrics } = await processWith(true, true);
  expect(await reloadBySignal(() => undefined, metrics, {}, 500)).toMatch("no reload within 0.5 s");
  process.kill(pid, 0);
});

test("takes its time whatever is done to the clock", async () => {
  const { pid, metrics } = await processWith(true, true);
  const ahead = vi.spyOn(Date, "now").mockReturnValueOnce(0).mockReturnValue(3_600_000);
  onTestFinished(() => ahead.mockRestore());
  expect(await reloadBySignal(toProcess(pid), metrics)).toBeUndefined();
});
