// What people reported elsewhere of rules, configurations and dashboards, and what lint has to say of each (long: a table of cases).
import { annotated, type Case, dashboard, expressions, loose, message, routed, rule, scraped } from "./inputs";

/** Accepted at first sight, and lost with the whole file. */
const EXPRESSIONS: readonly Case[] = [
  ...expressions(
    "refused",
    ['up{instance=~"10\\.0\\.1\\..*"} == 0', /unknown escape sequence/],
    ['up{host=~"*.example.com"} == 0', /regular expression|regexp/],
    ['up{job=~"(api|web"} == 0', /regular expression|regexp/],
    ["rate(x_total[0s]) > 1", /greater than 0/],
    ["a * on (instance, job) group_left (job) b > 1", /both/],
    ['up{__name__="x"} == 0', /twice/],
    ["foo offset 1m offset 2m > 1", /twice/],
    ["a + bool b > 1", /bool/],
    ["foo @ NaN > 1", /no time|timestamp/],
  ),
  ...expressions(
    "clean",
    "histogram_quantile(1 - 0.01, sum by (job, le) (rate(x_bucket[5m]))) > 1",
    "foo > 5.",
    "foo > min_of(1, 2)",
    "offset > 5",
    "foo / step() > 1",
    'info(x, {version=~".+"}) > 1',
    'kube_node_status_condition{status="unknown"} == 1',
    "avg by (instance, mode) (rate(node_cpu_seconds_total[5m])) > 0.95",
    "account_balance_total < 0",
    "histogram_quantile(0.9, sum(rate(rpc_latency_seconds[5m]))) > 1",
    "foo > 1 unless on (host) up == 0",
  ),
];

const STRUCTURE: readonly Case[] = [
  { text: loose("alert: Shop, exp: up == 0"), right: "refused", says: /exp/ },
  { text: loose("alert: Shop, expr: up == 0, severity: critical"), right: "refused", says: /severity/ },
  { text: loose("record: 'job:up:sum', expr: sum by (job) (up), for: 5m"), right: "refused", says: /for/ },
  { text: "rules:\n- { alert: Shop, expr: up == 0 }\n", right: "refused", says: /group/ },
  {
    text: "groups:\n- { name: a, rules: [{ alert: A, expr: up == 0 }] }\n- { name: a, rules: [{ alert: B, expr: up == 0 }] }\n",
    right: "refused",
    says: /twice|repeated/,
  },
  {
    text: "groups:\n- name: shop\n  rules:\n  - &b { alert: A, expr: up == 0 }\n  - { <<: *b, expr: 'sum(up ==' }\n",
    right: "refused",
    says: /not PromQL/,
  },
  {
    text: rule("up == 0", "    annotations:\n      summary: {{ $labels.instance }} is down\n"),
    right: "refused",
  },
  { text: scraped("{ job_name: a, static_configs: [{ targets: ['http://web-1:9100/metrics'] }] }"), right: "refused" },
  {
    text: scraped(
      "{ job_name: a, metric_relabel_configs: [{ source_labels: [__name__], regex: '*_bucket', action: drop }] }",
    ),
    right: "refused",
  },
  { text: scraped("{ job_name: a, scrape_interval: 10s, scrape_timeout: 20s }"), right: "refused" },
  { text: scraped("{ job_name: a }\n- { job_name: a }"), right: "refused" },
  { text: scraped("{ job_name: a, scrape_interval: 10m }"), right: "scrape-beyond-lookback" },
];

