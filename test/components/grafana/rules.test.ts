// Grafana-managed rules: what they are called, where they lie, and what they say when nothing is known.
import { describe, expect, test } from "vitest";
import { alertRule, grafanaRuleGroups } from "../../../components/grafana/rules";
import { uidOf } from "../../../components/grafana/uid";
import { assemble, dashboardFiles } from "../../../components/monitoring";
import { type JudgedAlert, severitiesOf } from "../../../components/rules";
import { endpoints, everyMixin, settings } from "../../support/environment";

const args = { dataSource: "prometheus", owner: "platform", recordings: false };
const watched = assemble("prod", everyMixin(), endpoints);
const groups = grafanaRuleGroups(watched, args);
const rules = groups.flatMap((group) => group.rules.map((rule) => ({ ...rule, group })));

describe("a uid", () => {
  test.each<[parts: string[], uid: string]>([
    [["prod", "RedisDown", "critical"], "prod-redisdown-critical"],
    [["prod", "AlertmanagerClusterFailedToSendAlerts", "critical"], "prod-alertmanagerclusterfailedt-9f171307"],
  ])("of %j is %s", (parts, uid) => {
    expect(uidOf(...parts)).toBe(uid);
    expect(uid.length).toBeLessThanOrEqual(40);
  });

  test("of names that differ only in what Grafana does not take differs", () => {
    expect(uidOf("level:metric:sum")).not.toBe(uidOf("level-metric-sum"));
  });

  test("of every rule is its own, and one that Grafana takes", () => {
    const withRecordings = grafanaRuleGroups(watched, { ...args, recordings: true });
    const uids = withRecordings.flatMap((group) => group.rules.map(({ uid }) => uid));
    expect(uids.filter((uid) => !/^[a-z0-9_-]{1,40}$/.test(uid))).toEqual([]);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.length).toBeGreaterThan(500);
  });
});

