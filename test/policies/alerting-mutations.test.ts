// Near misses of the policies on rules: what each finds, and what is close to it and right (long: one table of near misses).
import { describe, expect, test } from "vitest";
import { findingsIn, findingsInRule, POLICIES, ruleFile } from "./judged";

const policyNamed = (name: string) => {
  const policy = POLICIES.find((one) => one.name === name);
  if (!policy) throw new Error(`there is no policy ${name}`);
  return policy;
};

interface Mutations {
  /** What the message says. */
  says: string;
  finds: readonly string[];
  leaves: readonly string[];
}

/** A rule; the expression alone where nothing else is given. */
const rule = (of: string) => (of.startsWith("- ") ? of : `- alert: Test\n  expr: ${JSON.stringify(of)}`);

const alert = (expr: string, more: string) => `- alert: Test\n  expr: ${JSON.stringify(expr)}\n  ${more}`;

const TABLE: Readonly<Record<string, Mutations>> = {
  "promql-syntax": {
    says: "is not PromQL",
    finds: [
      "rate(x_total) > 1",
      "sum(rate(x_total[5m])",
      "topk(x) > 1",
      "x[5m] > 1",
      "1 > 0",
      "x and 1",
      "label_replace(x, 'a', 'b') > 1",
      "histogram_quantile(rate(x_bucket[5m])) > 1",
      "sum(x) offset 5m > 1",
    ],
    leaves: [
      "clamp(x, 0, 1) > 0.5",
      "hour() > 5",
      "round(x) > 1",
      "round(x, 0.1) > 1",
      "1 > bool 0",
      "x and on () vector(1)",
      'label_join(x, "a", ",", "b", "c") > 1',
    ],
  },
  "template-syntax": {
    says: "is wrong:",
    finds: [
      alert("x > 1", 'annotations: { a: "{{ $labels.job" }'),
      alert("x > 1", 'annotations: { a: "{{ $value | humanise }}" }'),
      alert("x > 1", 'annotations: { a: "{{ if $value }}b" }'),
      alert("x > 1", 'annotations: { a: "{{ $lables.job }}" }'),
      alert("x > 1", 'labels: { a: "{{ $labls.job }}" }'),
    ],
    leaves: [
      alert("x > 1", 'annotations: { a: "{{ $labels.job }} {{ $value | humanize }} {{ .Labels.job }}" }'),
      alert("x > 1", `annotations: { a: '{{ with query "up" }}{{ . | first | value | printf "%.1f" }}{{ end }}' }`),
      alert("x > 1", `annotations: { a: '{{ range $i, $e := query "up" }}{{ $e.Labels.job }}{{ end }}' }`),
      alert("x > 1", "annotations: { a: '{{ if gt $value 5.0 }}much{{ else }}few{{ end }}' }"),
      alert("x > 1", "annotations: { a: '{{- $externalLabels.cluster -}} {{/* a note */}}' }"),
      alert("x > 1", 'annotations: { a: \'{{ reReplaceAll "a{{b" "" $labels.job }}\' }'),
    ],
  },
  "template-label-lost": {
    says: "which the expression does not leave",
    finds: [
      alert("sum(x) > 1", 'annotations: { a: "{{ $labels.job }}" }'),
      alert("sum by (job) (x) > 1", 'annotations: { a: "{{ .Labels.instance }}" }'),
      alert("sum by (job) (x) > 1", `annotations: { a: '{{ index $labels "instance" }}' }`),
      alert('absent(up{job="a"})', 'annotations: { a: "{{ $labels.instance }}" }'),
      alert("x / on (job) y > 1", 'annotations: { a: "{{ $labels.instance }}" }'),
      // Templates see the labels of the series, and not those that the rule gives.
      alert("sum(x) > 1", 'labels: { team: a }\n  annotations: { a: "{{ $labels.team }}" }'),
    ],
    leaves: [
      alert("x > 1", 'annotations: { a: "{{ $labels.anything }}" }'),
      alert("sum by (job) (x) > 1", 'annotations: { a: "{{ $labels.job }} {{ $labels.alertname }}" }'),
      alert('absent(up{job="a"})', 'annotations: { a: "{{ $labels.job }}" }'),
      alert("sum(x) > 1", 'annotations: { a: \'{{ with query "up" }}{{ . | first | label "job" }}{{ end }}\' }'),
    ],
  },
  "value-in-label": {
    says: "holds the value",
    finds: [
      alert("x > 1", 'labels: { v: "{{ $value }}" }'),
      alert("x > 1", 'labels: { v: "{{ .Value | humanize }}" }'),
    ],
    leaves: [
      alert("x > 1", "labels: { severity: '{{ if gt $value 9.0 }}critical{{ else }}warning{{ end }}' }"),
      alert("x > 1", 'labels: { v: "{{ $labels.job }}" }'),
    ],
  },
  "percentage-scaled-twice": {
    says: "multiplies by 100 once more",
    finds: [
      alert("100 * a / b > 5", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("a / b * 100 > 5", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("100 - a / b * 100 > 5 and c > 1", 'annotations: { a: "{{ .Value | humanizePercentage }}" }'),
    ],
    leaves: [
      alert("a / b > 0.05", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("a / b * 100 > 5", 'annotations: { a: "{{ $value | humanize }}%" }'),
    ],
  },
  "ratio-printed-as-percentage": {
    says: "prints the ratio as it is",
    finds: [
      alert("a / b > 0.9", 'annotations: { a: "{{ $value }}%" }'),
      alert("job:errors:ratio > 0.1", 'annotations: { a: "{{ $value | humanize }} percent" }'),
    ],
    leaves: [
      alert("a / b > 0.9", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("a / b * 100 > 90", 'annotations: { a: "{{ $value }}%" }'),
      alert("a / b > 5", 'annotations: { a: "{{ $value }}%" }'),
      alert("used_percent / 1 > 0.9", 'annotations: { a: "{{ $value }}%" }'),
    ],
  },
  "valid-duration": {
    says: "which is no duration",
    finds: [alert("x > 1", "for: five"), alert("x > 1", "for: 300"), alert("x > 1", "keep_firing_for: 5 m")],
    leaves: [alert("x > 1", "for: 1h30m"), alert("x > 1", "for: 0s"), alert("x > 1", 'for: "0"')],
  },
  "alert-for": {
    says: "looks at a moment only",
    finds: ["x > 1", "rate(x_total[30s]) > 1", alert("x > 1", "for: 0m")],
    leaves: [
      alert("x > 1", "for: 1m"),
      "rate(x_total[5m]) > 1",
      "job:x:rate5m > 1",
      "vector(1)",
      alert("x > 1", "labels: { severity: info }"),
    ],
  },
  "absent-without-for": {
    says: "absent",
    finds: ["absent(up)", alert("absent(up)", "for: 30s")],
    leaves: [alert("absent(up)", "for: 1m"), "absent_over_time(up[10m])"],
  },
  "keep-firing-for": {
    says: "keep",
    finds: [alert("rate(x_total[1m]) > 1", "labels: { severity: critical }"), alert("x > 1", "keep_firing_for: 6h")],
    leaves: [
      alert("rate(x_total[1m]) > 1", "labels: { severity: warning }"),
      alert("rate(x_total[1m]) > 1", "labels: { severity: critical }\n  for: 1m"),
      alert("rate(x_total[1m]) > 1", "labels: { severity: critical }\n  keep_firing_for: 5m"),
      alert("rate(x_total[5m]) > 1", "labels: { severity: critical }"),
    ],
  },
  "detection-budget": {
    says: "over the budget of",
    finds: [
      alert("x > 1", "for: 20m\n  labels: { severity: critical }"),
      alert("x > 1", "for: 3h\n  labels: { severity: warning }"),
    ],
    leaves: [
      alert("x > 1", "for: 10m\n  labels: { severity: critical }"),
      alert("x > 1", "for: 2d\n  labels: { severity: ticket }"),
    ],
  },
  "alert-without-comparison": {
    says: "compares nothing",
    finds: ["x", "sum(rate(x_total[5m]))", "x / y", "x or y > 1"],
    leaves: ["x > 0", "x and y", "absent(x)", "job:broken:count", 'x{state="failed"}', "count(x > 1)", "vector(1)"],
  },
  "impossible-comparison": {
    says: "hold",
    finds: [
      "up > 1",
      "up == 2",
      "count(up) == 0",
      "count by (job) (up) < 1",
      "sum(up == 0) > 0",
      "rate(x_total[5m]) < 0",
      "absent(up) == 0",
      "x > 5 < 3",
      "up >= 0",
      "up == bool 0",
    ],
    leaves: [
      "up == 0",
      "up < 1",
      "count(up) < 3",
      "count(up == 0) > 0",
      "absent(up) == 1",
      "x < 0",
      "rate(x_total[5m]) > 0",
      "sum(up) < 1",
      "1 - up > 0",
      "-up < 0",
      "(a > bool 5) + b > 1",
      "clamp_max(x, 1) > 0.5",
    ],
  },
  "impossible-matching": {
    says: "does not",
    finds: [
      "sum(x) / y > 1",
      "sum by (job) (x) / sum by (team) (y) > 1",
      "sum by (job, code) (x) / sum by (job) (y) > 1",
      "x / on (job) sum by (team) (y) > 1",
      "x and sum(y) > 1",
      "x unless sum by (job) (y)",
      "sum by (team) (sum by (job) (x)) > 1",
      "absent(up) and x > 1",
    ],
    leaves: [
      "sum(x) / sum(y) > 1",
      "sum by (job) (x) / sum by (job) (y) > 1",
      "sum by (job, code) (x) / on (job) group_left () sum by (job) (y) > 1",
      "sum by (job, code) (x) / ignoring (code) group_left () sum by (job) (y) > 1",
      "x and on (job) sum by (job) (y) > 1",
      "x and on () absent(y)",
      "x / scalar(sum(y)) > 1",
      "sum by (job) (x) or sum(y) > 1",
      "x / y > 1",
      "job:x:sum / job:y:sum > 1",
      "sum by (job) (sum by (job, team) (x)) > 1",
      "a:x:sum + ignoring (day) group_right () count_values without () ('day', floor(timestamp(a:x:sum))) * 0",
      // A recording that reads itself, and one without colons, from which the first is made.
      "- { record: of_pods, expr: 'sum by (pod) (x)' }\n- { record: 'a:x:sum', expr: 'sum by (pod) (y) + on (pod) group_right () of_pods or of_pods' }\n- { record: 'a:x:all', expr: 'a:x:sum + (last_over_time(a:x:all[30m]) or a:x:sum * 0)' }",
      // Another server adds the label that a matcher asks for.
      "- { record: 'a:x:sum', expr: 'sum(x)' }\n- { record: 'b:x:sum', expr: \"sum by (seed) (a:x:sum{seed=~'a|b'})\" }",
    ],
  },
  "division-by-zero-limit": {
    says: "which is 0 where there is no limit",
    finds: [
      "a / redis_memory_max_bytes > 0.9",
      "sum by (pod) (a) / sum by (pod) (container_spec_memory_limit_bytes) * 100 > 80",
    ],
    leaves: [
      "a / (redis_memory_max_bytes > 0) > 0.9",
      "a / redis_memory_max_bytes > 0.9 and redis_memory_max_bytes > 0",
      "a / redis_memory_max_bytes > 0.9 unless redis_memory_max_bytes == 0",
      "a / redis_memory_max_bytes < 0.1",
      "a / node_memory_MemTotal_bytes > 0.9",
      // Nothing of nothing is no number, which is over no threshold.
      "1 - node_memory_SwapFree_bytes / node_memory_SwapTotal_bytes > 0.8",
    ],
  },
  "part-compared-as-whole": {
    says: "phase",
    finds: [
      "probe_http_duration_seconds > 1",
      "avg_over_time(probe_http_duration_seconds[5m]) > 1",
      "kube_pod_status_phase == 1",
    ],
    leaves: [
      "sum by (instance) (probe_http_duration_seconds) > 1",
      'probe_http_duration_seconds{phase="tls"} > 1',
      "probe_duration_seconds > 1",
      'sum by (namespace) (kube_pod_status_phase{phase="Failed"}) > 1',
    ],
  },
  "rate-on-recording": {
    says: "of the recording",
    finds: ["rate(job:x:rate5m[5m]) > 1", "increase(job:errors:ratio_rate5m[1h]) > 1"],
    leaves: ["avg_over_time(job:x:rate5m[5m]) > 1", "rate(job:x_total:labelled[5m]) > 1"],
  },
  "rate-of-sum": {
    says: "of a sum",
    finds: ["rate(sum(x_total)[5m:]) > 1", "rate(a:x:sum[5m]) > 1"],
    leaves: [
      "sum(rate(x_total[5m])) > 1",
      // A rate already: rate-on-recording's.
      "- { record: 'a:x:sum', expr: 'sum(rate(x_total[5m]))' }\n- { alert: A, expr: 'rate(a:x:sum[5m]) > 1' }",
    ],
  },
  "irate-in-alert": { says: "last two samples", finds: ["irate(x_total[5m]) > 1"], leaves: ["rate(x_total[5m]) > 1"] },
  "topk-in-alert": {
    says: "first at that moment",
    finds: ["topk(3, x) > 1", "bottomk(1, x) < 1"],
    leaves: ["sum(topk(3, x)) > 1", "topk by (job) (1, x) > 1", "x * on (job) group_left (team) topk(1, y) > 1"],
  },
  "histogram-quantile-per-series": {
    says: "of each series apart",
    finds: ["histogram_quantile(0.9, rate(x_bucket[5m])) > 1"],
    leaves: [
      "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 1",
      "histogram_quantile(0.9, le:x:rate5m) > 1",
    ],
  },
  "nan-in-aggregation": {
    says: "whose divisor can be 0",
    finds: ["avg(rate(a_total[5m]) / rate(b_total[5m])) > 1", "sum by (job) (a % b) > 1"],
    leaves: [
      "avg(rate(a_total[5m]) / (rate(b_total[5m]) > 0)) > 1",
      "max(rate(a_total[5m]) / rate(b_total[5m])) > 1",
      "sum(a) / sum(b) > 1",
      "avg(a / 5) > 1",
      "avg(a / b > 0) > 1",
    ],
  },
  "experimental-promql": {
    says: "which is experimental",
    finds: ["mad_over_time(x[5m]) > 1", "limit_ratio(0.5, x) > 1"],
    leaves: ["stddev_over_time(x[5m]) > 1"],
  },
  "redundant-regex-matcher": {
    says: "x{",
    finds: [
      'x{a=~"b"} > 1',
      'x{a!~"b-c"} > 1',
      'x{a=~"^b.*"} > 1',
      'x{a=~".*"} > 1',
      'x{a!~".*"} > 1',
      'x{a=~".*b.*"} > 1',
    ],
    leaves: ['x{a=~"b|c"} > 1', 'x{a=~"b.+"} > 1', 'x{a="b"} > 1', 'x{a=~"$b"} > 1', 'x{a=~"a\\\\$"} > 1'],
  },
  "high-cardinality-grouping": {
    says: "keeps",
    finds: [
      "- { record: 'a:b:sum', expr: 'sum by (uid) (x)' }",
      "- { record: 'a:b:sum', expr: 'sum by (a, b, c, d, e, f, g, h, i) (x)' }",
    ],
    leaves: [
      "- { record: 'a:b:count', expr: 'count(count by (uid) (x))' }",
      "- { record: 'a:b:sum', expr: 'sum without (uid) (x)' }",
      "sum by (uid) (x) > 1",
    ],
  },
  "label-conflict": {
    says: "which is there already",
    finds: [
      "- { record: 'a:b:sum', expr: 'sum by (job, team) (x)', labels: { team: a } }",
      alert("x > 1", "labels: { alertname: Other }"),
    ],
    leaves: [
      "- { record: 'a:b:sum', expr: 'sum by (job) (x)', labels: { team: a } }",
      alert("sum by (job, team) (x) > 1", 'labels: { team: "{{ $labels.team }}-oncall" }'),
    ],
  },
};

describe.each(Object.entries(TABLE))("%s", (name, { says, finds, leaves }) => {
  const policy = policyNamed(name);

  test.each(finds)("finds %s", (of) => {
    const [finding] = findingsInRule(policy, rule(of));
    expect(finding?.message).toContain(says);
    expect(finding?.policy).toBe(name);
  });

  test.each(leaves)("leaves %s alone", (of) => {
    expect(findingsInRule(policy, rule(of)).map(({ message }) => message)).toEqual([]);
  });
});

describe("facts reach through recordings", () => {
  const labelled = "- { record: 'job:x:sum', expr: 'sum by (job) (x)', labels: { team: a } }\n";

  test("a label that a recording drops is lost to the text and to the matching", () => {
    const text = `${labelled}${alert("job:x:sum > 1", 'annotations: { a: "{{ $labels.instance }}" }')}`;
    expect(findingsInRule(policyNamed("template-label-lost"), text)).toHaveLength(1);
    expect(findingsInRule(policyNamed("impossible-matching"), `${labelled}${rule("job:x:sum / up > 1")}`)).toHaveLength(
      1,
    );
  });

  test("a label that a recording adds is there", () => {
    const text = `${labelled}${alert("job:x:sum > 1", 'annotations: { a: "{{ $labels.team }}" }')}`;
    expect(findingsInRule(policyNamed("template-label-lost"), text)).toEqual([]);
  });

  test("a rate of a recorded sum is found by what is recorded, not by its name", () => {
    const text = `- { record: 'job:x:all', expr: 'sum by (job) (x_total)' }\n${rule("rate(job:x:all[5m]) > 1")}`;
    expect(findingsInRule(policyNamed("rate-on-recording"), text)[0]?.message).toContain(
      "which is sum by (job) (x_total)",
    );
  });

  test("a recording that reads itself is no endless question", () => {
    const text = `- { record: 'a:b:c', expr: 'sum by (job) (a:b:c)' }\n${alert("a:b:c > 1", 'annotations: { a: "{{ $labels.x }}" }')}`;
    expect(findingsInRule(policyNamed("template-label-lost"), text)).toHaveLength(1);
  });
});

describe("what shows in the whole", () => {
  const found = (name: string, text: string, settings = {}) =>
    findingsIn(policyNamed(name), text, { [name]: settings }).map(({ message }) => message);

  test("a rate window is compared with the interval of the job that it selects", () => {
    const config =
      "scrape_configs: [{ job_name: a, scrape_interval: 2m }, { job_name: b, scrape_interval: 15s }]\n---\n";
    const rate = (job: string) => ruleFile(rule(`rate(x_total{job="${job}"}[1m]) > 1`));
    expect(found("rate-window-too-short", config + rate("a"))[0]).toContain("is scraped every 120 s");
    expect(found("rate-window-too-short", config + rate("b"))).toEqual([]);
    expect(found("rate-window-too-short", rate("a"))).toEqual([]);
    expect(found("rate-window-too-short", rate("a"), { scrapeInterval: 60 })).toHaveLength(1);
  });

  test("retention is that of the configuration, of the operator's Prometheus, or a setting", () => {
    const rules = ruleFile(rule("increase(x_total[30d]) > 1"));
    const operator =
      "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: { name: a }\nspec: { retention: 10d }\n---\n";
    expect(found("beyond-retention", rules)).toEqual([]);
    expect(found("beyond-retention", operator + rules)[0]).toContain("series are kept for 864000 s");
    expect(found("beyond-retention", rules, { retention: 86_400 })).toHaveLength(1);
    expect(found("beyond-retention", ruleFile(rule("x offset 20d > 1")), { retention: 864_000 })).toHaveLength(1);
  });

  test("recordings of the same name that find other series do not conflict", () => {
    const rules = (a: string, b: string) =>
      ruleFile(`- { record: 'a:b:c', expr: '${a}' }\n- { record: 'a:b:c', expr: '${b}' }`);
    expect(found("conflicting-recording", rules('sum(x{a="1"})', 'sum(x{a="2"})'))).toEqual([]);
    expect(found("conflicting-recording", rules("sum(x)", "sum(y)"))).toHaveLength(1);
  });

  test("an inhibition may name the one host or service on both sides", () => {
    const config = (more: string) =>
      `route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{}] }]\ninhibit_rules:\n  - ${more}`;
    const host = '{ source_matchers: [alertname="Down", host="a"], target_matchers: [host="a"] }';
    expect(found("inhibition-with-equal", config(host))).toEqual([]);
    expect(found("inhibition-with-equal", config(host.replace(', host="a"', "")))).toHaveLength(1);
    expect(found("inhibition-with-equal", config('{ source_matchers: [a="b"], equal: [a] }'))[0]).toContain(
      "no target matchers",
    );
  });

  test("a secret in plain text is found by its key or its address; a file, a placeholder and an empty text are none", () => {
    const config = (settings: string) =>
      `route: { receiver: a }\nreceivers: [{ name: a, pagerduty_configs: [{ ${settings} }] }]`;
    expect(found("plain-text-secret", config("routing_key: 0123456789abcdef"))[0]).toContain(
      "receivers[0].pagerduty_configs[0].routing_key holds a secret",
    );
    for (const none of [
      "routing_key_file: /key",
      "routing_key: <secret>",
      'routing_key: ""',
      'routing_key: "$PD_KEY"',
    ]) {
      expect(found("plain-text-secret", config(none))).toEqual([]);
    }
    const secret = (kind: string) =>
      `apiVersion: v1\nkind: ${kind}\nstringData: &files\n  a.yml: |\n    ${config("routing_key: 0123456789abcdef").replace("\n", "\n    ")}\ndata: *files`;
    expect(found("plain-text-secret", secret("ConfigMap"))).toHaveLength(1);
    expect(found("plain-text-secret", secret("Secret"))).toEqual([]);
  });

  test("a target that is listed cannot vanish, one that is discovered can", () => {
    const rules = ruleFile(rule('up{job="a"} == 0'));
    const job = (targets: string) => `scrape_configs: [{ job_name: a, ${targets} }]\n---\n`;
    expect(found("down-alert-vanishing", job("static_configs: [{ targets: [a] }]") + rules)).toEqual([]);
    expect(found("down-alert-vanishing", job("ec2_sd_configs: [{}]") + rules)).toHaveLength(1);
    const scrapeConfig = (how: string) =>
      `apiVersion: monitoring.coreos.com/v1alpha1\nkind: ScrapeConfig\nmetadata: { name: x }\nspec: { jobName: a, ${how} }\n---\n`;
    expect(found("down-alert-vanishing", scrapeConfig("staticConfigs: [{ targets: [a] }]") + rules)).toEqual([]);
    expect(found("down-alert-vanishing", scrapeConfig("httpSDConfigs: [{ url: x }]") + rules)).toHaveLength(1);
    // What an alert leaves out makes it fire the more where it is gone.
    expect(found("down-alert-vanishing", ruleFile(rule('b > 1 unless on (host) (up{job="a"} == 0)')))).toEqual([]);
    const beside = (more: string) => `${rules}\n${more.replace(/^/gm, "      ")}`;
    expect(found("down-alert-vanishing", beside(rule('absent(up{job="a"})')))).toEqual([]);
    // A recording may ask for it, where an alert reads that; and another part of the job is no companion.
    const recorded = `- record: instance:up:absent\n  expr: absent(up{job="a"}) - 1`;
    expect(found("down-alert-vanishing", beside(recorded))).toHaveLength(1);
    expect(found("down-alert-vanishing", beside(`${recorded}\n${rule("instance:up:absent == 0")}`))).toEqual([]);
    const part = ruleFile(rule('up{job="a",component="x"} == 0'));
    const companion = (of: string) =>
      `${part}\n${rule(`absent(up{job="a",component="${of}"})`).replace(/^/gm, "      ")}`;
    expect(found("down-alert-vanishing", companion("y"))).toHaveLength(1);
    expect(found("down-alert-vanishing", companion("x"))).toEqual([]);
  });
});
