import { describe, expect, it, test } from "vitest";
import { irateInAlert } from "../../../policies/alerting-conventions/counters/irate-in-alert";
import { noRateOnCounter } from "../../../policies/alerting-conventions/counters/no-rate-on-counter";
import { rateByRateRatio } from "../../../policies/alerting-conventions/counters/rate-by-rate-ratio";
import { rateOfSum } from "../../../policies/alerting-conventions/counters/rate-of-sum";
import { rateOnGauge } from "../../../policies/alerting-conventions/counters/rate-on-gauge";
import { rateOnUnsuffixedMetric } from "../../../policies/alerting-conventions/counters/rate-on-unsuffixed-metric";
import { grafanaRuleStates } from "../../../policies/alerting-conventions/grafana-rules/grafana-rule-states";
import { histogramQuantileWithoutLe } from "../../../policies/alerting-conventions/histograms/histogram-quantile-without-le";
import { recordingNameConvention } from "../../../policies/alerting-conventions/identity/recording-name-convention";
import { routeForEverySeverity } from "../../../policies/alerting-conventions/notifications/route-for-every-severity";
import { alertingConventions } from "../../../policies/alerting-conventions/pack";
import { readText } from "../../../policies/content";
import { judge, type Policy } from "../../../policies/policy";
import { alertOf, findingsIn, findingsInRule, ruleFile } from "../judged";

/** Expressions that each policy finds, and ones near to them that it leaves alone. */
const TABLE: readonly { policy: Policy; finds: string[]; leaves: string[] }[] = [
  {
    policy: rateByRateRatio,
    finds: [
      'rate(x_total{code=~"5.."}[5m]) / rate(x_total[5m]) > 0.1',
      '(rate(x_total{job="a", code="500"}[5m]) / rate(x_total{job="a"}[5m])) * 100 > 5',
      'increase(x_total{code="500"}[1h]) / increase(x_total[1h]) > 0.1',
    ],
    leaves: [
      'sum(rate(x_total{code=~"5.."}[5m])) / sum(rate(x_total[5m])) > 0.1',
      "rate(x_sum[5m]) / rate(x_count[5m]) > 1",
      "rate(errors_total[5m]) / rate(requests_total[5m]) > 0.1",
      'rate(x_total{code="500"}[5m]) / ignoring (code) rate(x_total{code="200"}[5m]) > 0.1',
      'rate(x_total{code="500"}[5m]) / ignoring (code) group_left rate(x_total[5m]) > 0.1',
      "rate(x_total[5m]) / rate(x_total[5m] offset 1d) > 2",
    ],
  },
  {
    policy: rateOnGauge,
    finds: ["rate(node_memory_MemAvailable_bytes[5m]) > 1", "increase(process_start_timestamp_seconds[5m]) > 0"],
    leaves: [
      "rate(x_bytes_total[5m]) > 1",
      "deriv(node_filesystem_avail_bytes[1h]) < 0",
      "rate(x_size_bytes_sum[5m]) > 1",
    ],
  },
  {
    policy: rateOnUnsuffixedMetric,
    finds: ["rate(queue_jobs[5m]) > 1"],
    leaves: [
      "rate(x_total[5m])",
      "rate(x_seconds_bucket[5m])",
      "rate(mysql_global_status_queries[5m])",
      "queue_jobs > 5",
    ],
  },
  {
    policy: noRateOnCounter,
    finds: ["x_total > 5", "sum by (job) (x_total) >= 10", "10 < max_over_time(x_total[5m]) or x_total > 3"],
    leaves: [
      "increase(x_total[5m]) > 5",
      "x_total - x_total offset 1h > 5",
      "changes(x_total[5m]) > 5",
      "count(x_total) < 3",
      "absent(x_total) == 1",
      "queue_jobs > 5",
      "errors / (requests_total > 0) > 0.5",
    ],
  },
  {
    policy: rateOfSum,
    finds: ["rate(sum(x_total)[5m:]) > 1", "increase(sum by (job) (x_total)[1h:1m]) > 1", "rate(job:x:sum[5m]) > 1"],
    leaves: [
      "sum(rate(x_total[5m])) > 1",
      "max_over_time(sum(rate(x_total[5m]))[1h:]) > 1",
      "rate(x_seconds_sum[5m]) > 1",
    ],
  },
  {
    policy: histogramQuantileWithoutLe,
    finds: [
      "histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m]))) > 1",
      "histogram_quantile(0.9, sum without (le) (rate(x_bucket[5m]))) > 1",
      "histogram_quantile(0.9, avg(x_bucket)) > 1",
    ],
    leaves: [
      "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 1",
      "histogram_quantile(0.9, rate(x_bucket[5m])) > 1",
      "histogram_quantile(0.9, sum without (instance) (rate(x_bucket[5m]))) > 1",
      "histogram_quantile(0.9, sum by (job) (rate(native_seconds[5m]))) > 1",
    ],
  },
];

describe.each(TABLE)("$policy.name", ({ policy, finds, leaves }) => {
  test.each(finds)("finds %s", (expr) => {
    expect(findingsInRule(policy, alertOf(expr))).toHaveLength(1);
  });
  test.each(leaves)("leaves %s alone", (expr) => {
    expect(findingsInRule(policy, alertOf(expr))).toEqual([]);
  });
});

describe("rate-by-rate-ratio", () => {
  it("gives the corrected expression", () => {
    const [finding] = findingsInRule(
      rateByRateRatio,
      alertOf('rate(x_total{code="500"}[5m]) / rate(x_total[5m]) > 0.1'),
    );
    expect(finding?.message).toContain(
      'Aggregate both sides: sum without (code) (rate(x_total{code="500"}[5m])) / sum without (code) (rate(x_total[5m])).',
    );
  });
});

