// Traces: spans through the gateway, which keeps a tenth of the traces, and straight into the store, which keeps all.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureTool } from "../../components/host/tools";
import { Refused, type Request, Running } from "../components/traces/running";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";

const SECONDS = { whole: 40, quick: 3 };
/** Until what is kept has been decided on, sent and written. */
const SETTLE_MS = 9_000;
const SENDERS = 4;
const TRACES_A_BATCH = 100;
const CHILDREN = 4;
const SPANS_A_BATCH = TRACES_A_BATCH * (1 + CHILDREN);
const AGAIN_AFTER_MS = 200;
const TICKS_A_SECOND = 100;

const SIDES = { "gateway and store": "gateway", "store alone": "store" } as const;

interface Figures {
  side: string;
  spansPerSecond: number;
  memoryMb: number;
  storeMb: number;
  cutShort: number;
  cpuSeconds: number;
  diskMb: number;
}

/** One in a hundred fails. */
const batch: readonly Request[] = Array.from({ length: TRACES_A_BATCH }, (_, n) => ({
  route: `/orders/${n % 10}`,
  children: CHILDREN,
  status: n === 0 ? 500 : 200,
}));

export const traces: Benchmark = {
  name: "traces",
  compares:
    "spans sent to the gateway, which counts all requests, keeps errors and a tenth of the other traces, and masks them, and the same spans sent straight to the store",
  minutes: { whole: 3, quick: 1 },
  run: async (surroundings): Promise<Outcome> => {
    const found: Figures[] = [];
    for (const [side, to] of Object.entries(SIDES)) found.push(await measured(side, to, surroundings));
    const [ours, alone] = found;
    if (!ours || !alone) throw new Error("A side is missing");
    const disk = ours.diskMb / alone.diskMb;
    return {
      tables: [
        {
          title: "As fast as they are taken",
          columns: [
            "side",
            "spans a second",
            "traces dropped undecided",
            "memory, MB",
            "of it the store's",
            "CPU, s a million spans",
            "disk, MB a million spans",
          ],
          rows: found.map((one) => [
            ...[one.side, one.spansPerSecond, one.cutShort, one.memoryMb, one.storeMb],
            ...[one.cpuSeconds, one.diskMb],
          ]),
        },
      ],
      goals: [
        { what: "disk for traces", goal: "at most a fifth", found: `${(disk * 100).toFixed(0)} %`, met: disk <= 0.2 },
        {
          what: "traces that the gateway drops undecided",
          goal: "none",
          found: ours.cutShort.toLocaleString("en"),
          met: ours.cutShort === 0,
        },
        {
          what: "memory of gateway and store",
          goal: "at most 400 MB",
          found: `${ours.memoryMb.toFixed(0)} MB`,
          met: ours.memoryMb <= 400,
        },
      ],
      notes: [
        `Traces of ${1 + CHILDREN} spans, ${TRACES_A_BATCH} in each request, as JSON over HTTP, ${SENDERS} requests at a time, by one process on the same machine. Memory is the sum of the peaks of both processes; without a gateway, the store's.`,
      ],
    };
  },
};

async function measured(side: string, to: "gateway" | "store", { quick, say }: Surroundings): Promise<Figures> {
  const onProgress = say;
  const [jaeger, otelcol] = await Promise.all(
    (["jaeger", "otelcol"] as const).map(async (name) => (await ensureTool(name, { onProgress })).path),
  );
  const running = await Running.start({ jaeger: jaeger ?? "", otelcol: otelcol ?? "" });
  try {
    const seconds = SECONDS[quick ? "quick" : "whole"];
    const begun = performance.now();
    let sent = 0;
    let refused = 0;
    const sender = async () => {
      while (performance.now() - begun < seconds * 1_000) {
        if (await isTaken(running.send(batch, to))) sent += SPANS_A_BATCH;
        else {
          refused += SPANS_A_BATCH;
          await sleep(AGAIN_AFTER_MS);
        }
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    const spansPerSecond = sent / ((performance.now() - begun) / 1_000);
    await sleep(SETTLE_MS);
    const pids = to === "gateway" ? running.pids() : running.pids().slice(1);
    const millions = sent / 1e6;
    const figures = {
      side,
      spansPerSecond,
      memoryMb: pids.reduce((sum, pid) => sum + peakMb(pid), 0),
      storeMb: pids.slice(-1).reduce((sum, pid) => sum + peakMb(pid), 0),
      cutShort: await running.counted("otelcol_processor_tail_sampling_sampling_trace_dropped_too_early"),
      cpuSeconds: pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0) / millions,
      diskMb: writtenMb(join(running.dir, "badger")) / millions,
    };
    say(`${side}: ${spansPerSecond.toFixed(0)} spans a second taken, ${refused} refused and sent again`);
    return figures;
  } finally {
    await running.tearDown();
  }
}

/** Senders send again what is refused while memory is short, and what a broken connection took with it. */
const isTaken = (sending: Promise<unknown>): Promise<boolean> =>
  sending.then(
    () => true,
    (error) => {
      const isBroken = error instanceof TypeError && error.message === "fetch failed";
      if (isBroken || (error instanceof Refused && error.status === 503)) return false;
      throw error;
    },
  );

const peakMb = (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_000;

/** In user and system mode. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** What is on disk: files that are only reserved are larger. */
const writtenMb = (folder: string) =>
  Number(execFileSync("du", ["-sk", folder], { encoding: "utf8" }).split("\t")[0]) / 1_000;
