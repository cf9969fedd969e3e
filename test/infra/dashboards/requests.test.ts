// What panels ask: variables and times.
import { expect, test } from "vitest";
import { readDashboard } from "../../../infra/dashboards/grafana-json";
import { annotationRequests, requestsOf } from "../../../infra/dashboards/requests";
import { timesOf } from "../../../infra/dashboards/times";
import { sampleDashboard } from "./sample-dashboard";

const ASKED = { lastSeconds: 3600, nowSeconds: 1_800_000_007 };

const dashboard = sampleDashboard();
const panelOf = (title: string) => {
  const panel = dashboard.panels.find((one) => one.title === title);
  if (!panel) throw new Error(`no panel ${title}`);
  return panel;
};
const exprs = (title: string) => requestsOf(panelOf(title), dashboard, ASKED).map(({ expr }) => expr);

test("«All» is what the variable says it is", () => {
  expect(exprs("Errors now")).toEqual(['errors{service=~".+"}']);
  expect(exprs("Errors")).toEqual(['errors{instance=~".+"}']);
});

test("a time series is asked over time, at whole multiples of a round step", () => {
  const [request] = requestsOf(panelOf("Errors"), dashboard, ASKED);
  expect(request).toMatchObject({
    kind: "range",
    times: { startSeconds: 1_799_996_400, endSeconds: 1_800_000_000, stepSeconds: 15 },
  });
});

test("everything else is asked for now", () => {
  for (const title of ["Errors now", "Queue", "Services"])
    for (const request of requestsOf(panelOf(title), dashboard, ASKED))
      expect(request).toMatchObject({ kind: "instant", atSeconds: ASKED.nowSeconds });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: Grafana writes its variables as JavaScript does
test.each([
  ["rate(a[$__rate_interval])", "rate(a[1m])"],
  ["rate(a[${__interval}])", "rate(a[15s])"],
  ["increase(a[$__range]) / ${__range_s}", "increase(a[1h]) / 3600"],
  ['a{service=~"${service:regex}",b="$unknown"}', 'a{service=~".+",b="$unknown"}'],
  ['label_replace(a, "b", "$1", "c", "(.*)")', 'label_replace(a, "b", "$1", "c", "(.*)")'],
])("%s is asked as %s", (expr, asked) => {
  const panel = { ...panelOf("Errors"), targets: [{ refId: "A", expr, legendFormat: "", instant: false }] };
  expect(requestsOf(panel, dashboard, ASKED).map((request) => request.expr)).toEqual([asked]);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above

test.each([
  [60, 24, 15],
  [3600, 12, 15],
  [21_600, 12, 60],
  [86_400, 24, 120],
  [7 * 86_400, 12, 900],
  [400 * 86_400, 6, 172_800],
])("%d seconds on %d columns are drawn in steps of %d s", (last, columns, step) => {
  const times = timesOf(last, 1_800_000_007, columns);
  expect(times.stepSeconds).toBe(step);
  expect(times.endSeconds % step).toBe(0);
  expect((times.endSeconds - times.startSeconds) / step).toBeLessThanOrEqual((1_400 * columns) / 24);
});

test("the alerts that the dashboard draws are asked for, and nothing of Grafana's own", () => {
  expect(annotationRequests(dashboard, ASKED).map(({ expr }) => expr)).toEqual([
    'ALERTS{alertstate="firing",alertname=~"ErrorsHigh",service=~".+",instance=~".+"}',
  ]);
});

test("what is no dashboard is refused with the place", () => {
  expect(() => readDashboard({ title: "x" })).toThrow(/uid/);
});
