// Noise: a week of normal traffic with every fault injected, told by our alerts and by the same ones without what keeps them quiet.

import { parse } from "yaml";
import type { Mixin } from "../../components/mixins";
import { mixinsInUse } from "../../components/monitoring";
import { ruleFile, yaml } from "../../components/prometheus";
import { mapExpressions, rulesOf } from "../../components/rules";
import { replay } from "../noise/replay";
import { faultyService, HEALTHY } from "../noise/week";
import { endpoints, everyMixin } from "../support/environment";
import { placeGroup } from "../support/place-group";
import { unguarded } from "./noise/unguarded";
import type { Benchmark, Outcome } from "./shared/benchmark";
import { sum } from "./shared/statistics";

/**
 * Of those that the faults of `detection` are about. The others have naive alerts that fire all week on so many series that
 * promtool refuses to read them; our alerts of all mixins are played by the noise tests.
 */
const MIXINS = { whole: ["blackbox", "service", "redis"], quick: ["blackbox"] };
/** The names of the naive alerts begin so. */
const NAIVE = "Naive";
/** A week keeps a core busy. */
const AT_A_TIME = 2;
const PRECISION = 0.95;

interface Verdict {
  faults: number;
  caught: number;
  /** Alerts of healthy targets, however often. */
  noise: number;
}

interface Week {
  mixin: string;
  ours: Verdict;
  naive: Verdict;
}

export const noise: Benchmark = {
  name: "noise",
  compares:
    "our alerts with alerts at the same thresholds that fire at once and know no traffic guards, on the same week",
  minutes: { whole: 3, quick: 1 },
  run: async ({ quick, tools, say }): Promise<Outcome> => {
    const chosen = MIXINS[quick ? "quick" : "whole"];
    const waiting = mixinsInUse(everyMixin()).filter(({ name }) => chosen.includes(name));
    const weeks: Week[] = [];
    const worker = async () => {
      for (let mixin = waiting.shift(); mixin; mixin = waiting.shift()) {
        const week = await weekOf(mixin, tools.promtool);
        say(`${mixin.name}: ${week.ours.noise} alerts of healthy targets, naive ${week.naive.noise}`);
        weeks.push(week);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    return report(weeks.sort((a, b) => chosen.indexOf(a.mixin) - chosen.indexOf(b.mixin)));
  },
};

/** The group's alerts once more, without `for` and without guards. Recordings are shared. */
function naiveRules(mixin: Mixin) {
  return mixin.alerts.flatMap((alert) =>
    rulesOf(mapExpressions(alert, unguarded)).map(({ severity, expr }) => ({
      alert: NAIVE + alert.name,
      expr,
      labels: { severity },
    })),
  );
}

async function weekOf(mixin: Mixin, promtool: string): Promise<Week> {
  const environment = everyMixin();
  const file: { groups: object[] } = parse(ruleFile(placeGroup(mixin, { settings: environment, endpoints })));
  const absence = mixin.alerts.filter(({ onMissing }) => onMissing === "fires").map(({ name }) => name);
  const { faults, fired } = await replay(promtool, mixin, {
    rules: yaml({ groups: [...file.groups, { name: "naive", rules: naiveRules(mixin) }] }),
    leftOut: absence.flatMap((name) => [name, NAIVE + name]),
    queries: {},
  });
  const verdict = (prefix: string): Verdict => {
    const wanted = faults.map((fault) => `${faultyService(fault)} ${prefix}${fault.alert} ${fault.severity}`);
    const isOurs = (one: string) => (one.split(" ")[1] ?? "").startsWith(NAIVE) === (prefix === NAIVE);
    return {
      faults: wanted.length,
      caught: wanted.filter((one) => fired.includes(one)).length,
      noise: fired.filter((one) => one.startsWith(`${HEALTHY} `) && !one.endsWith(" info") && isOurs(one)).length,
    };
  };
  return { mixin: mixin.name, ours: verdict(""), naive: verdict(NAIVE) };
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

function report(weeks: readonly Week[]): Outcome {
  const total = (of: (week: Week) => Verdict): Verdict => ({
    faults: sum(weeks.map((week) => of(week).faults)),
    caught: sum(weeks.map((week) => of(week).caught)),
    noise: sum(weeks.map((week) => of(week).noise)),
  });
  const [ours, naive] = [total(({ ours }) => ours), total(({ naive }) => naive)];
  const shown = ({ faults, caught, noise }: Verdict) => [
    noise,
    percent(caught, caught + noise),
    percent(caught, faults),
  ];
  return {
    tables: [
      {
        title: "A week of normal traffic with deploys, a crash and failed scrapes, and every fault of the scenarios",
        columns: [
          "mixin",
          "faults",
          "false alerts, ours",
          "precision",
          "recall",
          "false alerts, naive",
          "precision",
          "recall",
        ],
        rows: [
          ...weeks.map((week) => [week.mixin, week.ours.faults, ...shown(week.ours), ...shown(week.naive)]),
          ["all", ours.faults, ...shown(ours), ...shown(naive)],
        ],
      },
    ],
    goals: [
      {
        what: "precision on the replay",
        goal: `at least ${100 * PRECISION} %`,
        found: `${percent(ours.caught, ours.caught + ours.noise)} (naive ${percent(naive.caught, naive.caught + naive.noise)})`,
        met: ours.caught / Math.max(1, ours.caught + ours.noise) >= PRECISION,
      },
      {
        what: "recall on the replay",
        goal: "100 %",
        found: `${percent(ours.caught, ours.faults)} (naive ${percent(naive.caught, naive.faults)})`,
        met: ours.caught === ours.faults,
      },
    ],
    notes: [
      "A false alert is one that fires at any time of the week on a healthy target, counted once a severity, however often it does; inhibition, which Alertmanager does, is not played.",
      "The naive alerts have the same thresholds and read the same recordings; they fire at once, and conditions after `and` and `unless` are left out.",
    ],
  };
}
