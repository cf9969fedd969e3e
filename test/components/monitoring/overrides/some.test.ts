// Overrides of some of an alert's series: every place that shows a threshold follows, and what cannot be meant is refused.
import { describe, expect, test } from "vitest";
import { grafanaRuleGroups } from "../../../../components/grafana/rules";
import { prometheusRule } from "../../../../components/kubernetes/content/rules";
import { assemble, dashboardFiles, SettingsError } from "../../../../components/monitoring";
import { ruleFile } from "../../../../components/prometheus";
import { endpoints, settings } from "../../../support/environment";

const MEMORY = "NodeMemoryHighUtilization";
const hosts = [{ name: "db-1", team: "data" }, { name: "web-1" }];
const services = [
  { name: "cache", team: "sales", mixin: "redis", targets: ["10.0.0.1:9121"] },
  { name: "sessions", team: "data", mixin: "redis", targets: ["10.0.0.2:9121"] },
];
const given = (...alerts: object[]) => settings({ hosts, services, alerts });

const watched = assemble(
  "prod",
  given(
    {
      alert: MEMORY,
      where: { host: "db-1" },
      threshold: { warning: 0.97, critical: 0.99 },
      for: "7m",
      overBudget: { reason: "its cache fills the memory at night" },
    },
    {
      alert: "NodeFilesystemAlmostOutOfSpace",
      where: { mountpoint: '/a"b$1', host: ["db-1", "web-1"] },
      threshold: { warning: 0.04 },
    },
  ),
  endpoints,
);
const rulesOf = (name: string) =>
  watched.groups.flatMap((group) => group.alerts.filter(({ alert }) => alert.name === name));

describe("an override of some series", () => {
  test("has a rule of its own, and leaves them out of the usual one", () => {
    const [usual, own] = rulesOf(MEMORY).filter(({ severity }) => severity === "warning");
    const db = 'on (host) label_replace(vector(1), "host", "db-1", "", "")';
    expect(usual).toMatchObject({ threshold: 0.9, annotations: { threshold: "> {{ 0.9 | humanizePercentage }}" } });
    expect(usual?.expr).toContain(`unless ${db}) > 0.9`);
    expect(own).toMatchObject({ threshold: 0.97, for: "7m", where: { host: ["db-1"] } });
    expect(own?.expr).toContain(`and ${db}) > 0.97`);
    expect(own?.annotations.threshold).toBe("> {{ 0.97 | humanizePercentage }}");
  });

  test("leaves severities alone that it does not speak of", () => {
    const critical = rulesOf("NodeFilesystemAlmostOutOfSpace").filter(({ severity }) => severity === "critical");
    expect(critical.map(({ expr }) => expr.includes("label_replace"))).toEqual([false]);
  });

  test("takes values as they are, be they quotes or dollars", () => {
    const own = rulesOf("NodeFilesystemAlmostOutOfSpace").find(({ where }) => where);
    expect(own?.expr).toContain(
      'on (mountpoint, host) (label_replace(label_replace(vector(1), "mountpoint", "/a\\"b$$1", "", ""), "host", "db-1", "", "") or ',
    );
  });

  test("is in rule files and in PrometheusRule resources", () => {
    const group = watched.groups.find((one) => one.alerts.some(({ where }) => where?.host));
    if (!group) throw new Error("no group has it");
    expect(ruleFile(group)).toContain('"db-1"');
    expect(JSON.stringify(prometheusRule(group, "monitoring"))).toContain("> 0.99");
  });

  test("is a rule of Grafana's with a uid of its own, in a folder in which its name is the only one", () => {
    const groups = grafanaRuleGroups(watched, { dataSource: "prometheus", owner: "platform", recordings: false });
    const places = groups.flatMap(({ team, folder, rules }) =>
      rules.map(({ name, uid }) => ({ key: `${team}/${folder}/${name}`, uid })),
    );
    expect(new Set(places.map(({ key }) => key)).size).toBe(places.length);
    expect(new Set(places.map(({ uid }) => uid)).size).toBe(places.length);
    expect(groups.map(({ folder }) => folder)).toContain("warning (host=db-1)");
  });

  test("is a line of its own on the panel, beside the usual ones", () => {
    const panels = JSON.parse(dashboardFiles(watched)["tocsin-node.json"] ?? "{}").panels as {
      type: string;
      targets?: { expr: string; legendFormat: string }[];
      fieldConfig: { overrides: { matcher: { options: string } }[] };
    }[];
    const drawn = panels.flatMap((panel) => (panel.targets ?? []).map((target) => ({ panel, ...target })));
    const line = drawn.find(({ legendFormat }) => legendFormat === "warning threshold (host=db-1)");
    expect(line?.expr).toBe("vector(0.97)");
    expect(line?.panel.type).toBe("timeseries");
    expect(line?.panel.fieldConfig.overrides.map(({ matcher }) => matcher.options)).toContain(
      "warning threshold (host=db-1)",
    );
  });
});

