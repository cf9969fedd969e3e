// What is scraped, as items: services, scrape jobs and their targets; and how long series are kept.

import { readableDuration } from "../../../components/rules/readable";
import type { Item } from "./difference";
import type { Watched } from "./watched";

const byName = ({ name }: Item) => name;

export const SERVICE_IDENTITIES = [byName];
export const JOB_IDENTITIES = [byName];
/** A target is the same by job and instance; where its service has another name, it has moved. */
export const TARGET_IDENTITIES = [
  ({ name, of = "", facts }: Item) => `${of} ${name} ${facts.service}`,
  ({ name, of = "" }: Item) => `${of} ${name}`,
];
export const KEEPING_IDENTITIES = [byName];

/** Names only: their targets say the rest. */
export function servicesIn({ jobs = [] }: Watched): Item[] {
  const names = jobs.flatMap(({ targets, selected }) =>
    [...targets, ...selected].flatMap(({ labels }) => labels.service ?? []),
  );
  return [...new Set(names)].map((name) => ({ name, facts: {} }));
}

export function jobsIn({ jobs = [], plainJobs = [] }: Watched): Item[] {
  const own = jobs.map(({ name, interval, timeout, limits, via, keep, access, discovery }) => ({
    name,
    facts: {
      interval: interval && readableDuration(interval),
      timeout: timeout && readableDuration(timeout),
      through: via ?? null,
      limits: limits && Object.entries(limits).map(([what, most]) => `${what} ${most}`),
      "keeps only": keep ?? null,
      access: access ? factsOf(access) : null,
      discovery: discovery ? factsOf(discovery) : null,
    },
  }));
  return [
    ...own,
    ...plainJobs.map(({ job_name: name, ...job }) => ({ name, facts: { "of scrapeConfigs": factsOf(job) } })),
  ];
}

const factsOf = (values: object) => Object.entries(values).map(([what, value]) => `${what} ${told(value)}`);

const told = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

export function targetsIn({ jobs = [] }: Watched): Item[] {
  return jobs.flatMap(({ name: of, targets, selected }) => [
    ...targets
      .filter(({ selector }) => !selector)
      .map(({ address, labels, metricsPath, module }) => ({
        name: labels.instance ?? address,
        of,
        facts: {
          service: labels.service ?? null,
          team: labels.team ?? null,
          host: labels.host ?? null,
          address,
          path: metricsPath ?? null,
          module: module ?? null,
        },
      })),
    ...[...selected, ...selectedOnce(targets)].map(({ selector, expected, labels, metricsPath }) => ({
      name: labels.service ?? told(selector),
      of,
      facts: {
        service: labels.service ?? null,
        team: labels.team ?? null,
        selects: factsOf(selector),
        expected: String(expected),
        path: metricsPath ?? null,
      },
    })),
  ]);
}

/** What an older commit lists for each of the targets that it expects, once for all of a service. */
function selectedOnce(targets: NonNullable<Watched["jobs"]>[number]["targets"]) {
  const all = targets.flatMap(({ selector, ...target }) => (selector ? [{ ...target, selector }] : []));
  const services = [...new Set(all.map(({ labels }) => labels.service))];
  return services.flatMap((service) => {
    const own = all.filter(({ labels }) => labels.service === service);
    return own.slice(0, 1).map((one) => ({ ...one, expected: own.length }));
  });
}

const storeOf = ({ existing }: { existing?: { kind: string; url: string } | undefined }) => ({
  store: existing && `${existing.kind} at ${existing.url}`,
});

const gigabytes = (value: number | undefined) => (value === undefined ? undefined : `${value} GB`);

export function keepingIn({ evaluationInterval, retention, business, logs, traces }: Watched): Item[] {
  if (!evaluationInterval && !retention) return [];
  return [
    {
      name: "evaluation and retention",
      facts: {
        "evaluation interval": evaluationInterval && readableDuration(evaluationInterval),
        retention: retention && readableDuration(retention),
        "retention of the archive": business && readableDuration(business.retention),
        "series in the archive": business?.series,
      },
    },
    ...(logs
      ? [
          {
            name: "logs",
            facts: {
              ...storeOf(logs),
              "alerts that nothing evaluates there": logs.leftOut,
              retention: logs.retention && readableDuration(logs.retention),
              "disk at the most": gigabytes(logs.maxDisk),
              "expected a day": gigabytes(logs.perDay),
              "looked through by each evaluation of alerts, at the most": gigabytes(logs.perEvaluation),
            },
          },
        ]
      : []),
    ...(traces
      ? [
          {
            name: "traces",
            facts: {
              ...storeOf(traces),
              retention: traces.retention && readableDuration(traces.retention),
              "share that is kept": traces.sharePercent === undefined ? undefined : `${traces.sharePercent}%`,
              "expected spans a second": traces.spansPerSecond?.toLocaleString("en"),
              "kept spans a second at the most": traces.maxSpansPerSecond?.toLocaleString("en"),
            },
          },
        ]
      : []),
  ];
}
