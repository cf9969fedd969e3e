// A team's own rule files: read, placed on every platform, refused with file and line (long: files, and a table of mistakes).
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { grafanaRuleGroups } from "../../../components/grafana";
import { prometheusFiles } from "../../../components/grafana/prometheus-files";
import { prometheusRule } from "../../../components/kubernetes/content/rules";
import { assemble, ownGroups, parseSettings, runbookDashboards } from "../../../components/monitoring";
import { prometheusConfig, ruleFile, yaml } from "../../../components/prometheus";
import { checkOwnRules } from "../../../infra/deployment/promtool-checks";
import { readOwnRules } from "../../../infra/own-rules";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("promtool");

const SHOP = `# Of the shop's team.
groups:
  - name: Shop / carts
    interval: 1m
    limit: 100
    labels: { area: carts }
    rules:
      - record: shop:carts:rate5m
        expr: sum by (team) (rate(carts_total[5m]))
      - alert: CartsStuck
        expr: |
          shop:carts:rate5m == 0
        for: 1h30m
        keep_firing_for: 5m
        labels: { severity: critical }
        annotations: { summary: Carts are stuck, runbook_url: "https://wiki/carts" }
      - alert: CartsAbandoned
        expr: absent(carts_total)
`;

const { groups: shop } = ownGroups("rules/shop.yml", SHOP);
const placed = (more: object = {}, own = shop) => assemble("test", settings(more), endpoints, own);
const ownIn = (monitoring: ReturnType<typeof placed>) => monitoring.groups.filter(({ own }) => own);
const problemsIn = (text: string) =>
  ownGroups("rules/x.yml", text).problems.map(({ line, message }) => `${line}: ${message}`);

describe("a rule file", () => {
  test("is placed as it is, with severity, team, service and a dashboard", () => {
    const [group] = ownIn(placed({ rules: { team: "sales" } }));
    expect(parse(ruleFile(group as never)).groups).toEqual([
      {
        name: "own-shop-carts",
        interval: "1m",
        limit: 100,
        rules: [
          { record: "shop:carts:rate5m", expr: "sum by (team) (rate(carts_total[5m]))", labels: { area: "carts" } },
          {
            alert: "CartsStuck",
            expr: "shop:carts:rate5m == 0",
            for: "90m",
            keep_firing_for: "5m",
            labels: {
              team: "{{ with $labels.team }}{{ . }}{{ else }}sales{{ end }}",
              service: "{{ with $labels.service }}{{ . }}{{ else }}rules{{ end }}",
              area: "carts",
              severity: "critical",
            },
            annotations: {
              dashboard_url: "http://127.0.0.1:9900/dashboards/tocsin-overview",
              summary: "Carts are stuck",
              runbook_url: "https://wiki/carts",
            },
          },
          expect.objectContaining({
            alert: "CartsAbandoned",
            for: "0s",
            labels: expect.objectContaining({ severity: "warning" }),
          }),
        ],
      },
    ]);
  });

  test("may be a PrometheusRule, a list of them, or JSON", () => {
    const { groups } = parse(SHOP);
    const manifest = {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name: "x" },
      spec: { groups },
    };
    for (const text of [
      yaml(manifest),
      yaml({ kind: "List", items: [manifest] }),
      JSON.stringify({ groups }),
      `${yaml(manifest)}---\n${yaml({ kind: "PrometheusRule", spec: { groups: [] } })}`,
    ]) {
      expect(ownGroups("rules/shop.yml", text)).toEqual({ groups: shop, problems: [] });
    }
  });

  test("is on every platform: a resource of the operator, Grafana's rules, files for an existing Prometheus", () => {
    const monitoring = placed();
    const [group] = ownIn(monitoring);
    expect(prometheusRule(group as never, "monitoring")).toMatchObject({
      metadata: { name: "tocsin-own-shop-carts" },
      spec: { groups: [{ rules: [{ record: "shop:carts:rate5m" }, { alert: "CartsStuck" }, {}] }] },
    });
    const inGrafana = grafanaRuleGroups(monitoring, { dataSource: "prometheus", owner: "platform", recordings: true });
    expect(
      inGrafana.filter(({ name }) => name === "own-shop-carts").map(({ team, folder }) => `${team} ${folder}`),
    ).toEqual(["platform recordings", "platform critical", "platform warning"]);
    expect(
      Object.keys(prometheusFiles(monitoring, { alerting: "prometheus", recordings: "prometheus" }, [])),
    ).toContain("rules/own-shop-carts.yml");
    // They have no page among the mixins' runbooks.
    expect(Object.keys(runbookDashboards(monitoring))).not.toContain("tocsin-runbook-own.json");
  });

  test("keeps the metrics that it reads, where only used ones are stored", () => {
    const { scrape_configs } = parse(
      prometheusConfig(placed({ scrape: { keep: "used" } }), { alertmanagers: [], ruleFiles: [] }),
    );
    expect(scrape_configs[0].metric_relabel_configs[1].regex).toContain("carts_total");
  });
});

