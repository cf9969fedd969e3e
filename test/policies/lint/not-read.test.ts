// What lint does not judge is reported: exit 0 must mean that a file was judged.
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lintTexts } from "../../../policies/lint/lint";
import { filesOf } from "../../../policies/lint/paths";
import { readFileText, readNamed } from "../../../policies/lint/reading";
import { ruleFile } from "../judged";

const reasons = (text: string, file = "a.yaml") => readFileText(file, text).notRead.map(({ reason }) => reason);
const policiesIn = (text: string, file = "a.yaml") => lintTexts([{ file, text }]).map(({ policy }) => policy);

const LOG_RULE = `- alert: A\n  expr: sum(rate({app="a"} |= "error" | json [5m])) > 1`;
const manifest = (kind: string, spec: string) =>
  `apiVersion: a/v1\nkind: ${kind}\nmetadata: { name: a }\nspec:\n${spec.replace(/^/gm, "  ")}`;
const GROUPS = "groups: [{ name: a, rules: [{ alert: A, expr: up == 0 }] }]";

describe("reported as not read", () => {
  it.each<[string, string, RegExp] | [string, string, RegExp, string]>([
    ["a README", "# Rules\n\nHow we write them.", /no rule file/],
    ["an empty file", "", /no rule file/],
    ["promtool's tests", "rule_files: [a.yml]\ntests: [{ interval: 1m }]", /unit tests/],
    ["a scrape of VictoriaMetrics", manifest("VMServiceScrape", "a: b"), /VMServiceScrape/],
    ["a dashboard that is elsewhere", manifest("GrafanaDashboard", "url: 'https://a.example'"), /in its url/],
    ["a dashboard of Perses", "kind: Dashboard\nmetadata: { name: a }\nspec: { panels: {} }", /Perses/],
    ["a mute timing of Grafana's operator", manifest("GrafanaMuteTiming", "a: b"), /GrafanaMuteTiming/],
    ["log queries in a rule file", ruleFile(LOG_RULE), /1 of its 1 expressions is LogQL/],
    ["logs by the path", ruleFile('- alert: A\n  expr: rate({app="a"}[5m]) > 1'), /LogQL/, "loki/a.yaml"],
    [
      "VictoriaLogs",
      "groups: [{ name: a, type: vlogs, rules: [{ alert: A, expr: 'error | stats count()' }] }]",
      /LogsQL/,
    ],
    [
      "conditions of a chart",
      ruleFile("- alert: A\n  expr: a > {{if eq .Values.b 1}}3{{else}}2{{end}}"),
      /Helm template/,
    ],
    ["functions of MetricsQL", ruleFile("- alert: A\n  expr: share_gt_over_time(a[5m], 1) > 1"), /MetricsQL/],
    [
      "a Helm template",
      "groups:\n  {{- range .Values.rules }}\n  - name: {{ . }}\n  {{- end }}",
      /Helm template: render/,
    ],
    ["values that ERB fills in", ruleFile('- alert: A\n  expr: up < <%= p("least") %>'), /ERB template: render/],
    ["a duration of a chart", ruleFile("- alert: A\n  expr: up == 0\n  for: '{{ .Values.waits }}'"), /Helm template/],
    ["a duration of Ansible", ruleFile("- alert: A\n  expr: up == 0\n  for: '{{ waits }}'"), /Jinja template/],
    ["an ERB template", "groups:\n<% jobs.each do |job| %>\n  - name: [\n<% end %>", /ERB template: render/],
  ])("%s", (_, text, reason, file = "a.yaml") => {
    expect(reasons(text, file)).toEqual([expect.stringMatching(reason)]);
  });
});

it("a text without quotes is no template of a chart: it is refused, with its line", () => {
  const text = ruleFile("- alert: A\n  expr: up == 0\n  annotations:\n    summary: {{ $labels.instance }} is down");
  const { content, notRead } = readFileText("a.yaml", text);
  expect(notRead).toEqual([]);
  expect(content.unreadable).toMatchObject([{ place: { line: 7 } }]);
});