/** What is said of overrides that cannot be. */
function problemsOf(...alerts: object[]): string[] {
  try {
    assemble("prod", given(...alerts), endpoints);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

const forHost = (host: string) => ({ alert: MEMORY, where: { host }, threshold: { warning: 0.95, critical: 0.97 } });

describe("an override is refused", () => {
  test("that overlaps with another, naming both", () => {
    const forTeam = { alert: MEMORY, where: { team: "data" }, threshold: { warning: 0.93 } };
    expect(problemsOf(forHost("db-1"), forTeam)).toEqual([
      `alerts[1]: found a second override of ${MEMORY} (team=data) for series that alerts[0] (host=db-1) is about as well; make them one, or give both a label with values of their own`,
    ]);
    expect(problemsOf(forHost("db-1"), forHost("db-1"))[0]).toContain("alerts[0] (host=db-1)");
    expect(problemsOf({ alert: MEMORY, for: "1m" }, { alert: MEMORY, for: "2m" })[0]).toContain("(all series)");
  });

  test("but not where a label has other values in each, nor beside one for all series", () => {
    expect(problemsOf(forHost("db-1"), forHost("web-1"), { alert: MEMORY, threshold: { warning: 0.8 } })).toEqual([]);
    const ofService = {
      alert: "RedisOutOfConfiguredMaxmemory",
      where: { service: "cache" },
      threshold: { warning: 0.7 },
    };
    const ofTeam = { alert: "RedisOutOfConfiguredMaxmemory", where: { team: "data" }, threshold: { warning: 0.6 } };
    expect(problemsOf(ofService, ofTeam), "the service is another team's").toEqual([]);
  });

  test.each<[title: string, override: object, problem: string]>([
    [
      "a label that the series do not have",
      { ...forHost("x"), where: { hots: "db-1" } },
      "alerts[0].where.hots: found a label that no series of NodeMemoryHighUtilization has; they have: ",
    ],
    [
      "a label that is aggregated away",
      { alert: "ServiceErrorRatioHigh", where: { instance: "a" }, threshold: { warning: 0.04 } },
      "they have: service, team.",
    ],
    [
      "a host that is not there",
      forHost("db-9"),
      'alerts[0].where.host: found "db-9", which is not in hosts; there: db-1, web-1. Did you mean "db-1"?',
    ],
    [
      "a service that is not there",
      { alert: "RedisDown", where: { service: "cahce" }, severity: "warning" },
      'Did you mean "cache"?',
    ],
    [
      "a team that is not there",
      { alert: "RedisDown", where: { team: "dat" }, severity: "warning" },
      'Did you mean "data"?',
    ],
    [
      "an alert that is not there",
      { ...forHost("db-1"), alert: "NodeMemoryHighUtilisation" },
      'Did you mean "NodeMemoryHighUtilization"?',
    ],
    [
      "a threshold beyond the critical one that holds for all",
      { alert: MEMORY, where: { host: "db-1" }, threshold: { warning: 0.97 } },
      "found critical 0.95 and warning 0.97",
    ],
    ["no label at all", { ...forHost("db-1"), where: {} }, "at least one label"],
    [
      "an unknown key",
      { ...forHost("db-1"), thresholds: {} },
      "found an unknown key; allowed here: alert, where, threshold",
    ],
  ])("for %s", (_, override, problem) => {
    expect(problemsOf(override).join("\n")).toContain(problem);
  });
});
