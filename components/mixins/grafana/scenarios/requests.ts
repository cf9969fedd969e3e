// Whether Grafana answers, how fast, and whether its data sources do.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady } from "./series";

const HOME = 'handler="/api/dashboards/uid/:uid",method="GET"';

const answers = (code: number, values: string, source = "server") => ({
  [of("grafana_http_request_duration_seconds_count", `${HOME},status_code="${code}",status_source="${source}"`)]:
    values,
});

/** So many requests a second, of which a share takes between two and a half and five seconds; the others take less than one. */
const slow = (perSecond: number, share: number, course = growing, handler = HOME): Record<string, string> => {
  const labels = `${handler},status_code="200",status_source="server"`;
  const bucket = (le: string, values: string) => ({
    [of("grafana_http_request_duration_seconds_bucket", `${labels},le="${le}"`)]: values,
  });
  const fast = course(perSecond * (1 - share));
  return {
    ...bucket("1", fast),
    ...bucket("2.5", fast),
    ...bucket("5", course(perSecond)),
    ...bucket("+Inf", course(perSecond)),
    [of("grafana_http_request_duration_seconds_count", labels)]: course(perSecond),
  };
};

const queries = (status: string, values: string, endpoint = "queryData") => ({
  [of("grafana_plugin_request_total", `plugin_id="prometheus",endpoint="${endpoint}",status="${status}"`)]: values,
});

export const requestScenarios: readonly Scenario[] = [
  ...scenarios("GrafanaDown", {
    "fires within 45 seconds of Grafana going away, and resolves when it is back": {
      given: { [of("up")]: "1x3 0x8 1x20" },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [of("up")]: "1x3 0 1x20" },
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "leaves other jobs to their own alerts": {
      given: { 'up{job="node",instance="web-1",service="node",team="platform"}': steady(0) },
      expect: { "2m": "quiet" },
    },
  }),
  ...scenarios("GrafanaRequestsFailing", {
    "warns at 10%, and resolves when the traffic ends": {
      given: { ...answers(200, growingThenStill(9)), ...answers(500, growingThenStill(1)) },
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "is critical at 50%": {
      given: { ...answers(200, growing(5)), ...answers(500, growing(5)) },
      expect: { "30s": "quiet", "2m": ["critical"], "7m": ["critical", "warning"] },
    },
    "stays quiet at 4%": {
      given: { ...answers(200, growing(9.6)), ...answers(500, growing(0.4)) },
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on what data sources do wrong, which has an alert of its own": {
      given: { ...answers(200, growing(5)), ...answers(502, growing(5), "downstream") },
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on refused users": {
      given: { ...answers(200, growing(5)), ...answers(401, growing(5)) },
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet at four requests in ten seconds, failing as they are": {
      given: answers(500, growing(0.4)),
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": {
      given: { ...answers(200, steady(500)), ...answers(500, steady(500)) },
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet when Grafana restarts": {
      given: { ...answers(200, "90000+150x60 0+150x60"), ...answers(500, "5000x60 0x60") },
      expect: { "7m": "quiet", "16m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("GrafanaSlow", {
    "warns where one request in ten takes longer, and resolves when the traffic ends": {
      given: slow(5, 0.1, growingThenStill),
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "stays quiet where one in twenty-five does": {
      given: slow(5, 0.04),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on connections that stay open": {
      given: slow(5, 1, growing, 'handler="/api/live/ws",method="GET"'),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on slow data sources": {
      given: slow(5, 1, growing, 'handler="/api/ds/query",method="POST"'),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet at four requests in ten seconds, slow as they are": {
      given: slow(0.4, 1),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": { given: slow(0, 0), expect: { "7m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("GrafanaDatasourceRequestsFailing", {
    "warns at 20%, and resolves when the traffic ends": {
      given: { ...queries("ok", growingThenStill(4)), ...queries("error", growingThenStill(1)) },
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 9%": {
      given: { ...queries("ok", growing(9.1)), ...queries("error", growing(0.9)) },
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on queries that users broke off": {
      given: { ...queries("ok", growing(5)), ...queries("cancelled", growing(5)) },
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on failed tests of a data source": {
      given: { ...queries("ok", growing(5)), ...queries("error", growing(5), "checkHealth") },
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet at one query in ten seconds, failing as they are": {
      given: queries("error", growing(0.1)),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": {
      given: queries("error", steady(300)),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
  }),
];
