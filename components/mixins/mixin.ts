// A mixin: all that is known about monitoring one technology.
import { z } from "zod";
import type { Dashboard } from "../dashboards";
import type { Alert, Catalogue, Duration, Normal, Recording, Scenario } from "../rules";

export interface Mixin {
  /** Also the name of its scrape job, of its rule groups and of its folder, where runbook.md lies. */
  name: string;
  catalogue: Catalogue;
  /** How often targets are scraped, where their service says nothing else. */
  scrapeInterval: Duration;
  /** How often the slowest of its targets is scraped, which its rules are fitted to. Default: `scrapeInterval`. */
  slowest?: Duration;
  recordings: readonly Recording[];
  alerts: readonly Alert[];
  /** The first is the one that an alert leads to, unless another draws it. */
  dashboards: readonly Dashboard[];
  scenarios: readonly Scenario[];
  /** What each target of a healthy service shows. */
  normal: readonly Normal[];
}

/** A mixin as services choose it: its options, and what it is for all the options in use. */
export interface ServiceMixin {
  options: z.ZodObject;
  /**
   * Throws a `ZodError` where options do not fit.
   * @param slowest How often the slowest target is scraped, for rules that count scrapes. Default: the mixin's own interval.
   */
  build: (inUse: readonly unknown[], slowest?: Duration) => Mixin;
}

/** Declares a mixin. Throws where a name is declared twice. */
export function mixin(parts: Mixin): Mixin {
  for (const names of [
    parts.alerts.map((a) => a.name),
    parts.recordings.map((r) => `${r.record} = ${r.expr} ${JSON.stringify(r.adds)}`),
  ]) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`Mixin ${parts.name} declares ${twice} twice`);
  }
  return parts;
}

/** A mixin that depends on its services' options. */
export function withOptions<Options extends z.ZodObject>(
  options: Options,
  build: (inUse: readonly z.infer<Options>[], slowest?: Duration) => Mixin,
): ServiceMixin {
  return {
    options,
    build: (inUse, slowest) =>
      build(
        inUse.map((one) => options.parse(one)),
        slowest,
      ),
  };
}

/** A mixin that is the same for every service that names it. */
export function withoutOptions(mixin: Mixin): ServiceMixin {
  return { options: z.strictObject({}), build: () => mixin };
}