const ROUTES: readonly Case[] = [
  {
    text: "route: { receiver: a }\nreceivers:\n- { name: a, slack_configs: [{ api_url_file: f }, { channel: '#x' }] }\n",
    right: "refused",
    says: /URL/i,
  },
  { text: routed("routes: [{ receiver: b, mute_time_intervals: [nights] }]"), right: "refused", says: /nights/ },
  {
    text: routed(
      "routes: [{ receiver: b }]",
      "time_intervals:\n- { name: n, time_intervals: [{ times: [{ start_time: '22:00', end_time: '06:00' }] }] }\n",
    ),
    right: "refused",
  },
  { text: routed("matchers: ['severity=\"critical\"'], routes: [{ receiver: b }]"), right: "refused" },
  { text: routed("routes: [{ receiver: b, matchers: ['job=~\"*-api\"'] }]"), right: "refused" },
  {
    text: routed("routes: [{ receiver: a }, { receiver: b, matchers: ['severity=\"critical\"'] }]"),
    right: "unreachable-route",
  },
  { text: routed("routes: [{ receiver: b, match: { severity: 'critical|warning' } }]"), right: "pattern-in-equality" },
  {
    text: routed(
      "routes: [{ receiver: b, matchers: ['a=b'] }]",
      "inhibit_rules:\n- { target_matchers: [alertname = InfoInhibitor] }\n",
    ),
    right: "clean",
  },
  {
    text: routed(
      "routes: [{ receiver: b, matchers: ['a=b'] }]",
      'inhibit_rules:\n- { source_matchers: [\'"service.name"="a"\'], target_matchers: [\'"service.name"="b"\'], equal: [service.name] }\n',
    ),
    right: "clean",
  },
  {
    text: "route: { receiver: a }\nreceivers:\n- { name: a, victorops_configs: [{ api_key_file: f, routing_key: team-a }] }\n",
    right: "clean",
  },
];

const TEMPLATES: readonly Case[] = [
  ...[
    "{{ .CommonLabels.instance }}",
    "{{ .StartsAt }}",
    "{{ $value > 5 }}",
    "{{ humanize(.Value) }}",
    "{{ $labels.a-b }}",
    "{{ value }}",
    "{{ .Annotations.x }}",
    '{{ query "up xxx" }}',
    "{{ 1 | 2 }}",
    '{{ $value | "x" }}',
    "{{ $labels.job | $value }}",
  ].map((text): Case => ({ text: annotated(text), right: "template-syntax" })),
  { text: annotated('{{ range query "up == 0" }}{{ .Labels.instance }}{{ end }}'), right: "clean" },
  { text: annotated("{{ $labels.severity }}"), right: "template-label-lost" },
  // What is matched on is there.
  { text: annotated("{{ $labels.severity }}", "job:a:max > 1 and on (severity) job:b:max > 1"), right: "clean" },
  // A pattern that takes no empty text asks for the label: the series have it.
  { text: annotated("{{ $labels.severity }}", 'up{severity=~"page|ticket"} == 0'), right: "clean" },
  { text: annotated("{{ $labels.severity }}", 'up{severity=~".*"} == 0'), right: "template-label-lost" },
  { text: annotated("{{ $labels.job }}", "sum by (job) (a) > 1 or sum(b) > 1"), right: "template-label-lost" },
  {
    text: annotated("{{ $labels.team }}", "sum by (job) (a * on (i) group_left (team) b) > 1"),
    right: "template-label-lost",
  },
  {
    text: annotated("{{ $labels.job }}", "histogram_quantile(1 - 0.01, sum by (job, le) (rate(x_bucket[5m]))) > 1"),
    right: "clean",
  },
  { text: message("{{ $labels.x }}"), right: "message-template" },
  { text: message("{{ range .Alerts }}{{ .Labels.a }}"), right: "message-template" },
];

