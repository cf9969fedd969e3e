// What discovery must find. The `up` of a target that is no longer found is not 0 but gone: then a recording stands in for it,
// and alerts see both.
import type { Mixin } from "../mixins";
import { type Alert, expressionsOf, mapExpressions, type Recording, recording } from "../rules";
import type { Ec2Discovery, ScrapeJob, Target, TargetLabels } from "./monitoring";

/** 0, with the target's labels, for each target that is expected and not found. */
export const ABSENT = "instance:up:absent";

/** Of the targets of a fleet that are expected at any time, the share that is found; no series where all of them are gone. */
export const FOUND = "service:up:found_ratio";

/** A target, or several of which one at least must be there. */
interface Expected {
  labels: Required<Pick<TargetLabels, "job">> & TargetLabels;
  /** PromQL's matchers beside the job's. */
  matchers: string;
  /** How many there are at any time. Default: 1. */
  least?: number;
}

/** The mixins with the recordings of what the jobs must find, and with alerts that read them. */
export function expecting(mixins: readonly Mixin[], jobs: readonly ScrapeJob[]): Mixin[] {
  const expected = jobs.flatMap(expectedOf);
  const hasFleets = expected.some(({ least = 1 }) => least > 1);
  return mixins.map((mixin) => {
    const own = expected.filter(({ labels }) => labels.job === mixin.name).flatMap(recordingsOf);
    const alerts = mixin.alerts
      .filter((alert) => hasFleets || !expressionsOf(alert).some((expr) => expr.includes(FOUND)))
      .map((alert) => (own.length > 0 ? seeingAbsent(alert, mixin.name) : alert));
    const isRead = ({ record }: Recording) => record === FOUND || alerts.some(({ seesAbsent }) => seesAbsent);
    return { ...mixin, recordings: [...own.filter(isRead), ...mixin.recordings], alerts };
  });
}

/** The `up` of targets that are found, and of those that are expected and are not. */
export const upOrAbsent = (matchers: string) => `(up{${matchers}} or ${ABSENT}{${matchers}})`;

/** A condition on `up` being 0, of each target or of an aggregate, made to hold for what is absent as well. */
function seeingAbsent(alert: Alert, job: string): Alert {
  const up = `up{job="${job}"}`;
  const either = `${upOrAbsent(`job="${job}"`)} == 0`;
  const sees = (expr: string) => expr.replaceAll(`${up} == 0`, either).replaceAll(`(${up}) == 0`, either);
  const changes = expressionsOf(alert).some((expr) => sees(expr) !== expr);
  return changes ? { ...mapExpressions(alert, sees), seesAbsent: true } : alert;
}

function recordingsOf({ labels, matchers, least = 1 }: Expected): Recording[] {
  const up = `up{${[`job="${labels.job}"`, matchers].filter(Boolean).join(",")}}`;
  const common = { labels: Object.keys(labels), adds: { ...labels } };
  return [
    recording({ record: ABSENT, expr: `absent(${up}) - 1`, unit: "boolean", ...common }),
    ...(least > 1 ? [recording({ record: FOUND, expr: `count(${up}) / ${least}`, unit: "ratio", ...common })] : []),
  ];
}

function expectedOf({ name, targets, discovery }: ScrapeJob): Expected[] {
  return [...selected(name, targets), ...(discovery?.kind === "ec2" ? onEc2(name, discovery) : [])];
}

/** Services of a cluster, whose pods have names that nobody knows. */
function selected(job: string, targets: readonly Target[]): Expected[] {
  const byService = new Map(targets.filter(({ selector }) => selector).map(({ labels }) => [labels.service, labels]));
  return [...byService.values()].map(({ service, team, job: own = job }) => ({
    labels: { job: own, instance: service, service, team },
    matchers: `service="${service}"`,
  }));
}

function onEc2(
  name: string,
  { members, hosts = [], fleets = [], labels, instance, searches }: Ec2Discovery,
): Expected[] {
  const job = labels.job ?? name;
  const port = searches[0]?.port;
  const onHost = (host: string, at: string, { service, team }: { service: string; team: string }): Expected => ({
    labels: { job, instance: at, service, team, host },
    matchers: `instance="${at}"`,
  });
  return [
    ...(members ?? []).map((one) => onHost(one.host, `${one.host}:${one.port}`, one)),
    ...hosts.map((one) =>
      onHost(one.name, instance === "host" ? one.name : `${one.name}:${port}`, { ...labels, team: one.team }),
    ),
    ...fleets.map(
      ({ name: fleet, team, least, matchers = "" }): Expected => ({
        labels: { job, instance: fleet, service: labels.service, team },
        matchers,
        least,
      }),
    ),
  ];
}
