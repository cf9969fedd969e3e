// What the targets of a running environment lack: as its Prometheus recorded it, and as they show it now.
import { z } from "zod";
import type { Mixin } from "../../components/mixins";
import { MISSING } from "../../components/monitoring";
import { atMost } from "../running/pool";
import type { PrometheusAccess } from "../running/prometheus-access";
import { activeTargets, type Target } from "../running/prometheus-api";
import { affectedBy } from "./affected";
import { againstCatalogue } from "./compare";
import { type Exposition, readExposition } from "./read";

export interface Lack {
  /** What lacks it: a target, or a service. */
  target: string;
  metric: string;
  reason: string;
  /** The alerts that cannot fire, or say something else. */
  alerts: readonly string[];
}

const vector = z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) });

const metadataAnswer = z.array(z.object({ metric: z.string(), type: z.string() }));

/** So many targets are looked at side by side. */
const AT_ONCE = 8;

/** Metrics that targets lack, with the alerts that read them. Throws where Prometheus does not answer. */
export async function lacksIn(prometheus: PrometheusAccess, mixins: readonly Mixin[]): Promise<Lack[]> {
  const recorded = vector.parse(await prometheus.ask("query", { query: `${MISSING} == 1` }));
  const known = recorded.result.flatMap(({ metric: { job = "", service = "", instance = service, metric = "" } }) => {
    const mixin = mixins.find(({ name }) => name === job);
    return mixin ? [lack(mixin, instance, metric, "missing for its rules")] : [];
  });
  const active = activeTargets.parse(await prometheus.ask("targets", { state: "active" })).activeTargets;
  const shown: Lack[] = [];
  await atMost(AT_ONCE, active, async (target) => {
    shown.push(...(await lacksOf(target, mixins, prometheus)));
  });
  const all = [...known, ...shown].filter(({ alerts }) => alerts.length > 0);
  return [...new Map(all.map((one) => [`${one.target} ${one.metric}`, one])).values()];
}

const lack = (mixin: Mixin, target: string, metric: string, reason: string): Lack => ({
  target,
  metric,
  reason,
  alerts: affectedBy(mixin, metric).alerts,
});

const TIMEOUT_MS = 5_000;

/** What a target that is up shows, held against its mixin's catalogue; one that does not answer has an alert of its own. */
async function lacksOf(target: Target, mixins: readonly Mixin[], prometheus: PrometheusAccess): Promise<Lack[]> {
  const { labels, health } = target;
  const mixin = mixins.find(({ name }) => name === labels.job);
  if (!mixin || health !== "up") return [];
  const shown = await (prometheus.reachesTargets ? shownBy(target) : knownOf(target, prometheus));
  if (!shown) return [];
  return againstCatalogue(mixin, shown)
    .filter(({ kind }) => kind === "gone")
    .map(({ metric, message }) => lack(mixin, labels.instance ?? "", metric, message));
}

async function shownBy({ scrapeUrl = "" }: Target): Promise<Exposition | undefined> {
  try {
    const response = await fetch(scrapeUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return readExposition(await response.text(), scrapeUrl);
  } catch {
    return undefined;
  }
}

/** The names and types that Prometheus read at a target's last scrape; without labels, and without what has no type. */
async function knownOf({ labels: { job, instance } }: Target, prometheus: PrometheusAccess) {
  const match = `{job=${JSON.stringify(job)},instance=${JSON.stringify(instance)}}`;
  const known = metadataAnswer.parse(await prometheus.ask("targets/metadata", { match_target: match }));
  if (known.length === 0) return undefined;
  const types = new Map(known.map(({ metric, type }) => [metric, type]));
  const series = new Map(known.map(({ metric }) => [metric, new Map<string, Set<string>>()]));
  return { types, series, units: new Map<string, string>() } satisfies Exposition;
}
