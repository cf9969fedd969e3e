// Overrides of alerts on logs: the same setting as for all alerts, for everybody or for some services and teams.
import { describe, expect, test } from "vitest";
import { logAlertsIn, parseSettings } from "../../../../components/monitoring";
import { type LogAlertRule, logRulesOf } from "../../../../components/rules";
import { problems } from "./problems";

const SERVICES = ["shop", "till"].map((name, index) => ({
  ...{ name, team: ["sales", "cash"][index], mixin: "service" },
  targets: ["127.0.0.1:8080"],
}));

const given = (alerts: object, logs: object = {}) => ({
  logs: { store: "victorialogs", ...logs },
  services: SERVICES,
  alerts,
});

/** The rules of one alert, under these overrides. */
function rulesOf(name: string, alerts: object, more: object = {}): LogAlertRule[] {
  const { logs, alerts: overrides } = parseSettings(given(alerts, more));
  if (!logs) throw new Error("no logs");
  return logAlertsIn(logs, overrides)
    .filter((alert) => alert.name === name)
    .flatMap(logRulesOf);
}

const shown = (rules: readonly LogAlertRule[]) =>
  rules.map(({ severity, threshold, for: held, query }) => [
    severity,
    threshold,
    held,
    query.replace(/^.*\| filter /, ""),
  ]);

describe("an override of an alert on logs", () => {
  test("changes thresholds and how long it holds, and may add a severity", () => {
    const alerts = { LogErrorBurst: { threshold: { critical: 500, warning: 100 }, for: { warning: "2m" } } };
    expect(shown(rulesOf("LogErrorBurst", alerts))).toEqual([
      ["critical", 500, "0s", "value:>500"],
      ["warning", 100, "2m", "value:>100"],
    ]);
  });

  test("for some services leaves all others as they are, and no line is counted for both", () => {
    const alerts = [
      { alert: "LogErrorBurst", where: { service: "shop" }, threshold: { warning: 5 } },
      { alert: "LogErrorBurst", where: { team: ["cash"] }, disabled: { reason: "is replaced next week" } },
    ];
    expect(shown(rulesOf("LogErrorBurst", alerts))).toEqual([
      ["warning", 30, "0s", 'value:>30 !(service:in("shop")) !(team:in("cash"))'],
      ["warning", 5, "0s", 'value:>5 service:in("shop")'],
    ]);
  });

  test("comes on top of what logs.alerts says, and may turn it off for all", () => {
    const ofLogs = { alerts: { LogCrash: { above: { warning: 2 } } } };
    const somewhere = [{ alert: "LogCrash", where: { service: "shop" }, threshold: { critical: 9 } }];
    expect(shown(rulesOf("LogCrash", somewhere, ofLogs)).map(([severity, threshold]) => [severity, threshold])).toEqual(
      [
        ["critical", 9],
        ["warning", 2],
        ["warning", 2],
      ],
    );
    expect(rulesOf("LogCrash", { LogCrash: { disabled: { reason: "nobody reads it now" } } })).toEqual([]);
  });
});

test.each([
  [{ LogCrash: { threshold: { warning: "90%" } } }, "alerts.LogCrash.threshold.warning"],
  [{ LogCrash: { severity: "critical" } }, "alerts.LogCrash.severity"],
  [{ LogCrash: { threshold: { critical: 3, warning: 5 } } }, "alerts.LogCrash.threshold"],
  [{ LogCrash: { for: "30m" } }, "alerts.LogCrash.for"],
  [[{ alert: "LogCrash", where: { instance: "web-1" }, threshold: { warning: 3 } }], "alerts[0].where.instance"],
  [[{ alert: "LogCrash", where: { service: "nobody" }, threshold: { warning: 3 } }], "alerts[0].where.service"],
  [
    ["service", "team"].map((label) => ({
      ...{ alert: "LogCrash", where: { [label]: label === "team" ? "sales" : "shop" }, threshold: { warning: 3 } },
    })),
    "alerts[1]",
  ],
])("what cannot be overridden is refused: %j", (alerts, path) => {
  expect(problems(given(alerts))).toEqual([expect.stringMatching(new RegExp(`^${path.replace(/[[\]]/g, "\\$&")}: `))]);
});

test("a reason lets an alert on logs be late", () => {
  const overBudget = { reason: "a batch may fail for half an hour" };
  expect(problems(given({ LogCrash: { for: "30m", overBudget } }))).toEqual([]);
});

test("an alert on logs is overridden only where something evaluates it", () => {
  const alerts = { LogCrash: { threshold: { warning: 3 } } };
  expect(problems({ services: SERVICES, alerts })).toHaveLength(1);
  expect(problems(given(alerts, { store: { loki: { url: "http://loki:3100" } } }))).toHaveLength(1);
});
