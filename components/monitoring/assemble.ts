// Settings and mixins → one Monitoring value. Data flows forwards from here; a platform never reaches back to a mixin.
import { atInterval, CORE_MIXINS, type Mixin, type Pace, SERVICE_MIXINS, type ServiceMixin, slo } from "../mixins";
import { type Duration, duration, seconds, seriesNames } from "../rules";
import { leaveOutDownHosts } from "./alerts/down-hosts";
import { expecting } from "./alerts/expected";
import { explained } from "./alerts/explained";
import { lateSaid } from "./alerts/late";
import { watchingInputs } from "./alerts/liveness";
import { groupsOf } from "./alerts/place";
import { EVALUATION_INTERVAL } from "./alerts/rule-groups";
import { commonDashboards, withProofs } from "./dashboards";
import { forecast } from "./forecast";
import { logsDashboard } from "./logs/lines";
import { watchedLogs } from "./logs/place";
import type { Discovery, Endpoints, Monitoring, ScrapeJob, WithoutForecast } from "./model/monitoring";
import { notifications } from "./notifications";
import { applyOverrides, withoutAlerts } from "./overrides";
import { type OwnGroup, placeOwn } from "./own-rules";
import { keepingOwn, replacedBy } from "./own-rules/beside-mixins";
import { readsNative } from "./scraping/native";
import { owned } from "./scraping/plain-jobs";
import type { Settings } from "./settings/schema";
import { logsKeptHere } from "./stores/existing";
import { lookbackFor, slowestInterval, usualInterval } from "./targets/intervals";
import { drillJobs, probeJob, scrapeJobs } from "./targets/jobs";
import { usesOf } from "./targets/uses";
import { watchedTraces } from "./traces/place";

/**
 * Everything that watches one environment.
 * @param ownRules Groups of your own rule files, as `ownGroups` reads them.
 * Throws a `SettingsError` for overrides of alerts that do not exist, and an `Error` for an alert over its detection budget.
 */
export function assemble(
  environment: string,
  given: Settings,
  endpoints: Endpoints,
  ownRules: readonly OwnGroup[] = [],
): Monitoring {
  const settings = keepingOwn(given, ownRules);
  const replaced = replacedBy(ownRules, mixinsInUse(settings, endpoints), settings);
  const { mixins, jobs } = watching(settings, endpoints, replaced);
  const intervals = jobs.flatMap((job) => [job.interval, ...intervalsIn(job)]);
  const slowest = duration(Math.max(...intervals.map(seconds)));
  const groups = lateSaid(groupsOf(mixins, { settings, endpoints, slowest }), settings, (slower) =>
    groupsOf(watching(slower, endpoints, replaced).mixins, { settings: slower, endpoints }),
  );
  const lookback = lookbackFor(intervals);
  const watched: WithoutForecast = {
    environment,
    evaluationInterval: EVALUATION_INTERVAL,
    ...(lookback && { lookback }),
    retention: settings.retention.technical,
    business: { series: businessSeries(mixins), retention: settings.retention.business },
    jobs,
    ...(settings.scrapeConfigs.length > 0 && {
      plainJobs: settings.scrapeConfigs.map((one) => owned(one, settings.team)),
    }),
    groups: [...groups, ...placeOwn(ownRules, { settings, endpoints, mixinGroups: groups, intervals })],
    dashboards: [
      ...commonDashboards(mixins, endpoints),
      // What it draws, vmalert records.
      ...(logsKeptHere(settings) ? [logsDashboard] : []),
      ...mixins.flatMap((mixin) => (settings.notifications.drill ? withProofs(mixin) : mixin.dashboards)),
    ],
    notifications: notifications(settings, endpoints, mixins),
    ...(settings.logs && { logs: watchedLogs(settings.logs, settings) }),
    ...(settings.traces && { traces: watchedTraces(settings.traces, settings.services) }),
  };
  return { ...watched, forecast: forecast(watched, mixins, settings.limits) };
}

