// Detection: nine faults at random phases of the scrape, told by ours and by the same rules as they are usually written.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FAULTS } from "./detection/faults";
import { groundEstate, groundSettings, startGround, type Trial } from "./detection/ground";
import { type Latency, report, type Timed } from "./detection/report";
import { firedBy, ourFiles, type Side, startSide, USUAL, usualFiles } from "./detection/side";
import { makeDatabase } from "./estate/database";
import { Courses } from "./estate/history";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";

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

export const detection: Benchmark = {
  name: "detection",
  compares: `our alerts with the same rules as they are usually written (scraped and evaluated every ${USUAL.interval}, for: ${USUAL.for}, group wait ${USUAL.groupWait}), on the same targets at the same time`,
  minutes: { whole: 10, quick: 1.5 },
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