const VALUES: readonly Case[] = [
  ...expressions("condition-always-there", "sum(rate(e_total[5m])) > 5 or vector(0)", "vector(0)", '"a text"'),
  ...expressions("count-that-vanishes", 'count(up{job="api"} == 1) < 2'),
  ...expressions("sum-with-missing-side", "sum by (pod) (rate(a_total[5m])) + sum by (pod) (rate(b_total[5m])) > 1"),
  ...expressions(
    "impossible-comparison",
    'sum(rate(x_total{status=~"5.."}[5m])) / sum(rate(x_total[5m])) > 5',
    "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 10",
  ),
  ...expressions(
    "rate-by-rate-ratio",
    'sum by (job, code) (rate(x_total{code=~"5.."}[5m])) / sum by (job, code) (rate(x_total[5m])) > 0.05',
  ),
  ...expressions(
    "no-rate-on-counter",
    'sum(x_total{code=~"5.."}) / sum(x_total) > 0.05',
    "kube_pod_container_status_restarts_total > 5",
    "x_total > 0",
  ),
  ...expressions("quantile-out-of-range", "histogram_quantile(95, sum by (le) (rate(x_bucket[5m]))) > 1"),
  ...expressions("delta-on-counter", "delta(x_total[5m]) > 10"),
  ...expressions("absent-of-alternatives", 'absent(up{job=~"api|worker"})'),
  ...expressions("join-with-changing-info", "node_load1 * on (instance) group_left (nodename) node_uname_info > 5"),
  ...expressions("ratio-of-unlike-counters", "rate(app_errors_total[5m]) / rate(app_requests_total[5m]) > 0.05"),
  ...expressions("rate-window-too-short", "rate(x_total[15s]) > 1"),
  ...expressions("changed-in-prometheus-3", 'sum(rate(x_bucket{le="1"}[5m])) > 5', "holt_winters(x[5m], 0.5, 0.5) > 1"),
  // That it is meant as "the database is lost" stands nowhere: no answer is exact.
  ...expressions("clean", 'mongodb_connections{state="current"} == 0'),
  {
    text: "groups:\n- name: a\n  rules:\n  - { alert: A, expr: sum(up) by (job) == 0 }\n  - { alert: A, expr: sum by (job) (up) == 0 }\n",
    right: "duplicate-rule",
  },
];

const BROKEN = "sum(up ==";

const schemaV2 = (expr: string) => ({
  title: "A",
  elements: {
    one: {
      kind: "Panel",
      spec: {
        title: "B",
        data: {
          kind: "QueryGroup",
          spec: { queries: [{ kind: "PanelQuery", spec: { query: { kind: "prometheus", spec: { expr } } } }] },
        },
      },
    },
  },
  layout: { kind: "GridLayout", spec: { items: [] } },
});

const GRAFANA: readonly Case[] = [
  { text: JSON.stringify(dashboard("rate(x_total[$__interval])")), right: "dashboard-rate-interval" },
  { text: JSON.stringify(dashboard('up{cluster="$cluster"}')), right: "dashboard-variables" },
  {
    text: JSON.stringify(dashboard('up{job="$job"}', [{ name: "job", type: "query", multi: true }])),
    right: "dashboard-variables",
  },
  { text: JSON.stringify(schemaV2(BROKEN)), right: "promql-syntax" },
  {
    text: JSON.stringify({
      apiVersion: "dashboard.grafana.app/v2beta1",
      kind: "Dashboard",
      metadata: { name: "a" },
      spec: schemaV2(BROKEN),
    }),
    right: "promql-syntax",
  },
  {
    text: JSON.stringify({
      apiVersion: "grafana.integreatly.org/v1beta1",
      kind: "GrafanaDashboard",
      metadata: { name: "a" },
      spec: { json: JSON.stringify(dashboard(BROKEN)) },
    }),
    right: "promql-syntax",
  },
];

const helm = "groups:\n{{- if .Values.rules }}\n- name: a\n  rules: []\n{{- end }}\n";

