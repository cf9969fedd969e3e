// Detection: nine faults at random phases of the scrape, told by ours and by the same rules as they are usually written.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DETECTION_BUDGET, seconds } from "../../components/rules";
import { FAULTS, type Fault } from "./detection/faults";
import { groundEstate, groundSettings, startGround, type Trial } from "./detection/ground";
import { firedBy, ourFiles, type Side, startSide, USUAL, usualFiles } from "./detection/side";
import { makeDatabase } from "./estate/database";
import { Courses } from "./estate/history";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { median, quantile } from "./shared/statistics";

/** Healthy in the history, which nobody waits for. */
const HISTORY_SECONDS = 900;

/**
 * How long all is healthy while both sides scrape; within how long the faults begin, at random, for every phase of every
 * interval; how long messages are waited for: the usual side's last is due after 390 s.
 */
const MODES = {
  whole: { repetitions: 20, healthySeconds: 60, spreadSeconds: 60, waitSeconds: 430 },
  quick: { repetitions: 1, healthySeconds: 15, spreadSeconds: 5, waitSeconds: 60 },
};

const CRITICAL_P95_SECONDS = 45;
const CRITICAL_MAX_SECONDS = 120;
const FASTER = 8;

/** Seconds from the fault to the rule firing, from that to the message, and both. */
interface Latency {
  detection: number;
  notification: number;
  total: number;
}

/** Without a latency it was not told. */
type Timed = Trial & { ours: Latency | undefined; usual: Latency | undefined };

export const detection: Benchmark = {
  name: "detection",
  compares: `our alerts with the same rules as they are usually written (scraped and evaluated every ${USUAL.interval}, for: ${USUAL.for}, group wait ${USUAL.groupWait}), on the same targets at the same time`,
  minutes: { whole: 11, quick: 1.5 },
  run: async (surroundings): Promise<Outcome> => {
    const timed = await trialsOf(surroundings);
    return report(timed, surroundings.quick);
  },
};

async function trialsOf(surroundings: Surroundings): Promise<Timed[]> {
  const { quick, folder, say } = surroundings;
  const { repetitions, healthySeconds, spreadSeconds, waitSeconds } = MODES[quick ? "quick" : "whole"];
  const estate = groundEstate(groundSettings(repetitions));
  const now = Math.floor(Date.now() / 1000);
  const courses = new Courses({ startSeconds: now - HISTORY_SECONDS, endSeconds: now, stepSeconds: 10 });
  const [oursFolder, usualFolder] = [join(folder, "detection", "ours"), join(folder, "detection", "usual")];
  await makeDatabase(surroundings.tools.prometheus, oursFolder, estate, courses);
  cpSync(join(oursFolder, "data"), join(usualFolder, "data"), { recursive: true });
  const trials = FAULTS.flatMap((fault) =>
    Array.from({ length: repetitions }, (_, index): Trial => {
      const at = Date.now() / 1000 + healthySeconds + Math.random() * spreadSeconds;
      return { fault, service: `${fault.name}-${index + 1}`, at };
    }),
  );
  const { exporter, monitoring } = await startGround(estate, trials, now);
  const sides: Side[] = [];
  try {
    sides.push(await startSide(oursFolder, ourFiles(monitoring), surroundings));
    sides.push(await startSide(usualFolder, usualFiles(monitoring), surroundings));
    say(`${trials.length} trials of ${FAULTS.length} faults; the first in ${healthySeconds} s`);
    const [ours, usual] = sides;
    if (!ours || !usual) throw new Error("A side is missing");
    const deadline = Math.max(...trials.map(({ at }) => at)) + waitSeconds;
    const missing = (side: Side) => trials.filter((trial) => !side.told.has(keyOf(trial))).length;
    while (Date.now() / 1000 < deadline && missing(ours) + missing(usual) > 0) {
      await sleep(10_000);
      say(`not told yet: ours ${missing(ours)}, usual ${missing(usual)} of ${trials.length}`);
    }
    const [firedOurs, firedUsual] = [await firedBy(ours.prometheus), await firedBy(usual.prometheus)];
    const broken = [...(await ours.prometheus.brokenRules()), ...(await usual.prometheus.brokenRules())];
    if (broken.length > 0) throw new Error(`Rules cannot be evaluated:\n${broken.join("\n")}`);
    return trials.map((trial) => ({
      ...trial,
      ours: latencyOf(trial, firedOurs, ours),
      usual: latencyOf(trial, firedUsual, usual),
    }));
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
    await exporter.close();
  }
}

