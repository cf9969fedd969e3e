// An API server that is gone, fails, or is slow; certificates that end; versions that differ.
import { type Scenario, scenarios } from "../../../rules";
import { type Component, from, growing, growingThenStill, steady } from "./series";

const REQUEST = 'group="",version="v1",resource="pods",scope="resource",exported_component="apiserver"';

const up = (...values: string[]) =>
  Object.fromEntries(values.map((value, n) => [from("apiserver", "up", "", `10.0.0.${n + 1}:6443`), value]));

const requests = (code: string, values: string, verb = "GET") => ({
  [from("apiserver", "apiserver_request_total", `${REQUEST},verb="${verb}",code="${code}"`)]: values,
});

/** Requests by the minute for hours: a phase is so many minutes at so many a second. */
const minutes = (...phases: readonly (readonly [minutes: number, perSecond: number])[]): string => {
  let total = 0;
  return phases
    .map(([count, perSecond]) => {
      const step = perSecond * 60;
      const first = total + step;
      total += step * count;
      return `${first}+${step}x${count - 1}`;
    })
    .join(" ");
};

const hours = (succeeded: string, failed: string) => ({
  interval: "1m" as const,
  given: { ...requests("200", succeeded), ...requests("500", failed) },
});

const BUCKETS = ["0.8", "1", "1.25", "2", "+Inf"];

/** Requests a second that all end in the bucket with this upper bound. */
const timed = (bound: string, perSecond: number, verb = "GET", values = growing) => ({
  ...Object.fromEntries(
    BUCKETS.map((le, index) => [
      from("apiserver", "apiserver_request_sli_duration_seconds_bucket", `${REQUEST},verb="${verb}",le="${le}"`),
      values(BUCKETS.indexOf(bound) <= index ? perSecond : 0),
    ]),
  ),
  ...requests("200", values(perSecond), verb),
});

const LIFETIMES = ["0", "43200", "86400", "345600", "604800", "2.592e+06", "+Inf"];

/** Requests a second whose certificate ends within the bucket with this upper bound. */
const certificates = (bound: string, perSecond: number, values = growing) =>
  Object.fromEntries(
    LIFETIMES.map((le, index) => [
      from("apiserver", "apiserver_client_certificate_expiration_seconds_bucket", `le="${le}"`),
      values(LIFETIMES.indexOf(bound) <= index ? perSecond : 0),
    ]),
  );

const version = (component: Component, git: string, values: string) => ({
  [from(component, "kubernetes_build_info", `git_version="${git}"`)]: values,
});