describe("read for what it is", () => {
  it.each([
    ["no groups yet", "groups: []"],
    [
      "a classic dashboard as a manifest",
      "apiVersion: dashboard.grafana.app/v1beta1\nkind: Dashboard\nmetadata: { name: a }\nspec: { title: A, schemaVersion: 39, panels: [{ type: stat, title: B, targets: [] }] }",
    ],
    [
      "a GrafanaDashboard",
      manifest(
        "GrafanaDashboard",
        `json: '{"title":"A","schemaVersion":39,"panels":[{"type":"stat","title":"B","targets":[]}]}'`,
      ),
    ],
    ["a chart's values with routes", "alertmanager:\n  config: { route: { receiver: a }, receivers: [{ name: a }] }"],
    ["a chart's values with rules", `additionalPrometheusRulesMap:\n  shop: { ${GROUPS} }`],
    ["rules of Google's Managed Prometheus", manifest("ClusterRules", GROUPS)],
    ["rules of Amazon's", manifest("RuleGroupsNamespace", `configuration: |\n  ${GROUPS}`)],
    ["a VMRule", manifest("VMRule", GROUPS)],
    ["routes of Grafana's operator", manifest("GrafanaNotificationPolicy", "route: { receiver: a }")],
    ["namespaces of Cortex", "shop:\n  - name: a\n    rules: [{ alert: A, expr: up == 0 }]"],
  ])("%s", (_, text) => {
    const { content, notRead } = readFileText("a.yaml", text);
    expect(notRead).toEqual([]);
    const judged = [content.rules, content.alertmanagers, content.dashboards].flat().length;
    expect(judged).toBe(text === "groups: []" ? 0 : 1);
  });
});

describe("rules of other rulers", () => {
  it("in LogQL are judged but for their expressions", () => {
    expect(policiesIn(ruleFile(LOG_RULE))).toContain("alert-severity");
    expect(policiesIn(ruleFile(LOG_RULE))).not.toContain("promql-syntax");
  });

  it("in MetricsQL are judged where they are PromQL as well", () => {
    const quantile = "histogram_quantile(95, sum by (le) (rate(a_bucket[5m]))) > 1";
    const rules = ruleFile(`- alert: A\n  expr: rate(a_total) > 1\n- alert: B\n  expr: ${quantile}`);
    const text = rules.replace("rules:", "concurrency: 2\n    rules:");
    expect(reasons(text)).toEqual([expect.stringMatching(/1 of its 2 expressions is MetricsQL/)]);
    expect(policiesIn(text)).toContain("quantile-out-of-range");
    for (const policy of ["rule-file-structure", "promql-syntax"]) expect(policiesIn(text)).not.toContain(policy);
  });

  it.each(["source_tenants: [a]", "partial_response_strategy: abort"])("with %s are rules of Prometheus", (field) => {
    const text = (expr: string) => ruleFile(`- alert: A\n  expr: ${expr}`).replace("rules:", `${field}\n    rules:`);
    expect(policiesIn(text("up == 0"))).not.toContain("rule-file-structure");
    expect(policiesIn(text("sum(up"))).toContain("promql-syntax");
    const [file] = readFileText("a.yaml", text("up == 0")).content.serverFiles;
    expect(JSON.stringify(file?.value)).not.toContain(field.split(":")[0]);
  });

  it("are not guessed from what is quoted", () => {
    expect(reasons(ruleFile(`- alert: A\n  expr: 'count({app="a | json"}) != 2 # a | b'`))).toEqual([]);
  });
});

