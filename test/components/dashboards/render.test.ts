// Dashboards as Grafana's JSON (long: one renderer, from grid to panel).
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  alertList,
  type Dashboard,
  dashboard as declare,
  gaugePanel,
  type Panel,
  renderDashboard,
  row,
  stat,
  table,
  timeseries,
  variable,
} from "../../../components/dashboards";
import { alert, type Unit } from "../../../components/rules";
import { type RenderedPanel, rendered } from "./rendered";

const dashboard = (...panels: Panel[]): Dashboard => ({
  uid: "shop",
  title: "Shop",
  description: "Orders and their failures.",
  tags: ["application"],
  variables: [variable("instance", 'up{job="shop"}')],
  rows: [row("Orders", ...panels)],
});

/** The only panel of a dashboard that has just this one. */
function alone(panel: Panel, ...alerts: ReturnType<typeof alert>[]): RenderedPanel {
  const [only] = rendered(dashboard(panel), { alerts }).panels.filter(({ type }) => type !== "row");
  if (!only) throw new Error("no panel was rendered");
  return only;
}

const about = { for: "1m", summary: "Something", description: "is wrong" } as const;
const slow = alert({
  ...about,
  name: "ShopSlow",
  expr: "latency",
  unit: "seconds",
  above: { warning: 1, critical: 2.5 },
});
const low = alert({
  ...about,
  name: "ShopStockLow",
  expr: "stock",
  unit: "ratio",
  below: { warning: 0.2, critical: 0.05 },
});
const failing = alert({ ...about, name: "ShopFailing", expr: "failures", above: { critical: 0 } });
const down = alert({ ...about, name: "ShopDown", expr: "up == 0", severity: "critical" });

const stepsOf = (panel: RenderedPanel) =>
  panel.fieldConfig?.defaults.thresholds?.steps.map(({ value, color }) => [value, color]);
const queries = { "{{instance}}": "up" };

test("a small dashboard gives this JSON", () => {
  const small = dashboard(
    stat("Up", "boolean", "Whether it answers.", { up: 'up{instance=~"$instance"}' }, { alert: "ShopDown" }),
    timeseries("Latency", "seconds", "How long orders take.", queries, { alert: "ShopSlow" }),
  );
  const runbook = (of: { name: string }) => `https://runbooks.example/shop#${of.name.toLowerCase()}`;
  expect(renderDashboard(small, { alerts: [slow, down], runbook, datasourceUid: "prometheus" })).toMatchSnapshot();
});

describe("a dashboard", () => {
  const json = rendered(dashboard(timeseries("Latency", "seconds", "", queries, { alert: "ShopSlow" })), {
    alerts: [slow],
  });

  test("keeps its uid and title, is read-only, fresh and links to the others", () => {
    expect(json).toMatchObject({
      uid: "shop",
      title: "Shop",
      tags: ["tocsin", "application"],
      editable: false,
      refresh: "30s",
      graphTooltip: 1,
      time: { from: "now-1h", to: "now" },
      links: [{ type: "dashboards", tags: ["tocsin"], asDropdown: true }],
    });
  });

  test("starts with all values of each variable, whatever values there are", () => {
    const [dataSource, instance] = json.templating.list;
    expect(dataSource).toMatchObject({ type: "datasource", name: "datasource", query: "prometheus" });
    expect(instance).toMatchObject({
      type: "query",
      name: "instance",
      query: 'label_values(up{job="shop"}, instance)',
      multi: true,
      includeAll: true,
      allValue: ".+",
      refresh: 2,
      current: { value: ["$__all"] },
    });
  });

  test("marks what was deployed, and when the alerts that it draws fired; none where it draws none", () => {
    expect(json.annotations.list.map(({ name, expr }) => [name, expr])).toEqual([
      ["Deployments", undefined],
      ["Alerts", 'ALERTS{alertstate="firing",alertname=~"ShopSlow",instance=~"$instance"}'],
    ]);
    const { annotations } = rendered(dashboard(timeseries("Up", "count", "", queries)), { alerts: [slow] });
    expect(annotations.list.map(({ name }) => name)).toEqual(["Deployments"]);
  });

  test("is the same text each time", () => {
    const render = () => renderDashboard(dashboard(stat("Up", "count", "", queries)), { alerts: [] });
    expect(render()).toBe(render());
  });

  test("with a uid that Grafana does not take is an error", () => {
    expect(() => declare({ ...dashboard(), uid: "shop/orders" })).toThrow(
      'Dashboard uid "shop/orders" must have 1 to 40 letters, digits, - or _',
    );
  });
});

