// Answers → what panels show, and the pages of it.
import { beforeAll, describe, expect, test } from "vitest";
import type { Content } from "../../../infra/dashboards/content";
import { type DashboardView, dashboardView } from "../../../infra/dashboards/dashboard-view";
import { dashboardPage } from "../../../infra/dashboards/html/dashboard-page";
import { indexPage } from "../../../infra/dashboards/html/index-page";
import { ANSWERS, GROUND, NOW, vector, viewed } from "./answers";
import { servePrometheus } from "./prometheus";
import { sampleDashboard } from "./sample-dashboard";

const panelOf = ({ panels }: DashboardView, title: string) => {
  const panel = panels.find((one) => one.title === title);
  if (!panel) throw new Error(`no panel ${title}`);
  return panel;
};

function contentOf<K extends Content["kind"]>(view: DashboardView, title: string, kind: K) {
  const { content } = panelOf(view, title);
  if (content.kind !== kind) throw new Error(`${title} shows ${content.kind}`);
  return content as Extract<Content, { kind: K }>;
}

describe("a dashboard with an answer to every query", () => {
  let view: DashboardView;
  beforeAll(async () => {
    view = await viewed(ANSWERS);
  });

  test("draws every kind of panel that our language has", () => {
    expect(view.panels.map(({ content }) => content.kind)).toEqual([
      "stat",
      "gauge",
      "alerts",
      "chart",
      "chart",
      "table",
    ]);
  });

  test("colours a stat by the alert's thresholds", () => {
    const { readings } = contentOf(view, "Errors now", "stat");
    expect(readings).toEqual([{ name: "errors", value: 0.2, text: "20%", color: "orange" }]);
  });

  test("ends a gauge where the panel says", () => {
    const { readings, max } = contentOf(view, "Queue", "gauge");
    expect(max).toBe(2048);
    expect(readings.map(({ name, text }) => [name, text])).toEqual([
      ["mail", "1 KiB"],
      ["<jobs>", "4 KiB"],
    ]);
  });

  test("lists what fires, the newest first", () => {
    const { alerts } = contentOf(view, "Alerts", "alerts");
    expect(alerts.map(({ labels }) => labels.alertname)).toEqual(["Newer", "Older"]);
  });

  test("draws values over all of the time, with gaps, thresholds and when the alert fired", () => {
    const { chart } = contentOf(view, "Errors", "chart");
    expect(chart.times).toEqual([NOW - 60, NOW - 45, NOW - 30, NOW - 15, NOW]);
    expect(chart.series.map(({ values }) => values)).toEqual([[0, null, null, null, 0.2]]);
    expect(chart.thresholds).toEqual([
      { value: 0.1, color: "orange" },
      { value: 0.5, color: "red" },
    ]);
    expect(chart.fired).toEqual([
      { title: "ErrorsHigh (critical)", fromSeconds: NOW - 60, toSeconds: NOW - 45 },
      { title: "ErrorsHigh (critical)", fromSeconds: NOW, toSeconds: NOW },
    ]);
    expect(chart).toMatchObject({ unit: "ratio", max: 1, softMin: 0, stacked: false });
  });

  test("puts labels into legends, and tells series of a panel apart by colour", () => {
    const { chart } = contentOf(view, "By status", "chart");
    expect(chart.series.map(({ name }) => name)).toEqual(["200 none", "500 none"]);
    expect(new Set(chart.series.map(({ color }) => color)).size).toBe(2);
    expect(chart.stacked).toBe(true);
  });

  test("puts the values of a table's queries beside each other", () => {
    const { table } = contentOf(view, "Services", "table");
    expect(table.columns.map(({ title }) => title)).toEqual(["service", "Up", "Since"]);
    expect(table.rows.map((row) => row.map((cell) => cell?.text))).toEqual([
      ["shop", "100%", "1.5 h"],
      ["mail", "50%", undefined],
    ]);
  });

  test("is a page on Grafana's grid, with links that lead somewhere, and nothing injected", () => {
    const page = dashboardPage(view, { pages: new Set(["sample-page"]), nowSeconds: NOW });
    expect(page).toContain('style="grid-area:2/1/span 4/span 6"');
    expect(page).toContain('href="http://127.0.0.1/runbook#errorshigh"');
    expect(page).toContain('<a href="sample-page.html">shop</a>');
    expect(page).toContain("Sample &lt;page&gt;");
    expect(page).toContain("The &lt;share&gt; of errors");
    expect(page).not.toContain("<jobs>");
    expect(page).not.toContain("</script>shop");
    // Nothing comes from elsewhere.
    expect([...page.matchAll(/(?:src|<link [^>]*href)="([^"]*)"/g)].map(([, at]) => at)).toEqual([
      "style.css",
      "script.js",
    ]);
  });

  test("leads nowhere where a dashboard has no page", () => {
    const page = dashboardPage(view, { pages: new Set(), nowSeconds: NOW });
    expect(page).not.toContain("sample-page.html");
  });
});

describe("a dashboard without data", () => {
  test("says so in each panel, with the query as it was asked", async () => {
    const view = await viewed({});
    const queried = view.panels.filter(({ queries }) => queries.length > 0);
    expect(queried.map(({ content }) => content.kind)).toEqual(queried.map(() => "nothing"));
    const page = dashboardPage(view, { pages: new Set(), nowSeconds: NOW });
    expect(page.match(/No data/g)).toHaveLength(queried.length);
    expect(page).toContain("errors{service=~&quot;.+&quot;}");
  });

  test("shows what Prometheus says against a query in its panel, and draws the others", async () => {
    const view = await viewed({ ...ANSWERS, started: "parse error: <unexpected>" });
    expect(panelOf(view, "Services")).toMatchObject({
      refusals: ["parse error: <unexpected>"],
      content: { kind: "table", table: { columns: [{ title: "service" }, { title: "Up" }] } },
    });
    const page = dashboardPage(view, { pages: new Set(), nowSeconds: NOW });
    expect(page).toContain('<p class="refused">parse error: &lt;unexpected&gt;</p>');
  });

  test("shows title and query of a panel of a kind that it does not know", async () => {
    const dashboard = sampleDashboard();
    const [, first] = dashboard.panels;
    const prometheus = await servePrometheus(() => vector());
    const strange = { ...dashboard, panels: first ? [{ ...first, type: "piechart" }] : [] };
    const view = await dashboardView(strange, { ...GROUND, prometheus: prometheus.url });
    prometheus.close();
    const page = dashboardPage(view, { pages: new Set(), nowSeconds: NOW });
    expect(page).toContain("Errors now");
    expect(page).toContain("piechart");
    expect(page).toContain("errors{service=~&quot;.+&quot;}");
  });
});

describe("the first page", () => {
  test("groups dashboards by what they are about, and tells what is empty", async () => {
    const view = await viewed({});
    const site = { environment: "local", prometheus: "http://127.0.0.1:9090", range: "last hour", dashboards: [view] };
    const page = indexPage({ ...site, pictures: true });
    expect(page).toContain("<h2>Application</h2>");
    expect(page).toContain('href="sample-page.html"');
    expect(page).toContain('src="sample-page.png"');
    expect(page).toContain("6 panels, 5 without data");
    expect(indexPage({ ...site, pictures: false })).not.toContain("<img");
  });
});