const keyOf = ({ fault, service }: Trial) => `${fault.alert} ${service}`;

function latencyOf(trial: Trial, fired: ReadonlyMap<string, number>, { told }: Side): Latency | undefined {
  const [firedAt, toldAt] = [fired.get(keyOf(trial)), told.get(keyOf(trial))];
  if (firedAt === undefined || toldAt === undefined) return undefined;
  return { detection: firedAt - trial.at, notification: toldAt - firedAt, total: toldAt - trial.at };
}

const spread = (values: readonly number[]) => [median(values), quantile(values, 0.95), quantile(values, 1)];

function report(timed: readonly Timed[], quick: boolean): Outcome {
  const of = (fault: Fault) => timed.filter((trial) => trial.fault === fault);
  const row = (name: string, severity: Fault["severity"], trials: readonly Timed[]) => {
    const ours = trials.flatMap((trial) => trial.ours ?? []);
    const usual = trials.flatMap((trial) => trial.usual?.total ?? []);
    return [
      name,
      severity,
      ...spread(ours.map((one) => one.detection)),
      ...spread(ours.map((one) => one.notification)),
      ...spread(ours.map((one) => one.total)),
      seconds(DETECTION_BUDGET[severity]),
      ...(usual.length > 0 ? [median(usual), quantile(usual, 1)] : ["never", "never"]),
      usual.length > 0 ? `${(median(usual) / median(ours.map((one) => one.total))).toFixed(1)} ×` : "–",
    ];
  };
  const critical = timed.filter(({ fault }) => fault.severity === "critical");
  const totals = critical.flatMap(({ ours }) => ours?.total ?? []);
  const usual = critical.flatMap((trial) => trial.usual?.total ?? []);
  const p95 = quantile(totals, 0.95);
  const slower = FAULTS.filter(
    (fault) =>
      fault.severity === "critical" &&
      quantile(
        of(fault).flatMap(({ ours }) => ours?.total ?? []),
        0.95,
      ) >= CRITICAL_P95_SECONDS,
  );
  const untold = timed.filter(({ ours }) => !ours);
  if (quick && totals.length === 0) throw new Error("No critical fault was told");
  const ratio = median(usual) / median(totals);
  return {
    tables: [
      {
        title: "Seconds from the fault to its message: p50, p95 and longest",
        columns: [
          "fault",
          "severity",
          "detection",
          "p95",
          "max",
          "notification",
          "p95",
          "max",
          "total",
          "p95",
          "max",
          "budget",
          "usual total",
          "max",
          "faster",
        ],
        rows: [
          ...FAULTS.map((fault) => row(`${fault.name} (${fault.alert})`, fault.severity, of(fault))),
          row("all critical ones", "critical", critical),
        ],
      },
    ],
    goals: [
      {
        what: "p95 of the critical faults",
        goal: `under ${CRITICAL_P95_SECONDS} s`,
        found: `${p95.toFixed(0)} s${slower.length > 0 ? `; over it: ${slower.map(({ name }) => name).join(", ")}` : ""}`,
        met: p95 < CRITICAL_P95_SECONDS,
      },
      {
        what: "the longest of the critical faults",
        goal: `at most ${CRITICAL_MAX_SECONDS} s, all told`,
        found: `${quantile(totals, 1).toFixed(0)} s, ${totals.length} of ${critical.length} told`,
        met: quantile(totals, 1) <= CRITICAL_MAX_SECONDS && totals.length === critical.length,
      },
      {
        what: "faster than the usual way, critical faults",
        goal: `at least ${FASTER} times`,
        found: `${ratio.toFixed(1)} ×`,
        met: ratio >= FASTER,
      },
    ],
    notes: [
      `${timed.length / FAULTS.length} repetitions of each fault, each a service of its own, at random times within a minute; ${untold.length} of ${timed.length} were not told by ours.`,
      "Detection ends with the evaluation that fires, notification with the message at the receiver.",
      "A container that is gone stays in Prometheus for five minutes: a rule that is to hold for five minutes never fires on it.",
    ],
  };
}
