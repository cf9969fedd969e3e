// What services call the same request metrics, and how an expression is written for all of them.
import { inSeconds } from "./le";

/** How the status of an answer is written. */
export type Statuses = "codes" | "classes" | "grpc";

export interface Naming {
  /** Counter of requests answered; where there is none, the histogram's `_count`. */
  requests: string;
  requestLabels: readonly string[];
  /** Histogram of their duration, in seconds unless `milliseconds` says otherwise. */
  duration: string;
  durationLabels: readonly string[];
  milliseconds?: true;
  /** Whether the histogram is a native one: one series with buckets of its own making, and none of `_bucket` or `_count`. */
  native?: true;
  /** Gauge of requests being answered, where the naming has one. */
  inFlight?: string;
  /** Its labels, where `only` holds for it as well. */
  inFlightLabels?: readonly string[];
  /** Counter of failures by reason, where the naming has one. */
  errors?: { metric: string; reason: string };
  /** The label that holds the route, where there is one. */
  endpoint?: string;
  /** The label that holds the status. */
  status: string;
  /** Default: `codes`. */
  statuses?: Statuses;
  /** Upper bounds of the histogram's buckets in seconds, as the library or proxy has them by default. */
  bounds?: readonly number[];
  /** Matchers of the series that count: a proxy reports a request at both of its ends, or those to itself as well. */
  only?: string;
  /** Further labels that are written by default, or are there for some requests. Nothing reads them. */
  unread?: readonly string[];
}

/** Which statuses are failures of the service, as recordings have them. */
const FAILED: Readonly<Record<Statuses, string>> = {
  codes: "5..",
  classes: "5..",
  // Those that OpenTelemetry's conventions count as errors of a server.
  grpc: "Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss",
};

/** What a recording's status matches where a request has failed. */
export const failedIn = (namings: readonly Naming[]): string =>
  [...new Set(["5..", ...namings.map(({ statuses = "codes" }) => FAILED[statuses])])].join("|");

/** The labels that all series that count have with one value. */
export const fixedLabels = ({ only = "" }: Naming): Readonly<Record<string, string>> =>
  Object.fromEntries([...only.matchAll(/(\w+)="(\w+)"/g)].map(([, name = "", value = ""]) => [name, value]));

/** What a naming calls a label that recordings have; undefined where it has none. */
function ownLabel({ endpoint, status, errors }: Naming, label: string): string | undefined {
  if (label === "endpoint") return endpoint;
  if (label === "status") return status;
  return label === "reason" ? errors?.reason : label;
}

/** The series of a metric that are a naming's own: others in use may have a metric of the same name, with other labels. */
export function ownSeries(naming: Naming, metric: "requests" | "duration", inUse: readonly Naming[]): string {
  const { native, duration, only } = naming;
  const series = metric === "requests" ? countedBy(naming) : native ? duration : `${duration}_bucket`;
  const labels = labelsIn(naming, series) ?? [];
  const others = inUse.flatMap((other) => (other === naming ? [] : [labelsIn(other, series) ?? labels]));
  const telling = others.flatMap((other) => labels.find((label) => !other.includes(label)) ?? []);
  const matchers = ['job="service"', only, ...[...new Set(telling)].map((label) => `${label}!=""`)];
  return `${series}{${matchers.filter(Boolean).join(",")}}`;
}

/** The labels of a series of a naming, its histogram's parts included; undefined where it shows no such series. */
function labelsIn({ requests, requestLabels, duration, durationLabels, native }: Naming, series: string) {
  if (series === requests && !(native && requests === `${duration}_count`)) return requestLabels;
  const parts = native ? [duration] : [`${duration}_bucket`, `${duration}_count`];
  return parts.includes(series) ? durationLabels : undefined;
}

/** The series that count requests: a native histogram holds its count itself. */
export const countedBy = ({ requests, duration, native }: Naming): string =>
  native && requests === `${duration}_count` ? duration : requests;

/** Requests a second, of the selected series of a naming. */
export const requestRate = (naming: Naming, rate: string): string =>
  countedBy(naming) === naming.requests ? rate : `histogram_count(${rate})`;

/**
 * The sum of an expression by service and `labels`, over all namings. Labels get their common names after summing: there are
 * far fewer series then.
 * A service that has metrics of several namings counts by the first: each request once, and never two values for one series.
 */
export function sumOf(namings: readonly Naming[], labels: readonly string[], expr: (naming: Naming) => string): string {
  const summed = namings.map((naming) => {
    const own = labels.map((label) => ({ label, from: ownLabel(naming, label) }));
    const by = ["service", "team", ...own.flatMap(({ from }) => from ?? [])];
    const sum = `sum by (${by.join(", ")}) (${expr(naming)})`;
    const named = own.reduce((inner, { label, from }) => renamed(inner, from ?? label, label, naming), sum);
    return labels.includes("le") && naming.milliseconds ? inSeconds(named, ["service", "team", ...labels]) : named;
  });
  // Services that differ in their histograms alone count their requests alike.
  return [...new Set(summed)].join(" or on (service, team) ");
}

/** Gives a label another name, and a class of statuses the name that it has elsewhere: 5 is 5xx. */
function renamed(expr: string, from: string, to: string, { statuses }: Naming): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a group of Prometheus' regular expression.
  const value = to === "status" && statuses === "classes" ? "${1}xx" : "$1";
  if (from === to && value === "$1") return expr;
  return `sum without (${from}) (label_replace(${expr}, "${to}", "${value}", "${from}", "(.*)"))`;
}