describe("irate-in-alert", () => {
  const found = (rule: string, interval: string) =>
    findingsIn(irateInAlert, ruleFile(rule).replace("rules:", `interval: ${interval}\n    rules:`));
  const recording = "- record: job:x:irate30s\n  expr: sum by (job) (irate(x_total[30s]))";

  it("takes a recording that is evaluated three times in its window", () => {
    expect(found(recording, "10s")).toEqual([]);
  });

  it("finds one that is evaluated more rarely, or as often as nobody says, and any alert", () => {
    expect(found(recording, "15s")).toHaveLength(1);
    expect(findingsInRule(irateInAlert, recording)).toHaveLength(1);
    expect(found(alertOf("irate(x_total[30s]) > 1"), "10s")).toHaveLength(1);
  });
});

describe("recording-name-convention", () => {
  test.each(["instance:node_cpu:rate5m", ":node_memory:sum", "job:up"])("takes %s", (name) => {
    expect(findingsInRule(recordingNameConvention, `- record: ${name}\n  expr: up`)).toEqual([]);
  });
});

describe("route-for-every-severity", () => {
  const rule = ruleFile("- { alert: A, expr: up == 0, labels: { severity: critical } }");
  const found = (config: string) => findingsIn(routeForEverySeverity, `${rule}\n---\n${config}`).map((f) => f.message);

  it("is content with a root receiver that sends", () => {
    expect(found("route: { receiver: chat }\nreceivers: [{ name: chat, slack_configs: [{}] }]")).toEqual([]);
  });

  it("finds a receiver that is not defined", () => {
    expect(found("route: { receiver: chats }\nreceivers: [{ name: chat, slack_configs: [{}] }]")).toEqual([
      expect.stringContaining('names the receiver "chats", which is not defined'),
    ]);
  });

  it("takes a route that asks for more than the severity for one that may send", () => {
    const routes = 'routes: [{ receiver: chat, matchers: [team="a", severity="critical"] }]';
    const receivers = "receivers: [{ name: none }, { name: chat, slack_configs: [{}] }]";
    expect(found(`route:\n  receiver: none\n  ${routes}\n${receivers}`)).toEqual([]);
  });

  it("takes a route of that severity to a silent receiver for meant", () => {
    expect(
      found(
        'route:\n  receiver: chat\n  routes: [{ receiver: none, matchers: [severity="critical"] }]\nreceivers: [{ name: none }, { name: chat, slack_configs: [{}] }]',
      ),
    ).toEqual([]);
  });

  it("reads match and match_re of older files", () => {
    const config = (match: string) =>
      `route:\n  receiver: none\n  routes: [{ receiver: chat, ${match} }]\nreceivers: [{ name: none }, { name: chat, slack_configs: [{}] }]`;
    expect(found(config("match: { severity: critical }"))).toEqual([]);
    expect(found(config("match_re: { severity: warn.* }"))).toHaveLength(1);
  });
});

describe("an exemption", () => {
  const rule = (exemption: string) =>
    ruleFile(
      `- alert: Test\n  expr: rate(x_ratio[5m]) > 1\n  labels: { severity: info }\n  annotations: { tocsin_exempt: "${exemption}" }`,
    );
  const found = (exemption: string) =>
    judge(alertingConventions, { content: readText(rule(exemption), {}) }).filter(({ level }) => level === "mandatory");

  it("with a reason silences the policy that it names", () => {
    expect(found("rate-on-gauge: x_ratio is a counter: see its source")).toEqual([]);
  });

  it("without a reason does not count, and is found itself", () => {
    expect(found("rate-on-gauge").map(({ policy }) => policy)).toEqual(["exemption-with-reason", "rate-on-gauge"]);
  });

  it("holds under a policy's former name, with a warning that says the current one", () => {
    const file = `# tocsin_exempt: resolved-is-told: it closes incidents itself
route: { receiver: duty, routes: [] }
receivers: [{ name: duty, pagerduty_configs: [{ routing_key_file: /run/key, send_resolved: false }] }]
`;
    const policies = (text: string) =>
      judge(alertingConventions, { content: readText(text, {}) }).filter(({ policy }) =>
        /send-resolved|name$/.test(policy),
      );
    expect(policies(file)).toEqual([
      expect.objectContaining({
        policy: "exemption-with-current-name",
        level: "advisory",
        message: expect.stringContaining('Write tocsin_exempt: "send-resolved: it closes incidents itself"'),
      }),
    ]);
    expect(policies(file.replace("resolved-is-told", "send-resolved"))).toEqual([]);
    expect(policies(file.replace(/^.*\n/, "")).map(({ policy }) => policy)).toEqual(["send-resolved"]);
  });

  it("silences no other policy", () => {
    expect(found("rate-of-sum: it is right").map(({ policy }) => policy)).toEqual(["rate-on-gauge"]);
  });
});

describe("states of a Grafana-managed rule", () => {
  const found = (more: string) =>
    findingsIn(grafanaRuleStates, ruleFile(`- { uid: shop, title: Shop, data: []${more} }`)).length;

  it("are wanted of one that alerts", () => {
    expect(found("")).toBe(1);
    expect(found(", noDataState: OK, execErrState: Error")).toBe(0);
  });

  it("are not wanted of one that records, whose provider refuses them", () => {
    expect(found(", record: { from: A, metric: shop }")).toBe(0);
  });
});