export const apiServerScenarios: readonly Scenario[] = [
  ...scenarios("KubeAPIDown", {
    "is critical when the last API server is gone, and resolves when one is back": {
      given: up("1x3 0x40", "1x3 0x8 1x31"),
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "stays quiet while one of two answers": {
      given: up("1x3 0x40", steady(1)),
      expect: { "105s": "quiet", "5m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: up("1x3 0 1x20"),
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "leaves other parts to their own alerts": {
      given: { [from("kubelet", "up")]: steady(0), 'up{job="node",service="cluster",team="platform"}': steady(0) },
      expect: { "105s": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios("KubeAPIErrorBudgetBurnFast", {
    "is critical when one request in sixty fails for an hour, and resolves minutes after the last": {
      ...hours(minutes([60, 60], [70, 59], [30, 60]), minutes([60, 0], [70, 1], [30, 0])),
      expect: { "1h": "quiet", "2h5m": ["critical"], "2h20m": "quiet" },
    },
    "is critical within two minutes when all requests fail": {
      ...hours(minutes([120, 60], [30, 0]), minutes([120, 0], [30, 60])),
      expect: { "2h": "quiet", "2h3m": ["critical"] },
    },
    "stays quiet when one request in a hundred fails": {
      ...hours(minutes([180, 59.4]), minutes([180, 0.6])),
      expect: { "1h10m": "quiet", "2h": "quiet", "2h50m": "quiet" },
    },
    "stays quiet on half a request a second, even when all fail": {
      ...hours(minutes([180, 0]), minutes([180, 0.5])),
      expect: { "1h10m": "quiet", "2h50m": "quiet" },
    },
    "stays quiet when the counters begin over": {
      ...hours(minutes([90, 60]).concat(" 0+3600x90"), "6000x90 0x90"),
      expect: { "1h25m": "quiet", "1h35m": "quiet", "2h30m": "quiet" },
    },
  }),
  ...scenarios("KubeAPIErrorBudgetBurnSlow", {
    "warns when one request in 200 fails, and resolves within the hour": {
      ...hours(minutes([300, 59.7], [90, 60]), minutes([300, 0.3], [90, 0])),
      expect: { "4h": ["warning"], "5h": ["warning"], "6h": "quiet" },
    },
    "stays quiet when one request in 500 fails": {
      ...hours(minutes([400, 59.88]), minutes([400, 0.12])),
      expect: { "2h": "quiet", "4h": "quiet", "6h30m": "quiet" },
    },
    "stays quiet without requests": {
      ...hours("100x400", "100x400"),
      expect: { "2h": "quiet", "6h30m": "quiet" },
    },
  }),
  ...scenarios("KubeAPILatencyHigh", {
    "warns when requests take longer than a second, and resolves when the traffic ends": {
      given: timed("2", 5, "GET", growingThenStill),
      expect: { "9m": "quiet", "12m": ["warning"], "30m": "quiet" },
    },
    "stays quiet where all take less than a second": {
      given: timed("1", 5),
      expect: { "12m": "quiet", "40m": "quiet" },
    },
    "stays quiet below one request a second": { given: timed("2", 0.9), expect: { "12m": "quiet", "40m": "quiet" } },
    "stays quiet on long lists and watches": {
      given: { ...timed("2", 5, "LIST"), ...timed("2", 5, "WATCH") },
      expect: { "12m": "quiet", "40m": "quiet" },
    },
    "stays quiet without requests": { given: timed("2", 0), expect: { "12m": "quiet", "40m": "quiet" } },
  }),
  ...scenarios("KubeClientCertificateExpiration", {
    "warns within the last week": {
      given: certificates("604800", 5),
      expect: { "4m": "quiet", "7m": ["warning"] },
    },
    "is critical within the last day, and resolves when nobody comes with it any more": {
      given: certificates("86400", 5, growingThenStill),
      expect: { "45s": "quiet", "2m": ["critical"], "7m": ["critical", "warning"], "26m": "quiet" },
    },
    "is critical for a certificate that has ended": {
      given: certificates("0", 5),
      expect: { "2m": ["critical"], "7m": ["critical", "warning"] },
    },
    "stays quiet a week before": {
      given: certificates("2.592e+06", 5),
      expect: { "2m": "quiet", "7m": "quiet", "30m": "quiet" },
    },
    "stays quiet where no client comes with a certificate": {
      given: certificates("0", 0),
      expect: { "2m": "quiet", "7m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeVersionMismatch", {
    "warns when an upgrade is not done within two hours, and resolves when it is": {
      interval: "1m",
      given: {
        ...version("apiserver", "v1.33.4", "1x10 stale _x299"),
        ...version("apiserver", "v1.34.1-eks-a1b2c3", "_x10 1x300"),
        ...version("kubelet", "v1.33.4-eks-f6e5d4", "1x200 stale _x109"),
        ...version("kubelet", "v1.34.1-eks-a1b2c3", "_x200 1x110"),
      },
      expect: { "1h": "quiet", "2h": "quiet", "2h30m": ["warning"], "3h30m": "quiet" },
    },
    "stays quiet during an upgrade of an hour and a half": {
      interval: "1m",
      given: {
        ...version("apiserver", "v1.34.1", "1x300"),
        ...version("kubelet", "v1.33.4", "_x30 1x90 stale"),
        ...version("kubelet", "v1.34.1", "1x300"),
      },
      expect: { "1h59m": "quiet", "2h35m": "quiet", "3h": "quiet", "4h": "quiet" },
    },
    "stays quiet where only patches differ": {
      interval: "1m",
      given: { ...version("apiserver", "v1.34.1", "1x200"), ...version("kubelet", "v1.34.0", "1x200") },
      expect: { "2h30m": "quiet", "3h": "quiet" },
    },
  }),
];