/** What was passed over without a word. */
const READ: readonly Case[] = [
  {
    text: "alertmanager:\n  config:\n    route: { receiver: nobody }\n    receivers: [{ name: a }]\n",
    file: "values.yaml",
    right: "refused",
  },
  {
    text: `additionalPrometheusRulesMap:\n  shop:\n    groups: [{ name: a, rules: [{ alert: A, expr: '${BROKEN}' }] }]\n`,
    file: "values.yaml",
    right: "promql-syntax",
  },
  { text: "# Shop\n\nWords.\n", file: "README.md", right: "not read" },
  { text: helm, right: "not read" },
  { text: "groups:\n<% rules.each do |rule| %>\n- name: a\n<% end %>\n", right: "not read" },
  { text: loose(`alert: A, expr: 'sum(rate({app="shop"} |= "error" [5m])) > 1'`), right: "not read" },
  {
    text: "apiVersion: operator.victoriametrics.com/v1beta1\nkind: VMRule\nmetadata: { name: a }\nspec:\n  groups: [{ name: a, rules: [{ alert: A, expr: up == 0, annotations: { summary: '{{ $value > 5 }}' } }] }]\n",
    right: "template-syntax",
  },
  {
    text: "apiVersion: monitoring.googleapis.com/v1\nkind: Rules\nmetadata: { name: a }\nspec:\n  groups: [{ name: a, rules: [{ alert: A, expr: 'sum(up ==' }] }]\n",
    right: "promql-syntax",
  },
  {
    text: "namespace: shop\ngroups: [{ name: a, rules: [{ alert: A, expr: 'sum(up ==' }] }]\n",
    right: "promql-syntax",
  },
  { text: "rule_files: [a.yml]\ntests: [{ interval: 1m, input_series: [] }]\n", right: "not read" },
];

/** Variations on the values: what no series meets, every series meets, or each evaluation fails at. */
const CONDITIONS: Case[] = [
  ...expressions(
    "impossible-comparison",
    "probe_success == 0 and probe_success == 1",
    "queue_length > 5 and queue_length < 3",
    "queue_length > 5 or queue_length <= 5",
    "avg(rate(node_cpu_seconds_total{mode='idle'}[5m])) < 10",
    "100 - avg by (instance) (rate(node_cpu_seconds_total{mode='idle'}[5m])) > 80",
  ),
  ...expressions(
    "impossible-matching",
    "queue_length{env='prod', env='dev'} > 1",
    "queue_length{env='prod', env!~'p.*'} > 1",
    "{__name__='a_length', __name__='b_length'} > 1",
  ),
  ...expressions(
    "evaluation-that-fails",
    ["label_replace(up, 'zone', '$1', 'node', '(.*') == 0", /Unterminated group/],
    ["label_join(up, '', '-', 'a', 'b') == 0", /without a name/],
  ),
  ...expressions("rate-on-gauge", "rate(rate(x_total[5m])[1h:1m]) > 1", "increase(rate(x_total[5m])[1h:]) > 1"),
  ...expressions("no-rate-on-counter", "histogram_quantile(0.99, sum by (le) (x_bucket)) > 1"),
  ...expressions("sum-with-missing-side", "sum(rate(a_total[5m])) - sum(rate(b_total[5m])) > 10"),
  ...expressions(
    "down-alert-vanishing",
    "sum(up{job='api'}) < 1",
    "max by (job) (up{job='api'}) == 0",
    "up{job='api'} != 1",
    "avg(up{job='api'}) < 0.5",
  ),
  ...expressions(
    "changed-in-prometheus-3",
    ["x_bucket{le=~'1|5'} > 1", /the pattern does not take it/],
    ["x_bucket{le=~'0.5|1|[+]Inf'} > 1", /le="1.0"/],
    ["x_bucket{le!='1'} > 1", /nothing is left out/],
  ),
  ...expressions("refused", ["rate(x_total[5m:0s]) > 1", /greater than 0/]),
  ...expressions(
    "clean",
    "queue_length > 3 and queue_length > 5",
    "queue_length > 5 or queue_length < 3",
    "queue_length >= 5 and queue_length <= 5",
    "queue_length{env='prod', env=~'p.*'} > 1",
    "max_over_time(rate(x_total[5m])[1h:1m]) > 1",
    "100 - avg by (instance) (rate(node_cpu_seconds_total{mode='idle'}[5m])) * 100 > 80",
    "label_replace(up, 'zone', '$1', 'node', '(.*)') == 0",
  ),
];

export const CASES: Readonly<Record<string, readonly Case[]>> = {
  "expressions that the servers refuse or take": EXPRESSIONS,
  "structure of files": STRUCTURE,
  "routes and inhibitions": ROUTES,
  templates: TEMPLATES,
  "values that mean something else": VALUES,
  "conditions that nothing or everything meets": CONDITIONS,
  "Grafana's": GRAFANA,
  "kinds of files": READ,
};
