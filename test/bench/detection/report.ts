// What the trials found: the spread of latencies by fault, held against the budgets and the usual way.
import { DETECTION_BUDGET, seconds } from "../../../components/rules";
import type { Outcome } from "../shared/benchmark";
import { median, quantile } from "../shared/statistics";
import { FAULTS, type Fault } from "./faults";
import type { Trial } from "./ground";

const CRITICAL_P95_SECONDS = 45;
const CRITICAL_MAX_SECONDS = 120;
const FASTER = 8;

/** Seconds from the fault to the rule firing, from that to the message, and both. */
export interface Latency {
  detection: number;
  notification: number;
  total: number;
}

/** Without a latency it was not told. */
export type Timed = Trial & { ours: Latency | undefined; usual: Latency | undefined };

const spread = (values: readonly number[]) => [median(values), quantile(values, 0.95), quantile(values, 1)];

export function report(timed: readonly Timed[], quick: boolean): Outcome {
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
