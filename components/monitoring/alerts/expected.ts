// What discovery must find. The `up` of a target that is no longer found is not 0 but gone: then a recording stands in for it,
// and alerts see both.
import type { Mixin } from "../../mixins";
import {
  type Expression,
  expressionIn,
  labelValueOf,
  metricsIn,
  rewrite,
  type Selector,
  seconds,
  unwrapped,
  walk,
} from "../../promql";
import {
  type Alert,
  type Duration,
  expressionsOf,
  mapExpressions,
  type Recording,
  recording,
  selectorOf,
} from "../../rules";
import type { AwsDiscovery, ClusterPart, Ec2Discovery, ScrapeJob, SelectedTargets } from "../model/monitoring";
import type { DnsDiscovery, FileDiscovery } from "../scraping/types";

/** 0, with the target's labels, for each target that is expected and not found. */
export const ABSENT = "instance:up:absent";

/** Of the targets of a fleet that are expected at any time, the share that is found; no series where all of them are gone. */
export const FOUND = "service:up:found_ratio";

/** A target, or several of which one at least must be there. */
interface Expected {
  labels: Readonly<Record<string, string>> & { job: string };
  /** PromQL's matchers beside the job's. */
  matchers: string;
  /** How many there are at any time. Default: 1. */
  least?: number;
  /** Whether it is a component, of which only what is said of all of it holds where it is gone. */
  component?: true;
}

/** How long at least a Prometheus that starts from nothing may take, in seconds, until it has found and scraped everything once. */
const FIRST_SCRAPES = 30;

/**
 * Holds where Prometheus scraped anything that long ago: what it has not come to yet is not missing. Where nothing is discovered any
 * more, what was found missing stays so.
 */
const hasScraped = (interval: Duration, self: string) =>
  `(count(up offset ${Math.max(FIRST_SCRAPES, 2 * seconds(interval))}s) or ${self})`;

/**
 * The mixins with the recordings of what the jobs must find, and with alerts that read them.
 *
 * @param team Owns what a cluster has of its own.
 */
export function expecting(mixins: readonly Mixin[], jobs: readonly ScrapeJob[], team: string): Mixin[] {
  const expected = jobs.flatMap((job) => expectedOf(job, team).map((one) => ({ ...one, interval: job.interval })));
  const hasFleets = expected.some(({ least = 1 }) => least > 1);
  const ofMixin = ({ name }: Mixin) => expected.filter(({ labels }) => labels.job === name);
  const seeing = mixins.map((mixin) => {
    const own = ofMixin(mixin);
    const alerts = mixin.alerts.filter(
      (alert) => hasFleets || !expressionsOf(alert).some((expr) => metricsIn(expr).includes(FOUND)),
    );
    return own.length === 0 ? { ...mixin, alerts } : { ...mixin, alerts: alerts.map((one) => seeingAbsent(one, own)) };
  });
  const unmissed = seeing.filter((mixin) => ofMixin(mixin).length > 0 && !mixin.alerts.some(missesItsOwn));
  return seeing.map((mixin) => {
    const isRead = ({ record }: Recording) =>
      record === FOUND || unmissed.includes(mixin) || mixin.alerts.some(({ seesAbsent }) => seesAbsent);
    return {
      ...mixin,
      alerts: mixin.alerts.map((alert) =>
        excusedByAbsent(
          missingOthers(alert, unmissed),
          seeing.filter((other) => other !== mixin && ofMixin(other).length > 0),
        ),
      ),
      recordings: [...ofMixin(mixin).flatMap(recordingsOf).filter(isRead), ...mixin.recordings],
    };
  });
}

/** Whether it says of a single target, or of all of them, that it is gone. */
const missesItsOwn = ({ down, seesAbsent }: Alert) => down !== false && seesAbsent === true;

/** The `up` of targets that are found, and of those that are expected and are not. */
export const upOrAbsent = (matchers: string) => `(${eitherOf(matchers)})`;

const eitherOf = (matchers: string) => `up{${matchers}} or ${ABSENT}{${matchers}}`;

/** Whether a part says that `up`, of targets or of an aggregate of them, is 0; and of which targets. */
function upThatIsZero(part: Expression): Selector | undefined {
  if (part.kind !== "binary" || part.operator !== "==") return undefined;
  const [left, right] = [unwrapped(part.left), unwrapped(part.right)];
  const of = left.kind === "aggregation" ? unwrapped(left.of) : left;
  return right.kind === "number" && right.value === 0 && isUp(of) ? of : undefined;
}

const isUp = (part: Expression): part is Selector => part.kind === "selector" && part.name === "up";

const matchersIn = ({ text }: Selector) => text.slice(text.indexOf("{") + 1, -1);

/** In what is aggregated and in parentheses it is `a or b`, elsewhere `(a or b)`. */
const upOrAbsentIn = (up: Selector, around: Expression | undefined) =>
  isTogether(around) ? eitherOf(matchersIn(up)) : upOrAbsent(matchersIn(up));

const isTogether = (around: Expression | undefined) => around?.kind === "parentheses" || around?.kind === "aggregation";

