// No alert is dead without anybody knowing: what its targets must show, and do not, is recorded, and alerted on.
import { type Mixin, SERVICE_MIXINS } from "../../mixins";
import { type Present, type Recording, recording } from "../../rules";
import type { Settings } from "../settings/schema";
import { type Use, usesOf } from "../targets/uses";

/** 1, with the target's labels and the metric's name, for each metric that a target that answers lacks. */
export const MISSING = "target:alert_inputs:missing";

/** The mixins with the recordings of what their targets lack. */
export const watchingInputs = (mixins: readonly Mixin[], settings: Settings): Mixin[] =>
  mixins.map((mixin) => {
    const { name, catalogue, recordings } = mixin;
    const ofTargets = catalogue.present ? lackedBy(name, catalogue.present) : [];
    const ofServices = promising(name, settings).flatMap((use) => lackedByService(name, use));
    return { ...mixin, recordings: [...recordings, ...ofTargets, ...ofServices] };
  });

function lackedBy(job: string, present: Present): Recording[] {
  const of = `{job="${job}"}`;
  const reached = present.while ? ` unless on (instance, service) ${present.while}${of} == 0` : "";
  return present.metrics.map((metric) =>
    recording({
      record: MISSING,
      expr: `up${of} == 1${reached} unless on (instance, service) ${metric}${of}`,
      unit: "boolean",
      labels: ["job", "instance", "service", "team", "host", "metric"],
      adds: { metric },
    }),
  );
}

/** The uses of a mixin by services with objectives that it measures: those have events, or the objective says nothing. */
function promising(mixin: string, settings: Settings): Use[] {
  const kinds = SERVICE_MIXINS[mixin]?.measures?.kinds ?? [];
  return usesOf(mixin, settings).filter(({ service: { slos } }) => slos.some(({ kind }) => kinds.includes(kind)));
}

/** Counters of events begin with the first one: they are missed after an hour in which the service was up. */
function lackedByService(job: string, { service, options }: Use): Recording[] {
  const of = `{job="${job}",service="${service.name}"}`;
  const up = `max by (job, service, team) (up${of})`;
  const counters = SERVICE_MIXINS[job]?.measures?.counters(options) ?? [];
  return counters.map((metric) =>
    recording({
      record: MISSING,
      expr: `${up} == 1 and on (service) max by (service) (up${of} offset 1h) == 1
        unless on (service) count by (service) (count_over_time(${metric}${of}[1h]))`,
      unit: "boolean",
      labels: ["job", "service", "team", "metric"],
      adds: { metric },
    }),
  );
}