/** What is scraped, and the mixins as they fit it. */
function watching(
  settings: Settings,
  endpoints: Endpoints,
  replaced: readonly string[],
): { mixins: Mixin[]; jobs: ScrapeJob[] } {
  const chosen = withoutAlerts(applyOverrides(mixinsInUse(settings, endpoints), settings), replaced);
  const probes = probeJob(settings, endpoints, chosen);
  const { fallbackProtocol } = settings.scrape;
  const jobs = [
    ...scrapeJobs(settings, endpoints, chosen),
    ...(probes.targets.length > 0 ? [probes] : []),
    ...drillJobs(endpoints),
  ].map((job) => ({ ...job, ...(fallbackProtocol && { fallbackProtocol }) }));
  const expected = expecting(watchingInputs(chosen, settings), jobs, settings.team);
  return { mixins: leaveOutDownHosts(explained(expected, endpoints), settings, endpoints), jobs };
}

const intervalsIn = ({ targets, selected = [], discovery }: ScrapeJob): Duration[] =>
  [...targets, ...selected, ...((discovery?.kind === "ec2" && discovery.members) || [])].flatMap(
    ({ interval }) => interval ?? [],
  );

const optionsOf = (found: Discovery) => (found.kind === "cluster" ? (found.options ?? {}) : {});

function businessSeries(mixins: readonly Mixin[]): string[] {
  const names = mixins.flatMap(({ catalogue, recordings }) => [
    ...catalogue.metrics.filter(({ retention }) => retention === "business").flatMap(seriesNames),
    ...recordings.filter(({ retention }) => retention === "business").map(({ record }) => record),
  ]);
  return [...new Set(names)].sort();
}

/**
 * The core mixins, those that services name, each built for all the options in use, and those of what the platform finds or runs; their
 * rules fitted to how often their targets are scraped.
 */
export function mixinsInUse(settings: Settings, { finds = {}, runs = {} }: Partial<Endpoints> = {}): Mixin[] {
  const builds = buildsInUse(settings, { finds, runs });
  const written = builds.map((build) => build());
  const paces = new Map(
    written.map((mixin): [string, Pace] => [
      mixin.name,
      { written: mixin.scrapeInterval, slowest: slowestInterval(mixin, settings, mixin.name in finds) },
    ]),
  );
  if ([...paces.values()].every(({ written: own, slowest }) => own === slowest)) return written;
  return builds.flatMap((build, index): Mixin[] => {
    const mixin = written[index];
    const pace = mixin && paces.get(mixin.name);
    if (!pace) return [];
    const fitted = atInterval(build(pace.slowest), (job) => paces.get(job ?? mixin.name) ?? pace);
    return [{ ...fitted, scrapeInterval: usualInterval(mixin, settings), slowest: pace.slowest }];
  });
}

/** The fields that are options of a mixin. */
const chosenOf = ({ shape }: ServiceMixin["options"], setting: object) =>
  Object.fromEntries(Object.entries(setting).filter(([field]) => field in shape));

type Build = (slowest?: Duration) => Mixin;

function buildsInUse(settings: Settings, { finds, runs }: Required<Pick<Endpoints, "finds" | "runs">>): Build[] {
  const { drill, remediation } = settings.notifications;
  const run = {
    ...{ logs: settings.logs, traces: settings.traces, drill },
    logStore: logsKeptHere(settings),
    remediation: remediation.length > 0 ? {} : undefined,
  };
  const chosen = Object.entries(SERVICE_MIXINS).flatMap(
    ([name, { options: known, build, comesWith = [] }]): Build[] => {
      const found = finds[name];
      const options = [
        // What the platform runs comes first: it is as the settings say.
        ...comesWith.flatMap((setting) => (run[setting] ? [chosenOf(known, run[setting])] : [])),
        ...usesOf(name, settings).map((use) => use.options),
        ...(found ? [optionsOf(found)] : []),
      ];
      const isRun = (runs[name]?.targets ?? []).length > 0;
      if (options.length === 0 && isRun) options.push({});
      return options.length > 0 ? [(slowest) => build(options, slowest)] : [];
    },
  );
  const objectives = settings.services.flatMap(({ name, team = settings.team, slos, ...service }) =>
    slos.map((one) => ({ ...one, service: name, team, ...(readsNative(service) && { native: true as const }) })),
  );
  return [
    ...Object.values(CORE_MIXINS).map((mixin) => () => mixin),
    ...chosen,
    ...(objectives.length > 0 ? [() => slo(objectives)] : []),
  ];
}