/** A condition on `up` being 0, of each target or of an aggregate, made to hold for what is absent as well. */
function seeingAbsent(alert: Alert, expected: readonly Expected[]): Alert {
  const job = expected[0]?.labels.job ?? "";
  // Without an aggregation it names single targets, which a component does not.
  const hasNames = expected.some(({ component }) => !component);
  const sees = (expr: string) =>
    walk(expressionIn(expr)).some(({ part }) => upThatIsZero(part))
      ? rewrite(expr, (part, inside) => {
          const [around] = [...inside];
          if (!isUp(part) || labelValueOf(part, "job") !== job) return undefined;
          if (around?.kind === "range" || around?.kind === "shifted") return undefined;
          return isTogether(around) || hasNames ? upOrAbsentIn(part, around) : undefined;
        })
      : expr;
  const changes = expressionsOf(alert).some((expr) => sees(expr) !== expr);
  return changes ? { ...mapExpressions(alert, sees), seesAbsent: true } : alert;
}

/** An alert on targets of any job looks for what no technology's own alert misses. */
function missingOthers(alert: Alert, unmissed: readonly Mixin[]): Alert {
  const jobs = unmissed.map(({ name }) => name);
  const ofAnyJob = (part: Expression) => {
    const up = part.kind === "binary" && unwrapped(part.left).kind === "selector" ? upThatIsZero(part) : undefined;
    return up?.matchers.some(({ label, operator }) => label === "job" && operator === "!~") ? up : undefined;
  };
  if (jobs.length === 0 || !expressionsOf(alert).some((expr) => ofAnyJob(expressionIn(expr)))) return alert;
  const sees = (expr: string) => {
    const up = ofAnyJob(expressionIn(expr));
    return rewrite(expr, (part) => (up && part.at === up.at && isUp(part) ? orAbsent(up, jobs) : undefined));
  };
  return { ...mapExpressions(alert, sees), seesAbsent: true };
}

const orAbsent = ({ text }: Selector, jobs: readonly string[]) =>
  `(${text} or ${ABSENT}{job${jobs.length > 1 ? "=~" : "="}"${jobs.join("|")}"})`;

/** What is left out while another technology's targets are down is left out while they are gone as well. */
function excusedByAbsent(alert: Alert, others: readonly Mixin[]): Alert {
  const jobs = others.map(({ name }) => name);
  return mapExpressions(alert, (expr) =>
    rewrite(expr, (part, inside) => {
      const [around, compared, ...outer] = [...inside];
      if (!isUp(part) || !jobs.includes(labelValueOf(part, "job") ?? "") || !isTogether(around)) return undefined;
      const isLeftOut = outer.some(
        (one) => one.kind === "binary" && one.operator === "unless" && part.at >= one.right.at,
      );
      return isLeftOut && compared && upThatIsZero(compared) ? upOrAbsentIn(part, around) : undefined;
    }),
  );
}

function recordingsOf({ labels, matchers, least = 1, interval }: Expected & Pick<ScrapeJob, "interval">): Recording[] {
  const up = `up{${[`job="${labels.job}"`, matchers].filter(Boolean).join(",")}}`;
  const self = selectorOf({ name: ABSENT, labels });
  const common = { labels: Object.keys(labels), adds: { ...labels } };
  return [
    recording({
      record: ABSENT,
      expr: `absent(${up}) - 1 and on () ${hasScraped(interval, self)}`,
      unit: "boolean",
      ...common,
    }),
    ...(least > 1 ? [recording({ record: FOUND, expr: `count(${up}) / ${least}`, unit: "ratio", ...common })] : []),
  ];
}

function expectedOf({ name, selected = [], discovery }: ScrapeJob, team: string): Expected[] {
  return [
    ...selected.map((one) => inCluster(name, one)),
    ...(discovery?.kind === "ec2" ? onEc2(name, discovery) : []),
    ...(discovery?.kind === "aws" ? fleetsIn(name, discovery) : []),
    ...(discovery?.kind === "file" || discovery?.kind === "dns" ? [discovered(discovery)] : []),
    ...(discovery?.kind === "cluster" ? (discovery.parts ?? []).map((part) => partOf(name, part, team)) : []),
  ];
}

/** A service of a cluster, whose pods have names that nobody knows; an exporter's name is that of what it speaks of. */
const inCluster = (
  name: string,
  { labels: { service, team, job = name }, about = service }: SelectedTargets,
): Expected => ({
  labels: { job, instance: about, service, team },
  matchers: `service="${service}"`,
});

/** Of one service, without names that anybody knows before. */
const discovered = ({ labels: { job, service, team }, expected }: FileDiscovery | DnsDiscovery): Expected => ({
  labels: { job, instance: service, service, team },
  matchers: `service="${service}"`,
  least: expected,
});

/** What a cluster has of its own; its service is named as the job. */
const partOf = (job: string, { name, matchers = "", component }: ClusterPart, team: string): Expected => ({
  labels: { job, [component ? "component" : "instance"]: name, service: job, team },
  matchers,
  ...(component && { component }),
});

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
  const elsewhere = (about: string, { service, team }: { service: string; team: string }): Expected => ({
    labels: { job, instance: about, service, team },
    matchers: `instance="${about}",service="${service}"`,
  });
  return [
    ...(members ?? []).map((one) =>
      one.about ? elsewhere(one.about, one) : onHost(one.host, `${one.host}:${one.port}`, one),
    ),
    ...hosts.map((one) =>
      onHost(one.name, instance === "host" ? one.name : `${one.name}:${port}`, { ...labels, team: one.team }),
    ),
    ...fleetsIn(job, { labels, fleets }),
  ];
}

const fleetsIn = (job: string, { labels, fleets }: Pick<AwsDiscovery, "labels" | "fleets">): Expected[] =>
  fleets.map(({ name, team, least, matchers = "" }) => ({
    labels: { job, instance: name, service: labels.service, team },
    matchers,
    least,
  }));
