// Settings and mixins → one Monitoring value. Data flows forwards from here; a platform never reaches back to a mixin.
import { CORE_MIXINS, type Mixin, SERVICE_MIXINS, slo } from "../mixins";
import { seriesNames } from "../rules";
import { commonDashboards } from "./dashboards";
import { leaveOutDownHosts } from "./down-hosts";
import { expecting } from "./expected";
import { explained } from "./explained";
import { forecast } from "./forecast";
import { drillJobs, probeJob, scrapeJobs } from "./jobs";
import type { Discovery, Endpoints, Monitoring, WithoutForecast } from "./monitoring";
import { notifications } from "./notifications";
import { applyOverrides } from "./overrides";
import { placeGroup } from "./place";
import { byUrgency, EVALUATION_INTERVAL } from "./rule-groups";
import type { Settings } from "./settings";
import { usesOf } from "./users";

/**
 * Everything that watches one environment.
 * Throws a `SettingsError` for overrides of alerts that do not exist, and an `Error` for an alert over its detection budget.
 */
export function assemble(environment: string, settings: Settings, endpoints: Endpoints): Monitoring {
  const chosen = applyOverrides(mixinsInUse(settings, endpoints), settings.alerts);
  const probes = probeJob(settings, endpoints, chosen);
  const { fallbackProtocol } = settings.scrape;
  const jobs = [
    ...scrapeJobs(settings, endpoints, chosen),
    ...(probes.targets.length > 0 ? [probes] : []),
    ...drillJobs(endpoints),
  ].map((job) => ({ ...job, ...(fallbackProtocol && { fallbackProtocol }) }));
  const mixins = leaveOutDownHosts(explained(expecting(chosen, jobs, settings.team), endpoints), settings, endpoints);
  const watched: WithoutForecast = {
    environment,
    evaluationInterval: EVALUATION_INTERVAL,
    retention: settings.retention.technical,
    business: { series: businessSeries(mixins), retention: settings.retention.business },
    jobs,
    groups: byUrgency(mixins.map((mixin) => placeGroup(mixin, { settings, endpoints }))),
    dashboards: [...commonDashboards(mixins, endpoints), ...mixins.flatMap((mixin) => mixin.dashboards)],
    notifications: notifications(settings, endpoints, mixins),
  };
  return { ...watched, forecast: forecast(watched, mixins, settings.limits) };
}

const optionsOf = (found: Discovery) => (found.kind === "cluster" ? (found.options ?? {}) : {});

function businessSeries(mixins: readonly Mixin[]): string[] {
  const names = mixins.flatMap(({ catalogue, recordings }) => [
    ...catalogue.metrics.filter(({ retention }) => retention === "business").flatMap(seriesNames),
    ...recordings.filter(({ retention }) => retention === "business").map(({ record }) => record),
  ]);
  return [...new Set(names)].sort();
}

/** The core mixins, those that services name, each built for all the options in use, and those of what the platform finds. */
export function mixinsInUse(settings: Settings, { finds = {} }: Pick<Endpoints, "finds"> = {}): Mixin[] {
  const chosen = Object.entries(SERVICE_MIXINS).flatMap(([name, { build }]) => {
    const found = finds[name];
    const options = [...usesOf(name, settings).map((use) => use.options), ...(found ? [optionsOf(found)] : [])];
    return options.length > 0 ? [build(options)] : [];
  });
  const objectives = settings.services.flatMap(({ name, slos }) => slos.map((one) => ({ ...one, service: name })));
  return [...Object.values(CORE_MIXINS), ...chosen, ...(objectives.length > 0 ? [slo(objectives)] : [])];
}
