// What a change of the settings does to what is watched, as data.
import { describe, expect, test } from "vitest";
import type { Monitoring } from "../../../components/monitoring";
import { changesOf } from "../../../infra/preview/changes";
import { BASE, changesWith, factsOf, names, printed, watching } from "./sides";

const NODE = "NodeSwapIsFillingUp";

describe("of an alert", () => {
  test("the threshold is shown with its unit, and for a machine as a number", () => {
    const changes = changesWith({ alerts: { [NODE]: { threshold: { warning: 0.7 } } } });
    expect(changes.alerts).toMatchObject({
      added: [],
      removed: [],
      changed: [{ before: { threshold: 0.8 }, after: { threshold: 0.7 } }],
    });
    expect(factsOf(changes, `${NODE} warning`)).toEqual([{ fact: "threshold", from: "> 80%", to: "> 70%" }]);
  });

  test("a longer duration is told with the later detection", () => {
    const facts = factsOf(changesWith({ alerts: { [NODE]: { for: "12m" } } }), `${NODE} warning`);
    expect(facts.map(({ fact }) => fact)).toEqual(["for", "detection latency"]);
    expect(facts[0]).toEqual({ fact: "for", from: "10 m", to: "12 m" });
  });

  test("another severity is a change, not a new alert; its receiver changes with it", () => {
    const { alerts } = changesWith({ alerts: { ServiceInstanceDown: { severity: "info" } } });
    expect([alerts.added, alerts.removed]).toEqual([[], []]);
    expect(alerts.changed[0]?.facts).toContainEqual({ fact: "severity", from: "warning", to: "info" });
    expect(alerts.changed[0]?.facts).toContainEqual({ fact: "route", from: "slack-alerts", to: "slack-alerts-info" });
  });

  test("the expression, keep_firing_for and the sentences are compared", () => {
    const base = printed(watching());
    const head: Monitoring = {
      ...base,
      groups: base.groups.map((group) => ({
        ...group,
        alerts: group.alerts.map((placed) =>
          placed.alert.name === NODE
            ? {
                ...placed,
                alert: { ...placed.alert, expr: "vector(1)" },
                keepFiringFor: "10m",
                annotations: { ...placed.annotations, summary: "Other words", runbook_url: "https://elsewhere" },
              }
            : placed,
        ),
      })),
    };
    expect(factsOf(changesOf(base, head), `${NODE} warning`)).toMatchObject([
      { fact: "expression", to: "vector(1)" },
      { fact: "keeps firing for", to: "10 m" },
      { fact: "summary", to: "Other words" },
    ]);
  });

  test("disabled is removed, with the lines that panels drew of it", () => {
    const changes = changesWith({ alerts: { NodeCPUHighUsage: { disabled: { reason: "not on these hosts" } } } });
    expect(names(changes.alerts.removed)).toEqual(["NodeCPUHighUsage"]);
    expect(changes.panels.changed.flatMap(({ facts }) => facts)).toContainEqual({
      fact: "line of alert",
      from: "NodeCPUHighUsage",
      to: null,
    });
  });

  test("the worst detection latency of its severity is told, before and after, with the alert that has it", () => {
    const { latency } = changesWith({ alerts: { [NODE]: { for: "13m" } } });
    const [critical, warning] = latency;
    expect(critical?.before).toEqual(critical?.after);
    expect(warning).toMatchObject({ severity: "warning", after: { alert: NODE, seconds: 14 * 60 + 15 } });
    expect(warning?.before?.alert).not.toBe(NODE);
  });
});

describe("of what is scraped", () => {
  test("a service comes with its target, and a new technology with its job, alerts and dashboard", () => {
    const redis = { name: "cart", mixin: "redis", targets: ["10.0.0.3:9121"] };
    const changes = changesWith({ services: [...BASE.services, redis] });
    expect(names(changes.services.added)).toEqual(["cart"]);
    expect(changes.targets.added).toMatchObject([{ name: "10.0.0.3:9121", of: "redis", facts: { service: "cart" } }]);
    expect(names(changes.jobs.added)).toEqual(["redis"]);
    expect(changes.dashboards.added.map(({ of }) => of)).toContain("tocsin-redis");
    expect(changes.alerts.added.every(({ of }) => of === "redis")).toBe(true);
    expect(changes.alerts.changed).toEqual([]);
  });

  test("an interval is a change of the job alone", () => {
    const base = watching();
    const head = {
      ...base,
      jobs: base.jobs.map((job) => (job.name === "node" ? { ...job, interval: "30s" as const } : job)),
    };
    const { jobs, targets } = changesOf(base, head);
    expect(jobs.changed.map(({ facts }) => facts)).toEqual([[{ fact: "interval", from: "10 s", to: "30 s" }]]);
    expect(targets).toEqual({ added: [], removed: [], changed: [], notCompared: [] });
  });

  test("a recording is the same by its name and the labels it adds", () => {
    const base = watching();
    const head = {
      ...base,
      groups: base.groups.map((group) => ({
        ...group,
        recordings: group.recordings.map((one, at) => (at === 0 ? { ...one, expr: `${one.expr} + 0` } : one)),
      })),
    };
    const { recordings } = changesOf(base, head);
    expect([recordings.added, recordings.removed]).toEqual([[], []]);
    expect(recordings.changed.every(({ facts }) => facts.length === 1 && facts[0]?.fact === "expression")).toBe(true);
  });
});