describe("rules", () => {
  test("are one for each severity of each alert, with the same labels and texts", () => {
    const placed = watched.groups.flatMap((group) => group.alerts);
    expect(rules).toHaveLength(placed.flatMap(({ alert }) => alert).length);
    for (const { alert, severity, labels, annotations } of placed) {
      expect(severitiesOf(alert)).toContain(severity);
      const rule = rules.find(({ name, group }) => name === alert.name && group.folder === severity);
      expect(rule?.labels, alert.name).toEqual({ ...labels, environment: "prod" });
      const told = Object.keys((rule && "annotations" in rule && rule.annotations) || {});
      expect(told.filter((annotation) => !annotation.startsWith("__"))).toEqual(Object.keys(annotations));
    }
  });

  test("have each name once in a folder, which Grafana insists on, for it is the label alertname", () => {
    const withRecordings = grafanaRuleGroups(watched, { ...args, recordings: true });
    const names = withRecordings.flatMap(({ team, folder, rules: own }) =>
      own.map(({ name }) => `${team}/${folder}/${name}`),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("never leave what is unknown to Grafana's defaults", () => {
    const states = rules.map((rule) => "noDataState" in rule && `${rule.noDataState} ${rule.execErrState}`);
    expect(new Set(states)).toEqual(new Set(["OK OK", "OK KeepLast", "OK Alerting"]));
  });

  test("say what missing series mean for the alert when the data source does not answer", () => {
    const [placed] = watched.groups.flatMap((group) => group.alerts).filter(({ alert }) => alert.name === "RedisDown");
    if (!placed) throw new Error("no RedisDown");
    const state = (more: Partial<JudgedAlert>) =>
      alertRule(
        { ...placed, alert: { ...placed.alert, ...more } },
        { environment: "prod", dataSource: "prometheus", interval: "10s", dashboards: [] },
      ).execErrState;
    expect(state({ onMissing: "quiet" }), "it stays as it was").toBe("KeepLast");
    expect(state({ onMissing: "fires" }), "nothing is as absent as everything").toBe("Alerting");
    expect(state({ onMissing: "fires", route: "heartbeat" }), "the dead-man's switch must notice").toBe("OK");
  });

  test("print the value of the stage that has it", () => {
    const texts = rules.flatMap((rule) => ("annotations" in rule ? Object.values(rule.annotations) : []));
    expect(texts.filter((text) => /\$value\b/.test(text))).toEqual([]);
    expect(texts.some((text) => text.includes("{{ $values.B.Value | humanizePercentage }}"))).toBe(true);
  });

  test("split the threshold off, above and below, and keep a condition whole", () => {
    const stages = (name: string) => {
      const rule = rules.find((one) => one.name === name);
      return rule?.datas.map(({ refId, model }) => ({ refId, ...JSON.parse(model) })) ?? [];
    };
    const [asked, , compared] = stages("NodeNetworkInterfaceFlapping");
    expect(asked?.expr).not.toMatch(/> 4$/);
    expect(compared?.conditions).toEqual([{ evaluator: { type: "gt", params: [4] } }]);
    expect(stages("RedisHitRateLow").at(-1)?.conditions[0].evaluator.type).toBe("lt");
    expect(stages("ServiceDown").map(({ refId, type }) => [refId, type])).toEqual([
      ["A", undefined],
      ["B", "reduce"],
      ["D", "math"],
      ["C", "threshold"],
    ]);
  });

  test("follow an override of the settings", () => {
    const overridden = settings({ alerts: { ServiceErrorRatioHigh: { threshold: { critical: 0.2 }, for: "20s" } } });
    const own = grafanaRuleGroups(assemble("prod", overridden, endpoints), args).flatMap((group) => group.rules);
    const rule = own.find(({ name, labels }) => name === "ServiceErrorRatioHigh" && labels.severity === "critical");
    expect(rule).toMatchObject({ for: "20s" });
    expect(rule?.datas.at(-1)?.model).toContain('"params":[0.2]');
  });
});

test("an alert is marked on the panel that draws it", () => {
  const rule = rules.find(({ name }) => name === "RedisHitRateLow");
  const { __dashboardUid__: uid, __panelId__: id } = (rule && "annotations" in rule && rule.annotations) || {};
  expect(uid).toBe("tocsin-redis");
  const { panels } = JSON.parse(dashboardFiles(watched)[`${uid}.json`] ?? "{}");
  expect(panels.find((panel: { id: number }) => String(panel.id) === id).title).toBe("Hit rate");
});

describe("a group lies", () => {
  const at = (name: string) => [...new Set(groups.filter((group) => group.name === name).map(({ team }) => team))];
  const services = [
    { name: "cache", team: "data", mixin: "redis", targets: ["10.0.0.1:9121"] },
    { name: "shop", team: "sales", mixin: "service", targets: ["10.0.0.1:8080"] },
    { name: "bill", team: "money", mixin: "service", targets: ["10.0.0.2:8080"] },
  ];
  const teamsOf = (name: string) => {
    const found = grafanaRuleGroups(assemble("prod", settings({ services }), endpoints), args);
    return [...new Set(found.filter((group) => group.name === name).map(({ team }) => team))];
  };

  test("with the only team that its mixin's targets belong to", () => expect(teamsOf("redis")).toEqual(["data"]));
  test("with the owner where they belong to several", () => expect(teamsOf("service")).toEqual(["platform"]));
  test("with the owner where nothing names a team", () => expect(at("slo")).toEqual(["platform"]));
});

describe("recordings", () => {
  test("are rules of Grafana only where it is to compute them", () => {
    expect(groups.some(({ folder }) => folder === "recordings")).toBe(false);
    const recorded = grafanaRuleGroups(watched, { ...args, recordings: true }).filter(
      ({ folder }) => folder === "recordings",
    );
    const all = watched.groups.flatMap((group) => group.recordings);
    expect(recorded.flatMap((group) => group.rules)).toHaveLength(all.length);
    const [first] = recorded.flatMap((group) => group.rules);
    expect(first).toMatchObject({ record: { from: "A", targetDatasourceUid: "prometheus" } });
  });
});

test("an alert that goes on firing outlives its series as long as in Prometheus", () => {
  const placed = watched.groups.flatMap((group) => group.alerts).find(({ alert }) => alert.name === "ServiceDown");
  if (!placed) throw new Error("no ServiceDown");
  const rule = alertRule(placed, { environment: "prod", dataSource: "prometheus", interval: "10s", dashboards: [] });
  expect(rule).toMatchObject({ keepFiringFor: "1m", missingSeriesEvalsToResolve: 7 });
});
