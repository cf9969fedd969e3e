// Drills of every other alert: the scenario that proves it, replayed to the running Prometheus by the sample-metrics generator.
import { z } from "zod";
import type { Mixin } from "../../../components/mixins";
import { EVALUATION_INTERVAL } from "../../../components/monitoring";
import {
  type Alert,
  type Scenario,
  type Severity,
  seconds,
  secondsOf,
  seriesNames,
  seriesOf,
  severitiesOf,
} from "../../../components/rules";
import { call } from "./call";
import type { Drill, Ground } from "./drill";

/** Labels that belong to the target, not to its series. */
const TARGET_LABELS = ["job", "instance", "service", "team", "host"];

/** These would otherwise be taken for real ones, and inhibit what real ones say. */
const MARKED_LABELS = ["service", "host"];

/** A drill that is forgotten ends after so long. */
const SPARE_SECONDS = 1_800;

interface Target {
  labels: Record<string, string>;
  scrapeInterval: string;
  series: { name: string; labels: Record<string, string>; values: string; counter: boolean; time: boolean }[];
}

/** The drill of an alert by its scenario. Throws where no scenario shows it firing on series. */
export function replayOf(mixin: Mixin, alert: Alert): Drill {
  const [severity] = severitiesOf(alert);
  if (!severity || alert.onMissing === "fires") {
    throw new Error(`${alert.name} fires on what is not there, or always; there is nothing to replay`);
  }
  const { scenario, lead, resolves } = bestScenario(mixin, alert, severity);
  const targets = targetsOf(mixin, scenario);
  let id: string | undefined;
  return {
    alert: alert.name,
    severity,
    services: [...new Set(targets.flatMap(({ labels }) => labels.service ?? []))],
    fault: `replays "${scenario.title}"; it fires after about ${spoken(lead)}`,
    leadSeconds: lead,
    unseenSeconds: seconds(mixin.scrapeInterval) + seconds(EVALUATION_INTERVAL),
    inject: async ({ generator }) => {
      const interval = seconds(scenario.interval ?? "15s");
      const spec = { interval, holdAt: lead, endsAfter: 2 * lead + SPARE_SECONDS, targets };
      ({ id } = z.object({ id: z.string() }).parse(await call(`${generator}/replays`, "POST", spec)));
    },
    clear: async ({ generator }) => {
      // A scenario without a good end is over when its targets are gone.
      if (id !== undefined) await call(`${generator}/replays/${id}`, resolves ? "PUT" : "DELETE");
    },
    remove: async ({ generator }: Ground) => {
      if (id !== undefined) await call(`${generator}/replays/${id}`, "DELETE");
    },
  };
}

const cost = ({ lead, resolves }: { lead: number; resolves: boolean }) => lead + (resolves ? 0 : WORTH_SECONDS);

/** A good end is worth a wait of so long. */
const WORTH_SECONDS = 300;

/** The scenario that fires soonest, preferably one that ends well. */
function bestScenario(mixin: Mixin, alert: Alert, severity: Severity) {
  const found = mixin.scenarios
    .filter((scenario) => scenario.alert === alert.name)
    .flatMap((scenario) => {
      const outcomes = Object.entries(scenario.expect);
      const fires = outcomes.find(([, outcome]) => outcome !== "quiet" && outcome.includes(severity));
      if (!fires) return [];
      return [{ scenario, lead: secondsOf(fires[0]), resolves: outcomes.at(-1)?.[1] === "quiet" }];
    })
    .sort((a, b) => cost(a) - cost(b));
  const [best] = found;
  if (!best) throw new Error(`No scenario shows ${alert.name} firing with severity ${severity}`);
  return best;
}

/** The scenario's series, by the target that they come from. */
function targetsOf(mixin: Mixin, scenario: Scenario): Target[] {
  const counters = new Set(
    mixin.catalogue.metrics.filter(({ type }) => type !== "gauge" && type !== "untyped").flatMap(seriesNames),
  );
  const times = new Set(mixin.catalogue.metrics.filter(({ unit }) => unit === "timestamp").map(({ name }) => name));
  const targets = new Map<string, Target>();
  for (const [selector, values] of Object.entries(scenario.given)) {
    const { name, labels } = seriesOf(selector);
    const isTargets = ([label]: [string, string]) => TARGET_LABELS.includes(label);
    const pairs = Object.entries(labels);
    const ofTarget = pairs
      .filter(isTargets)
      .map(([label, value]) => [label, MARKED_LABELS.includes(label) ? `drill-${value}` : value]);
    const key = JSON.stringify([labels.job, labels.instance, labels.service]);
    const target = targets.get(key) ?? { labels: {}, scrapeInterval: mixin.scrapeInterval, series: [] };
    Object.assign(target.labels, Object.fromEntries(ofTarget));
    target.series.push({
      name,
      labels: Object.fromEntries(pairs.filter((pair) => !isTargets(pair))),
      values,
      counter: counters.has(name),
      time: times.has(name),
    });
    targets.set(key, target);
  }
  return [...targets.values()];
}

const spoken = (wholeSeconds: number) =>
  wholeSeconds < 120 ? `${wholeSeconds} s` : `${Math.round(wholeSeconds / 60)} minutes`;