describe("a base", () => {
  test("that is nothing makes everything new", () => {
    const head = watching();
    const changes = changesOf(undefined, head);
    expect(changes.alerts.added).toHaveLength(head.groups.flatMap(({ alerts }) => alerts).length);
    expect(changes.alerts.notCompared).toEqual([]);
    expect(changes.latency[0]).not.toHaveProperty("before");
  });

  test("of an older version is compared in what it knows; the rest is said, and is no change", () => {
    const base = printed(watching());
    const older = JSON.parse(
      JSON.stringify({ ...base, dashboards: undefined, business: undefined }, (key, value) =>
        ["latencySeconds", "limits", "timezone"].includes(key) ? undefined : value,
      ),
    );
    const changes = changesOf(older, watching({ alerts: { [NODE]: { threshold: { warning: 0.7 } } } }));
    expect(changes.alerts.changed.map(({ facts }) => facts)).toEqual([
      [{ fact: "threshold", from: "> 80%", to: "> 70%" }],
    ]);
    expect(changes.alerts.notCompared).toEqual(["detection latency"]);
    expect(changes.jobs).toEqual({ added: [], removed: [], changed: [], notCompared: ["limits"] });
    expect(changes.dashboards).toEqual({ added: [], removed: [], changed: [], notCompared: ["all"] });
  });

  test("that is nothing of the kind is refused, with what is wrong where", () => {
    const broken = JSON.parse('{ "groups": [{ "name": 1 }] }');
    expect(() => changesOf(broken, watching())).toThrow(/in the base cannot be compared[\s\S]*groups\[0\]\.name/);
  });
});

test("another share of traces is a change", () => {
  const keeping = (sharePercent: number) => printed(watching({ traces: { store: "jaeger", sharePercent } }));
  const { changed } = changesOf(keeping(10), keeping(50)).keeping;
  expect(changed.map(({ facts }) => facts)).toEqual([[{ fact: "share that is kept", from: "10%", to: "50%" }]]);
});

test("a service that sends more spans shows what all send", () => {
  const sending = (spansPerSecond: number) => {
    const service = { name: "a", mixin: "redis", targets: ["10.0.0.3:9121"], spansPerSecond };
    return printed(watching({ traces: { store: "jaeger" }, services: [...BASE.services, service] }));
  };
  const { changed } = changesOf(sending(50), sending(1_200)).keeping;
  expect(changed.map(({ facts }) => facts)).toEqual([[{ fact: "expected spans a second", from: "50", to: "1,200" }]]);
});

describe("of logs", () => {
  const logs = { store: "victorialogs" };

  test("their alerts are listed with their query, threshold, latency and route", () => {
    const { alerts } = changesOf(printed(watching()), printed(watching({ logs })));
    expect(names(alerts.added).filter((name) => name.startsWith("Log"))).toEqual([
      "LogErrorBurst",
      "LogCrash",
      "LogSilence",
      "LogAuthFailures",
      "LogOomKill",
      "LogDiskErrors",
    ]);
    const crash = alerts.added.find(({ name }) => name === "LogCrash");
    expect(crash).toMatchObject({ of: "logs", severity: "warning", threshold: 0 });
    expect(crash?.facts).toMatchObject({ threshold: "> 0", route: "slack-alerts" });
    expect(crash?.latencySeconds).toBeLessThan(900);
  });

  test("another threshold, and another retention, are changes", () => {
    const changed = { ...logs, retention: "30d", alerts: { LogErrorBurst: { above: { warning: 100 } } } };
    const changes = changesOf(printed(watching({ logs })), printed(watching({ logs: changed })));
    expect(factsOf(changes, "LogErrorBurst warning")).toContainEqual({ fact: "threshold", from: "> 30", to: "> 100" });
    expect(changes.keeping.changed.map(({ facts }) => facts)).toEqual([
      [{ fact: "retention", from: "90 d", to: "30 d" }],
    ]);
  });

  test("a service that logs more shows what all log in a day", () => {
    const logging = (perDay: number) =>
      printed(
        watching({
          logs,
          services: [
            ...BASE.services,
            { name: "a", mixin: "redis", targets: ["10.0.0.3:9121"], logs: { files: ["/var/log/a.log"], perDay } },
          ],
        }),
      );
    expect(changesOf(logging(0.5), logging(2)).keeping.changed.map(({ facts }) => facts)).toEqual([
      [
        { fact: "expected a day", from: "0.5 GB", to: "2 GB" },
        { fact: "looked through by each evaluation of alerts, at the most", from: "4.014 GB", to: "16.056 GB" },
      ],
    ]);
  });
});