describe("a dashboard for the series of several environments", () => {
  const shown = (chosen?: string) => {
    const panels = [
      timeseries("Latency", "seconds", "", { now: LONG }, { alert: "ShopSlow" }),
      table("Shops", "count", "", { Orders: "orders" }, { opens: { shop: "/d/shop?var-shop=1" } }),
    ];
    return rendered(dashboard(...panels), { alerts: [slow], environments: chosen ? { chosen } : {} });
  };
  const LONG = `rate(a[5m]) / on (x) (b{} offset 1d > 0) or sum by (y) ({__name__=~"c",instance=~"$instance"}[1d:5m]) + time()`;

  test("asks for the chosen ones in every selector, and for series without such a label", () => {
    const within = 'environment=~"$environment|"';
    expect(shown().panels[1]?.targets?.[0]?.expr).toBe(
      `rate(a{${within}}[5m]) / on (x) (b{${within}} offset 1d > 0) or sum by (y) ({${within},__name__=~"c",instance=~"$instance"}[1d:5m]) + time()`,
    );
    expect(shown().annotations.list[1]?.expr).toContain(`,${within},instance=~"$instance"`);
    expect(shown().templating.list[2]).toMatchObject({ query: `label_values(up{${within},job="shop"}, instance)` });
  });

  test("starts with all, or with its own, and leaves nothing out where no series has the label", () => {
    const variable = { name: "environment", query: "label_values(up, environment)", allValue: ".*", includeAll: true };
    expect(shown().templating.list[1]).toMatchObject({ ...variable, current: { value: ["$__all"] } });
    expect(shown("prod").templating.list[1]).toMatchObject({ ...variable, current: { value: ["prod"] } });
  });

  test("keeps what is chosen where a table leads on", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
    expect(JSON.stringify(shown())).toContain("/d/shop?var-shop=1&${environment:queryparam}");
  });
});

