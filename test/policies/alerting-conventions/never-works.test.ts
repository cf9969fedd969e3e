// What can never work, as people reported it elsewhere; and what looks like it and is right. Each is one of a kind.
import { describe, expect, it } from "vitest";
import { lintTexts } from "../../../policies/lint/lint";
import { alertOf, ruleFile } from "../judged";

const found = (text: string) => lintTexts([{ file: "shop.yml", text }]).map(({ policy }) => policy);
const mandatory = (text: string) =>
  lintTexts([{ file: "shop.yml", text }])
    .filter(({ level, policy }) => level === "mandatory" && policy !== "alert-severity")
    .map(({ policy, message }) => `${policy}: ${message}`);

describe("an expression", () => {
  it.each([
    ["sum(rate(e_total[5m])) > 5 or vector(0)", "condition-always-there"],
    ["vector(0)", "condition-always-there"],
    ['"a text"', "condition-always-there"],
    ['count(up{job="api"} == 1) < 2', "count-that-vanishes"],
    ["sum by (pod) (rate(a_total[5m])) + sum by (pod) (rate(b_total[5m])) > 1", "sum-with-missing-side"],
    ['sum(rate(x_total{status=~"5.."}[5m])) / sum(rate(x_total[5m])) > 5', "impossible-comparison"],
    ["node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 10", "impossible-comparison"],
    [
      'sum by (job, code) (rate(x_total{code=~"5.."}[5m])) / sum by (job, code) (rate(x_total[5m])) > 0.05',
      "rate-by-rate-ratio",
    ],
    ['sum(x_total{code=~"5.."}) / sum(x_total) > 0.05', "no-rate-on-counter"],
    ["kube_pod_container_status_restarts_total > 5", "no-rate-on-counter"],
    ["x_total > 0", "no-rate-on-counter"],
    ["histogram_quantile(95, sum by (le) (rate(x_bucket[5m]))) > 1", "quantile-out-of-range"],
    ["quantile(99, x) > 1", "quantile-out-of-range"],
    ["delta(x_total[5m]) > 10", "delta-on-counter"],
    ["deriv(x_total[5m]) > 10", "delta-on-counter"],
    ["predict_linear(x_total[1h], 3600) > 10", "delta-on-counter"],
    ["sum(rate(x_bucket[5m])) > 5", "buckets-summed"],
    ["avg without (le) (x_bucket offset 5m) > 5", "buckets-summed"],
    ['avg by (job) (x{quantile="0.99"}) > 5', "quantiles-averaged"],
    ["sum(histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[5m])))) > 5", "quantiles-averaged"],
    ['absent(up{job=~"api|worker"})', "absent-of-alternatives"],
    ["node_load1 * on (instance) group_left (nodename) node_uname_info > 5", "join-with-changing-info"],
    ["rate(app_errors_total[5m]) / rate(app_requests_total[5m]) > 0.05", "ratio-of-unlike-counters"],
    ["rate(x_total[15s]) > 0", "rate-window-too-short"],
    ["increase(x_total[5m]) == 3", "equality-on-extrapolation"],
    ["sum(increase(x_total[5m])) == 1", "equality-on-extrapolation"],
    ['sum(rate(x_bucket{le="1"}[5m])) > 5', "changed-in-prometheus-3"],
    ["max_over_time(x[5m:5m]) > 1", "changed-in-prometheus-3"],
    ["holt_winters(x[5m], 0.5, 0.5) > 1", "changed-in-prometheus-3"],
    ['up{host="*.example.com"} == 0', "literal-pattern"],
    ['up{job="api|worker"} == 0', "literal-pattern"],
    ["up[5m]", "evaluation-that-fails"],
    ["sum(up)[1h:5m] offset 1m", "evaluation-that-fails"],
  ])("%s is found by %s", (expr, policy) => {
    expect(found(ruleFile(alertOf(expr)))).toContain(policy);
  });

  it.each([
    "(sum(rate(e_total[5m])) or vector(0)) > 5",
    "foo > 1 unless on (host) up == 0",
    'kube_node_status_condition{status="unknown"} == 1',
    "avg by (instance, mode) (rate(node_cpu_seconds_total[5m])) > 0.95",
    "account_balance_total < 0",
    "histogram_quantile(1 - 0.01, sum by (job, le) (rate(x_bucket[5m]))) > 1",
    "histogram_quantile(0.9, sum(rate(rpc_latency_seconds[5m]))) > 1",
    'info(x, {version=~".+"}) > 1',
    'sum(rate(x_bucket{le="+Inf"}[5m])) > 1',
    "sum by (le) (rate(x_bucket[5m])) > 1",
    "sum by (job) (rate(x_bucket[5m])) > 0",
    "histogram_quantile(0.9, sum by (vmrange) (rate(x_bucket[5m]))) > 1",
    'max(x{quantile="0.99"}) > 1',
    "predict_linear(x_bytes[1h], 3600) > 1",
    "foo / step() > 1",
    'sum(rate(x_total{status=~"5.."}[5m])) / sum(rate(x_total[5m])) * 100 > 5',
    'count(up{job="api"} == 1) < 2 or absent(up{job="api"})',
    "increase(x_total[5m]) == 0",
    'sum by (job) (rate(x_total{code=~"5.."}[5m])) / sum by (job) (rate(x_total[5m])) > 0.05',
    "max_over_time(x[5m:1m]) > 1",
    "rate(prometheus_remote_storage_queue_highest_timestamp_seconds[5m]) < 0.5",
  ])("%s is right", (expr) => {
    expect(mandatory(ruleFile(alertOf(expr)))).toEqual([]);
  });

  it("has the labels of its group", () => {
    const grouped = (labels: string) =>
      `groups: [{ name: shop${labels}, rules: [{ alert: A, expr: up == 0, for: 1m }] }]`;
    expect(found(grouped(", labels: { severity: warning }"))).not.toContain("alert-severity");
    expect(found(grouped(""))).toContain("alert-severity");
  });

  it("that proves alerting always fires", () => {
    expect(mandatory(ruleFile("- { alert: Watchdog, expr: vector(1), labels: { severity: none } }"))).toEqual([]);
  });
});