describe("the same name as a mixin's alert", () => {
  const { groups: own } = ownGroups(
    "rules/mine.yml",
    "groups: [{ name: mine, rules: [{ alert: InstanceDown, expr: up == 0, for: 10m }] }]",
  );
  const rulesOf = (more: object) =>
    placed(more, own)
      .groups.flatMap((group) => group.alerts.map((alert) => `${group.mixin} ${alert.alert.name}`))
      .filter((name) => name.endsWith(" InstanceDown"));

  test("is an error that says where it is and what can be done", () => {
    expect(() => placed({}, own)).toThrow(
      /rules\.files: found the alert InstanceDown in rules\/mine\.yml, which the mixin node has as well.*replace: true/,
    );
  });

  test("takes the mixin's place where the settings say so", () => {
    expect(rulesOf({ rules: { replace: true } })).toEqual(["own InstanceDown"]);
  });
});

describe("a mistake", () => {
  test.each([
    [
      "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: sum(\n",
      "5: This is not PromQL (unexpected end): sum(",
    ],
    [
      "groups:\n  - name: a\n    rules:\n      - expr: up\n",
      '4: found a rule without "alert" or "record"; give one of them',
    ],
    [
      "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up\n        form: 5m\n",
      '4: found "form", which Prometheus does not know in a rule file',
    ],
    [
      "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up\n        for: soon\n",
      "6: for: found something else; give a duration such as 30s, 5m or 1h30m",
    ],
    [
      "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up\n        labels:\n          severity: page\n",
      "7: labels.severity: found something else; give one of critical, warning, info",
    ],
    ["groups:\n\t- name: a\n", "2: Tabs are not allowed as indentation"],
    ["rules: []\n", "1: groups: found nothing; give a list"],
    ["", "1: found an empty file; give groups"],
  ])("in %j has its line", (text, message) => {
    expect(problemsIn(text).join("\n")).toContain(message);
  });

  test("on Grafana: two rules that it could not tell apart", () => {
    const { groups } = ownGroups(
      "rules/x.yml",
      "groups: [{ name: a, rules: [{ alert: A, expr: up == 0 }, { alert: A, expr: up == 2 }] }]",
    );
    const grafana = parseSettings({
      platform: { kind: "grafana", url: "https://g.example.com", dataSource: { uid: "p" } },
    });
    expect(() => assemble("test", grafana, endpoints, groups)).toThrow(/second rule A \(warning\) in rules\/x\.yml/);
    expect(() => placed({}, groups)).not.toThrow();
  });
});