describe("dashboards of schema v2", () => {
  const query = (expr: string) => ({
    kind: "PanelQuery",
    spec: { refId: "A", query: { kind: "DataQuery", group: "prometheus", spec: { expr } } },
  });
  const panel = (expr: string) => ({
    id: 1,
    title: "Rate",
    data: { kind: "QueryGroup", spec: { queries: [query(expr)] } },
    vizConfig: { kind: "VizConfig", group: "timeseries", spec: { fieldConfig: { defaults: { unit: "reqps" } } } },
  });
  const labelValues = { kind: "DataQuery", group: "prometheus", spec: { query: "label_values(up, job)" } };
  const dashboard = (expr: string) => ({
    title: "Shop",
    elements: { "panel-1": { kind: "Panel", spec: panel(expr) } },
    layout: { kind: "GridLayout", spec: { items: [] } },
    variables: [{ kind: "QueryVariable", spec: { name: "job", multi: true, query: labelValues } }],
  });
  const resource = (kind: string, spec: object) => ({ apiVersion: "a/v2", kind, metadata: { name: "shop" }, spec });

  it.each([
    ["as they are exported", (spec: object) => spec],
    ["as resources of Grafana's", (spec: object) => resource("Dashboard", spec)],
    [
      "in a GrafanaDashboard, zipped",
      (spec: object) => resource("GrafanaDashboard", { gzipJson: gzipSync(JSON.stringify(spec)).toString("base64") }),
    ],
  ])("%s, are judged like classic ones", (_, wrapped) => {
    const found = (expr: string) => policiesIn(JSON.stringify(wrapped(dashboard(expr))));
    const wrong = found('sum(rate(a_total{job="$job"}[$__interval]))');
    expect(wrong).toEqual(expect.arrayContaining(["dashboard-variables", "dashboard-rate-interval"]));
    const right = found('sum(rate(a_total{job=~"$job"}[$__rate_interval]))');
    for (const policy of ["dashboard-variables", "dashboard-panel-unit"]) expect(right).not.toContain(policy);
    expect(found('sum(rate(a_total{job=~"$shop"}[$__rate_interval]))')).toContain("dashboard-variables");
  });
});

describe("paths", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin paths-"));
    await mkdir(join(folder, "rules/deep"), { recursive: true });
    await Promise.all([
      writeFile(join(folder, "rules/a.yml"), ruleFile("- alert: A\n  expr: up == 0")),
      writeFile(join(folder, "rules/deep/b.yml"), "a: 1"),
      writeFile(join(folder, "rules/deep/test.yml"), "rule_files: [a]\ntests: [{ interval: 1m }]"),
      writeFile(join(folder, "rules/readme.md"), "text"),
    ]);
    await symlink(join(folder, "rules/a.yml"), join(folder, "rules/linked.yml"));
    await symlink(join(folder, "rules"), join(folder, "rules/deep/loop"));
    await symlink(join(folder, "nowhere"), join(folder, "rules/deep/gone.yml"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const named = (...paths: string[]) => {
    const { files, notRead } = filesOf(paths.map((path) => join(folder, path)));
    return [...files, ...notRead].map(({ file }) => file.slice(folder.length + 1));
  };
  const DEEP = ["rules/deep/b.yml", "rules/deep/gone.yml", "rules/deep/test.yml"];

  it("of folders follow links, once, and end", () => {
    expect(named("rules")).toEqual(["rules/a.yml", ...DEEP]);
  });

  it("that are named twice are judged once", () => {
    expect(named("rules/a.yml", "rules", "rules/linked.yml")).toEqual(["rules/a.yml", ...DEEP]);
  });

  it.each([
    ["rules/*.yml", ["rules/a.yml"]],
    ["rules/**/*.yml", ["rules/a.yml", ...DEEP]],
    ["*/deep/?.yml", ["rules/deep/b.yml"]],
    ["rules/*.rules", ["rules/*.rules"]],
    ["none/*.yml", ["none/*.yml"]],
  ])("of the glob %s", (glob, files) => {
    expect(named(glob)).toEqual(files);
  });

  it("of tests and other kinds are passed over in folders only", () => {
    const test = join(folder, "rules/deep/test.yml");
    expect(readNamed({ file: test, isFound: true })).toMatchObject({ notRead: [], isPassedOver: true });
    expect(readNamed({ file: test, isFound: false }).notRead).toHaveLength(1);
    expect(readNamed({ file: join(folder, "rules/deep/gone.yml"), isFound: true }).notRead).toHaveLength(1);
  });
});