describe("a template of a rule", () => {
  const rule = (text: string, expr = "up == 0") =>
    ruleFile(`- alert: A\n  expr: ${expr}\n  labels: { severity: page }\n  annotations: { summary: '${text}' }`);

  it.each([
    ["{{ .CommonLabels.instance }}", "template-syntax"],
    ["{{ .StartsAt }}", "template-syntax"],
    ["{{ .Annotations.x }}", "template-syntax"],
    ["{{ $value > 5 }}", "template-syntax"],
    ["{{ humanize(.Value) }}", "template-syntax"],
    ["{{ $labels.a-b }}", "template-syntax"],
    ["{{ value }}", "template-syntax"],
    ['{{ query "up xxx" }}', "template-syntax"],
    ["{{ $labels.severity }}", "template-label-lost"],
  ])("%s is found by %s", (text, policy) => {
    expect(found(rule(text))).toContain(policy);
  });

  it("names a label that one branch has lost", () => {
    expect(found(rule("{{ $labels.job }}", "sum by (job) (a) > 1 or sum(b) > 1"))).toContain("template-label-lost");
  });

  it.each([
    '{{ range query "up == 0" }}{{ .Labels.instance }}{{ end }}',
    '{{ with query "up" }}{{ . | first | value | humanize }}{{ end }}',
    '{{ if gt $value 5.0 }}high{{ else }}low{{ end }} {{ $value | printf "%.2f" }}',
    "{{ $x := .Labels.instance }}{{ $x }} {{ .Value | humanizePercentage }} {{ $externalLabels.cluster }}",
    '{{ reReplaceAll ":.*" "" $labels.instance }} {{ (printf "a-%s" $labels.job) }} {{- /* a + b */ -}}',
  ])("%s is right", (text) => {
    expect(mandatory(rule(text))).toEqual([]);
  });
});

const RECEIVERS =
  "receivers: [{ name: a, webhook_configs: [{ url: 'https://a' }] }, { name: b, webhook_configs: [{ url: 'https://b' }] }]";
