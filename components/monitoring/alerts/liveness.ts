// No alert is dead without anybody knowing: what its targets must show, and do not, is recorded, and alerted on.
import { MEASURED_BY_REQUESTS, type Mixin, requestMetricsOf } from "../../mixins";
import { type Present, type Recording, recording } from "../../rules";
import type { Service, Settings } from "../settings/schema";
import { usesOf } from "../targets/uses";

/** 1, with the target's labels and the metric's name, for each metric that a target that answers lacks. */
export const MISSING = "target:alert_inputs:missing";

/** The mixins with the recordings of what their targets lack. */
export const watchingInputs = (mixins: readonly Mixin[], settings: Settings): Mixin[] =>
  mixins.map((mixin) => {
    const { name, catalogue, recordings } = mixin;
    const ofTargets = catalogue.present ? lackedBy(name, catalogue.present) : [];
    const ofServices = name === "service" ? promisingIn(settings).flatMap(lackedByService) : [];
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

/** The services with objectives that their requests measure: those have requests, or the objective says nothing. */
const promisingIn = (settings: Settings): Service[] =>
  usesOf("service", settings)
    .map(({ service }) => service)
    .filter(({ slos }) => slos.some(({ kind }) => MEASURED_BY_REQUESTS.includes(kind)));

/** Counters of requests begin with the first one: they are missed after an hour in which the service was up. */
function lackedByService(service: Service): Recording[] {
  const of = `{job="service",service="${service.name}"}`;
  const up = `max by (job, service, team) (up${of})`;
  return requestMetricsOf(service.mixin === "service" ? service.options : {}).map((metric) =>
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
