// Logs: how many lines a second get from a file through the collector into the store, and how soon a line is found.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { findTool } from "../../components/host/tools";
import { Running } from "../components/logs/running";
import type { Benchmark, Outcome } from "./shared/benchmark";
import { quantile } from "./shared/statistics";

const SIZES = {
  whole: { lines: 200_000, probes: 100, background: 200 },
  quick: { lines: 5_000, probes: 5, background: 50 },
};

/** Between two questions for a line that is looked for. */
const ASK_EVERY_MS = 50;
const GIVE_UP_MS = 300_000;

export const logs: Benchmark = {
  name: "logs",
  compares: "lines of a file through the collector into the store, and the same lines sent to the store directly",
  minutes: { whole: 6, quick: 1 },
  run: async ({ quick, say }): Promise<Outcome> => {
    const { lines, probes, background } = SIZES[quick ? "quick" : "whole"];
    const [victorialogs, otelcol] = [await findTool("victorialogs"), await findTool("otelcol")];
    if (!victorialogs || !otelcol)
      throw new Error("victorialogs or otelcol missing; get them with: npm run doctor -- --install --logs");
    const running = await Running.start({ victorialogs: victorialogs.path, otelcol: otelcol.path });
    try {
      const through = await seconds(async () => {
        await running.write(textOf("file", lines));
        await stored(running, "file", lines);
      });
      const memory = { collector: memoryOf(running.pids.collector), store: memoryOf(running.pids.store) };
      say(`${lines} lines from a file: ${through.toFixed(1)} s`);
      const directly = await seconds(async () => {
        await running.put(textOf("direct", lines));
        await stored(running, "direct", lines);
      });
      say(`${lines} lines sent directly: ${directly.toFixed(1)} s`);
      const delays = await delaysOf(running, probes, background);
      const p95 = quantile(delays, 0.95);
      say(`from line to result: p95 ${p95.toFixed(2)} s`);
      return {
        tables: [
          {
            title: "Lines a second",
            columns: ["lines", "through the collector", "directly", "share", "collector, MiB", "store, MiB"],
            rows: [[lines, lines / through, lines / directly, directly / through, memory.collector, memory.store]],
          },
          {
            title: `Seconds from a line to the search that finds it, at ${background} lines a second`,
            columns: ["lines", "p50", "p95", "max"],
            rows: [[probes, quantile(delays, 0.5), p95, Math.max(...delays)]],
          },
        ],
        goals: [{ what: "p95 from line to result", goal: "at most 5 s", found: `${p95.toFixed(1)} s`, met: p95 <= 5 }],
        notes: [
          "Each line is JSON of 200 bytes with a time, a level, a message and an id; the collector normalises and masks it, and its queue is on disk.",
          "Resident memory is that after the lines of the file.",
        ],
      };
    } finally {
      await running.tearDown();
    }
  },
};

const lineOf = (run: string, nth: number) =>
  `${JSON.stringify({
    time: new Date().toISOString(),
    level: nth % 50 === 0 ? "error" : "info",
    msg: `request ${nth} of ${run} answered in ${nth % 900} ms by the shop's front end`,
    run,
    request_id: `${run}-${nth}`,
    path: "/api/orders",
  })}\n`;

const textOf = (run: string, count: number) => Array.from({ length: count }, (_, nth) => lineOf(run, nth)).join("");

async function stored(running: Running, run: string, count: number): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  while (Date.now() < deadline) {
    const [found] = await running.query(`run:=${run} | stats count() as lines`);
    if (Number(found?.lines) === count) return;
    await sleep(200);
  }
  throw new Error(`not all ${count} lines of ${run} are found after ${GIVE_UP_MS / 1000} s`);
}

/** Of single lines among others, one after the other. */
async function delaysOf(running: Running, probes: number, background: number): Promise<number[]> {
  const delays: number[] = [];
  for (let nth = 0; nth < probes; nth += 1) {
    await running.write(textOf("background", background) + lineOf("probe", nth));
    const begun = performance.now();
    while ((await running.query(`request_id:=probe-${nth}`)).length === 0) await sleep(ASK_EVERY_MS);
    delays.push((performance.now() - begun) / 1_000);
    // Not in step with what is flushed once a second.
    await sleep(500 + ((nth * 137) % 1_000));
  }
  return delays;
}

/** Resident, in MiB; of Linux. */
const memoryOf = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}