describe("the grid", () => {
  const kinds = fc.constantFrom(timeseries, stat, gaugePanel, table);
  const panels = fc.array(
    fc
      .tuple(kinds, fc.integer({ min: 1, max: 24 }))
      .map(([kind, width]) => kind("Panel", "count", "", queries, { width })),
    { maxLength: 12 },
  );
  const dashboards = fc
    .array(panels, { minLength: 1, maxLength: 6 })
    .map((rows): Dashboard => ({ ...dashboard(), rows: rows.map((one) => row("Row", ...one)) }));

  test("has every panel within 24 columns, none on another, and each id once", () => {
    fc.assert(
      fc.property(dashboards, (any) => {
        const places = rendered(any).panels.map(({ gridPos }) => gridPos);
        const cells = places.flatMap(({ x, y, w, h }) =>
          Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}:${y + Math.floor(cell / w)}`),
        );
        expect(places.every(({ x, w }) => x >= 0 && x + w <= 24)).toBe(true);
        expect(new Set(cells).size).toBe(cells.length);
        const ids = rendered(any).panels.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 50 },
    );
  });

  test("keeps the order of panels, and the ids of other rows when a row gets one more", () => {
    const one = stat("One", "count", "", queries);
    const ids = (...rows: Panel[][]) =>
      rendered({ ...dashboard(), rows: rows.map((panels) => row("Row", ...panels)) }).panels.map(({ id }) => id);
    expect(ids([one], [one, one])).toEqual([100, 101, 200, 201, 202]);
    expect(ids([one, one], [one, one])).toEqual([100, 101, 102, 200, 201, 202]);
  });

  test.each([0, 25, 2.5])("has no panel of width %s", (width) => {
    expect(() => stat("Wide", "count", "", queries, { width })).toThrow(
      `Panel "Wide" has the width ${width}; give a whole number of columns from 1 to 24`,
    );
  });
});

describe("a panel", () => {
  const units: Record<Unit, string> = {
    seconds: "s",
    bytes: "bytes",
    bytesPerSecond: "binBps",
    ratio: "percentunit",
    count: "short",
    requestsPerSecond: "reqps",
    perSecond: "ops",
    timestamp: "dateTimeFromNow",
    dollars: "currencyUSD",
    boolean: "bool",
  };
  const known = (name: string): name is Unit => name in units;
  test.each(Object.entries(units))("in %s is in Grafana's %s", (unit, grafana) => {
    if (!known(unit)) throw new Error(unit);
    expect(alone(stat("Some", unit, "", queries)).fieldConfig?.defaults.unit).toBe(grafana);
  });

  test("of a timestamp asks for milliseconds, which Grafana takes", () => {
    expect(alone(stat("Started", "timestamp", "", { at: "a or b" })).targets?.[0]?.expr).toBe("(a or b) * 1000");
  });

  test("over time asks for a range, starts at 0 without cutting off what is negative, and stacks where told", () => {
    const panel = alone(
      timeseries(
        "Orders",
        "perSecond",
        "By kind.",
        { "{{kind}}": "orders", all: "sum(orders)" },
        { stack: true, max: 9 },
      ),
    );
    expect(panel).toMatchObject({ type: "timeseries", title: "Orders", description: "By kind." });
    expect(panel.targets).toMatchObject([
      { refId: "A", expr: "orders", legendFormat: "{{kind}}", range: true, instant: false },
      { refId: "B", expr: "sum(orders)", legendFormat: "all", range: true, instant: false },
    ]);
    expect(panel.fieldConfig?.defaults).toMatchObject({
      max: 9,
      custom: { axisSoftMin: 0, stacking: { mode: "normal" } },
    });
    expect(panel.fieldConfig?.defaults.min).toBeUndefined();
  });

  test.each([
    ["stat", stat, "time_series"],
    ["gauge", gaugePanel, "time_series"],
    ["table", table, "table"],
  ] as const)("of the kind %s asks for the value now", (type, kind, format) => {
    const panel = alone(kind("Some", "count", "", queries));
    expect(panel).toMatchObject({ type, targets: [{ instant: true, range: false, format }] });
  });

  test("that is a gauge starts at 0 and ends where told", () => {
    const panel = alone(gaugePanel("Full", "ratio", "", queries, { max: 1 }));
    expect(panel.fieldConfig?.defaults).toMatchObject({ min: 0, max: 1 });
  });

  test("that is a table has its legends as the titles of its columns", () => {
    const titles = (panel: RenderedPanel) =>
      panel.fieldConfig?.overrides.map(({ matcher, properties }) => [matcher.options, properties[0]?.value]);
    expect(titles(alone(table("One", "count", "", { Orders: "orders" })))).toEqual([["Value", "Orders"]]);
    expect(titles(alone(table("Two", "count", "", { Orders: "orders", Failures: "failures" })))).toEqual([
      ["Value #A", "Orders"],
      ["Value #B", "Failures"],
    ]);
  });

  test("that is a table can have a unit for each column, and open a page for a label", () => {
    const units = { Orders: "perSecond", Late: "seconds" } as const;
    const panel = table("Two", "count", "", { Orders: "orders", Late: "late" }, { units, opens: { shop: "/d/shop" } });
    const overrides = alone(panel).fieldConfig?.overrides.map(({ matcher, properties }) => [
      matcher.options,
      properties.find(({ id }) => id === "unit" || id === "links")?.value,
    ]);
    expect(overrides).toEqual([
      ["Value #A", "ops"],
      ["Value #B", "s"],
      ["shop", [{ title: "Open", url: "/d/shop" }]],
    ]);
  });

  test("leads to the dashboard with its details, and keeps what is chosen", () => {
    const [link] = alone(stat("Up", "count", "", queries, { leadsTo: "shop-details" })).links ?? [];
    expect(link).toMatchObject({ title: "Details" });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
    expect(link?.url).toBe("/d/shop-details?${__all_variables}&${__url_time_range}");
  });

  test("that lists alerts asks nothing", () => {
    const panel = alone(alertList("Alerts", "What fires."));
    expect(panel.type).toBe("alertlist");
    expect(panel.targets ?? []).toEqual([]);
  });
});

describe("an alert on a panel", () => {
  test("above its thresholds is a dashed line each, in its severity's colour", () => {
    const panel = alone(timeseries("Latency", "seconds", "", queries, { alert: "ShopSlow" }), slow);
    expect(stepsOf(panel)).toEqual([
      [null, "transparent"],
      [1, "orange"],
      [2.5, "red"],
    ]);
    expect(panel.fieldConfig?.defaults.custom?.thresholdsStyle).toEqual({ mode: "dashed" });
  });

  test("below its thresholds is the other way round", () => {
    expect(stepsOf(alone(timeseries("Stock", "ratio", "", queries, { alert: "ShopStockLow" }), low))).toEqual([
      [null, "red"],
      [0.05, "orange"],
      [0.2, "transparent"],
    ]);
    expect(stepsOf(alone(gaugePanel("Stock", "ratio", "", queries, { alert: "ShopStockLow" }), low))).toEqual([
      [null, "red"],
      [0.05, "orange"],
      [0.2, "green"],
    ]);
  });

  test("is a target on a gauge, whose worst step is red even where nobody is woken", () => {
    const target = alert({ ...low, name: "ShopEngagementLow", below: { warning: 0.05, info: 0.06 } });
    const panel = alone(gaugePanel("Engagement", "ratio", "", queries, { alert: "ShopEngagementLow" }), target);
    expect(stepsOf(panel)).toEqual([
      [null, "red"],
      [0.05, "orange"],
      [0.06, "green"],
    ]);
  });

  test("colours a value only above the threshold, not on it", () => {
    const steps = alone(stat("Failures", "count", "", queries, { alert: "ShopFailing" }), failing).fieldConfig?.defaults
      .thresholds?.steps;
    const colorOf = (value: number) => steps?.findLast((step) => step.value === null || value >= step.value)?.color;
    expect([0, 1].map(colorOf)).toEqual(["green", "red"]);
    expect(stepsOf(alone(timeseries("Failures", "count", "", queries, { alert: "ShopFailing" }), failing))).toEqual([
      [null, "transparent"],
      [0, "red"],
    ]);
  });

  test("without thresholds, or none at all, leaves the colour of text and no line", () => {
    for (const panel of [
      alone(timeseries("Up", "count", "", queries, { alert: "ShopDown" }), down),
      alone(timeseries("Up", "count", "", queries)),
    ]) {
      expect(stepsOf(panel)).toEqual([[null, "text"]]);
      expect(panel.fieldConfig?.defaults.custom?.thresholdsStyle).toBeUndefined();
    }
  });

  test("is linked to its runbook where one is given", () => {
    const panel = stat("Latency", "seconds", "", queries, { alert: "ShopSlow" });
    const links = rendered(dashboard(panel), {
      alerts: [slow],
      runbook: ({ name }) => `https://runbooks.example/#${name}`,
    }).panels[1]?.links;
    expect(links).toEqual([{ title: "Runbook of ShopSlow", url: "https://runbooks.example/#ShopSlow" }]);
  });

  test("that nobody knows is an error with the nearest name, together with all others", () => {
    const panels = [
      stat("Latency", "seconds", "", queries, { alert: "ShopSlwo" }),
      stat("Stock", "count", "", queries, { alert: "ShopStockLow" }),
    ];
    expect(() => rendered(dashboard(...panels), { alerts: [slow, low] })).toThrow(
      [
        "Dashboard shop:",
        '  panel "Latency" draws the alert "ShopSlwo", which is not there. Did you mean "ShopSlow"?',
        '  panel "Stock" is in count, but the thresholds of "ShopStockLow" are in ratio',
      ].join("\n"),
    );
  });
});
