// What the targets of a running environment lack: as its Prometheus recorded it, and as they show it now.
import { z } from "zod";
import type { Mixin } from "../../components/mixins";
import { MISSING } from "../../components/monitoring";
import { targets } from "../running/prometheus-api";
import { ask } from "../running/prometheus-query";
import { affectedBy } from "./affected";
import { againstCatalogue } from "./compare";
import { readExposition } from "./read";

export interface Lack {
  /** What lacks it: a target, or a service. */
  target: string;
  metric: string;
  reason: string;
  /** The alerts that cannot fire, or say something else. */
  alerts: readonly string[];
}

const vector = z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) });

/** Metrics that targets lack, with the alerts that read them. Throws where Prometheus does not answer. */
export async function lacksIn(prometheus: string, mixins: readonly Mixin[]): Promise<Lack[]> {
  const recorded = vector.parse(await ask(prometheus, "query", { query: `${MISSING} == 1` }, "POST"));
  const known = recorded.result.flatMap(({ metric: { job = "", service = "", instance = service, metric = "" } }) => {
    const mixin = mixins.find(({ name }) => name === job);
    return mixin ? [lack(mixin, instance, metric, "missing for its rules")] : [];
  });
  const shown = await Promise.all((await targets(prometheus)).map((target) => lacksOf(target, mixins)));
  const all = [...known, ...shown.flat()].filter(({ alerts }) => alerts.length > 0);
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
async function lacksOf(
  { labels: { job, instance = "" }, health, scrapeUrl }: Awaited<ReturnType<typeof targets>>[number],
  mixins: readonly Mixin[],
): Promise<Lack[]> {
  const mixin = mixins.find(({ name }) => name === job);
  if (!mixin || health !== "up" || !scrapeUrl) return [];
  try {
    const response = await fetch(scrapeUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const shown = readExposition(await response.text(), scrapeUrl);
    return againstCatalogue(mixin, shown)
      .filter(({ kind }) => kind === "gone")
      .map(({ metric, message }) => lack(mixin, instance, metric, message));
  } catch {
    return [];
  }
}