const routed = (routes: string, more = "") => `route:\n  receiver: a\n  routes: [${routes}]\n${RECEIVERS}\n${more}`;
const message = (text: string) =>
  `route: { receiver: a }\nreceivers:\n  - { name: a, slack_configs: [{ api_url_file: f, text: '${text}' }] }`;
const inhibited = (rule: string) => routed("{ receiver: b, matchers: ['a=b'] }", `inhibit_rules: [${rule}]`);

describe("routes, inhibitions and messages", () => {
  it.each([
    [routed('{ receiver: a }, { receiver: b, matchers: [severity="critical"] }'), "unreachable-route"],
    [routed("{ receiver: a, match_re: { s: 'a|b' } }, { receiver: b, match: { s: a } }"), "unreachable-route"],
    [`route: { receiver: a }\n${RECEIVERS}`, "unreachable-route"],
    [routed("{ receiver: b, match: { severity: 'critical|warning' } }"), "pattern-in-equality"],
    [message("{{ $labels.x }}"), "message-template"],
    [message("{{ range .Alerts }}x"), "message-template"],
    [message("{{ .Labels.x }}"), "message-template"],
  ])("%j is found by %s", (text, policy) => {
    expect(found(text)).toContain(policy);
  });

  it.each([
    routed('{ receiver: a, continue: true }, { receiver: b, matchers: [severity="critical"] }'),
    routed('{ receiver: b, matchers: [severity="critical"] }, { receiver: a }'),
    inhibited("{ target_matchers: ['alertname = InfoInhibitor'] }"),
    inhibited(
      `{ source_matchers: ['"service.name"="a"'], target_matchers: ['"service.name"="b"'], equal: [service.name] }`,
    ),
    message('{{ range .Alerts }}{{ .Labels.x }}{{ end }}{{ template "a" . }}{{ $l := .CommonLabels }}{{ $l.x }}'),
  ])("%j is right", (text) => {
    expect(mandatory(text)).toEqual([]);
  });
});

describe("Grafana", () => {
  const dashboard = (expr: string, variables: object[] = []) =>
    JSON.stringify({
      title: "A",
      schemaVersion: 39,
      templating: { list: variables },
      panels: [{ type: "timeseries", title: "B", targets: [{ expr }] }],
    });
  const rule = (model: string, condition: string, summary: string) =>
    `apiVersion: 1\ngroups:\n  - name: a\n    rules:\n      - title: T\n        condition: ${condition}\n        annotations: { summary: '${summary}' }\n        data:\n          - { refId: A, datasourceUid: p, model: { expr: 'sum by (job) (x)', ${model} } }\n          - { refId: B, datasourceUid: __expr__, model: { type: threshold, expression: A } }`;
  const job = { name: "job", type: "query", multi: true };

  it.each([
    [dashboard("rate(x_total[$__interval])"), "dashboard-rate-interval"],
    [dashboard('up{cluster="$cluster"}'), "dashboard-variables"],
    [dashboard('up{job="$job"}', [job]), "dashboard-variables"],
    [rule("instant: true", "C", "a"), "grafana-rule-stages"],
    [rule("range: true", "B", "a"), "grafana-rule-stages"],
    [rule("instant: true", "B", "{{ $labels.instance }}"), "grafana-rule-stages"],
  ])("%j is found by %s", (text, policy) => {
    expect(found(text)).toContain(policy);
  });

  it.each([
    dashboard('rate(x_total{job=~"$job"}[$__rate_interval])', [job]),
    dashboard(`up{job="\${job}"}`, [{ name: "job", type: "query" }]),
  ])("%j is right", (text) => {
    expect(found(text)).not.toContain("dashboard-variables");
  });

  it("stages that lead to the condition are right", () => {
    expect(found(rule("instant: true", "B", "{{ $labels.job }}"))).not.toContain("grafana-rule-stages");
  });
});

it("a job that is scraped more rarely than samples are shown", () => {
  expect(found("scrape_configs: [{ job_name: a, scrape_interval: 10m }]")).toContain("scrape-beyond-lookback");
});