describe("in a project's folder", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "own-rules-"));
    await mkdir(join(folder, "rules", "deep"), { recursive: true });
    // Older promtools know no labels of groups.
    await writeFile(join(folder, "rules", "shop.yml"), SHOP.replace("    labels: { area: carts }\n", ""));
    await writeFile(join(folder, "rules", "deep", "more.yml"), "groups: []\n");
    await writeFile(
      join(folder, "rules", "shop.test.yml"),
      yaml({
        rule_files: ["shop.yml"],
        tests: [
          {
            interval: "1m",
            input_series: [{ series: "other", values: "1x10" }],
            alert_rule_test: [{ alertname: "CartsAbandoned", eval_time: "5m", exp_alerts: [{}] }],
          },
        ],
      }),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  const rules = (given: object) => settings({ rules: given });

  const groupsIn = async (given: object) =>
    (await readOwnRules(rules(given), folder)).map(({ file, name }) => `${file} ${name}`);

  test("patterns name files, those of tests excepted, and one that names none is an error", async () => {
    const tests = ["rules/*.test.yml"];
    expect(await groupsIn({ files: ["rules/*.yml"], tests })).toEqual(["rules/shop.yml Shop / carts"]);
    expect(await groupsIn({ files: ["rules/**/*.yml"], tests })).toEqual(["rules/shop.yml Shop / carts"]);
    await expect(groupsIn({ files: ["rules/*.yml"] })).rejects.toThrow(/rules\/shop\.test\.yml:1: /);
    await expect(groupsIn({ files: ["rules/none/*.yml"] })).rejects.toThrow(
      'rules.files[0]: found no file that matches "rules/none/*.yml"',
    );
  });

  test.skipIf(!tools)("promtool checks the files and runs their tests", async () => {
    const given = rules({ files: ["rules/shop.yml"], tests: ["rules/*.test.yml"] });
    expect(await checkOwnRules(given, folder, () => {})).toBe("1 group, 1 test file");
  });

  test.skipIf(!tools)("a test that fails, and a rule that only promtool refuses, stop the deployment", async () => {
    await writeFile(join(folder, "bad.yml"), "groups: [{ name: a, rules: [{ alert: A, expr: 'rate(up)' }] }]\n");
    await expect(checkOwnRules(rules({ files: ["bad.yml"] }), folder, () => {})).rejects.toThrow(
      /bad\.yml: promtool refuses it; nothing is deployed\.[\s\S]*expected type range vector/,
    );
    await writeFile(
      join(folder, "bad.test.yml"),
      "rule_files: [rules/shop.yml]\ntests: [{ interval: 1m, input_series: [{ series: carts_total, values: 1x10 }], alert_rule_test: [{ alertname: CartsAbandoned, eval_time: 5m, exp_alerts: [{ exp_labels: {} }] }] }]\n",
    );
    const given = rules({ files: ["rules/shop.yml"], tests: ["bad.test.yml"] });
    await expect(checkOwnRules(given, folder, () => {})).rejects.toThrow(/bad\.test\.yml: a unit test fails/);
  });

  test.skipIf(!tools)("what is placed fires in Prometheus with the series' team, or else the settings'", async () => {
    const [group] = ownIn(placed({ rules: { team: "sales" } }));
    await writeFile(join(folder, "placed.rules.yml"), ruleFile(group as never));
    const alerts = (labels: string) => [{ labels: `{${labels}}`, value: 1 }];
    const given = (series: string, expr: string, exp_samples: object[]) => ({
      interval: "1m",
      input_series: [{ series, values: "1x200" }],
      promql_expr_test: [{ expr, eval_time: "2h", exp_samples }],
    });
    await writeFile(
      join(folder, "placed.test.yml"),
      yaml({
        rule_files: ["placed.rules.yml"],
        evaluation_interval: "1m",
        tests: [
          given(
            'carts_total{team="shop"}',
            'group by (team, service, severity) (ALERTS{alertname="CartsStuck",alertstate="firing"})',
            alerts('team="shop",service="rules",severity="critical"'),
          ),
          given(
            "other",
            'group by (team, severity) (ALERTS{alertname="CartsAbandoned"})',
            alerts('team="sales",severity="warning"'),
          ),
        ],
      }),
    );
    const { all, exitCode } = await execa(tools?.promtool ?? "", ["test", "rules", "placed.test.yml"], {
      cwd: folder,
      reject: false,
      all: true,
    });
    expect(exitCode, all ?? "").toBe(0);
  });
});
