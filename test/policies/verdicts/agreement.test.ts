// Lint agrees with promtool and amtool: what they refuse is refused, with their reason and the place, once.
import { describe, expect, it } from "vitest";
import { lintTextsWith } from "../../../policies/lint/lint";
import { toolsOrSkip } from "../../support/tools";
import { ruleFile } from "../judged";

const tools = toolsOrSkip("promtool", "amtool");

const REFUSALS = /^(rule-file-structure|server-configuration|promql-syntax|template-syntax|valid-duration)$/;

const refused = async (text: string, with_ = tools ?? {}) =>
  (await lintTextsWith(with_, [{ file: "shop.yml", text }]))
    .filter(({ policy, level }) => level === "mandatory" && (REFUSALS.test(policy) || policy.startsWith("route-for")))
    .map(({ line, message }) => `${line} ${message}`);

const jobs = (text: string) => `scrape_configs:\n  - job_name: a\n${text.replace(/^/gm, "    ")}`;
const relabeled = (text: string) => jobs(`metric_relabel_configs:\n  - ${text}`);
const routed = (route: string, more = "") =>
  `route:\n  receiver: a\n${route}\nreceivers:\n  - name: a\n    webhook_configs: [{ url: 'https://a.example' }]\n${more}`;
const received = (configs: string) => `route: { receiver: a }\nreceivers:\n  - name: a\n    ${configs}`;

/** What each refuses: a text, the line of the fault, and a word of the reason. */
const REFUSED: readonly (readonly [string, string, number, RegExp])[] = [
  ["an unclosed bracket", ruleFile("- alert: A\n  expr: sum(up"), 4, /left parenthesis/],
  ["a function that is not there", ruleFile("- alert: A\n  expr: rat(up[5m]) > 1"), 4, /unknown function/],
  ["a rule's field that is not there", ruleFile("- alert: A\n  expr: up == 0\n  severity: page"), 6, /field severity/],
  ["a duration in words", ruleFile("- alert: A\n  expr: up == 0\n  for: 5 minutes"), 4, /duration/],
  [
    "an action that is not closed",
    ruleFile("- alert: A\n  expr: up\n  annotations: { a: '{{ $value' }"),
    4,
    /unclosed/,
  ],
  ["a label's name", ruleFile("- alert: A\n  expr: up == 0\n  labels: { __name__: a }"), 6, /__name__/],
  ["two groups of one name", "groups:\n  - { name: a, rules: [] }\n  - { name: a, rules: [] }", 3, /repeated/],
  ["an unknown field of a job", jobs("interval: 5s"), 3, /field interval/],
  ["two jobs of one name", "scrape_configs:\n  - job_name: a\n  - job_name: a", 3, /multiple scrape configs/],
  ["a target with a scheme", jobs("static_configs:\n  - targets: ['http://web-1:9100/metrics']"), 4, /valid hostname/],
  [
    "a glob as a regular expression",
    relabeled("{ regex: '*_bucket', action: drop, source_labels: [a] }"),
    4,
    /repetition|Nothing/,
  ],
  ["a timeout above the interval", jobs("scrape_interval: 10s\nscrape_timeout: 20s"), 4, /timeout/],
  ["an action of relabeling", relabeled("{ action: remove, regex: a }"), 4, /relabel action/],
  ["a matcher on the root", routed('  matchers: [severity="page"]'), 3, /root route must not have any matchers/],
  [
    "an interval that is not defined",
    routed("  routes:\n    - mute_time_intervals: [night]"),
    4,
    /time interval "night"/,
  ],
  ["a receiver that is not defined", routed("  routes:\n    - receiver: b"), 1, /receiver "b"/],
  ["a regular expression of a matcher", routed("  routes:\n    - matchers: ['a=~\"*-api\"']"), 4, /regexp|regular/],
  [
    "a night in one range",
    routed(
      "",
      "time_intervals:\n  - name: n\n    time_intervals:\n      - times: [{ start_time: '22:00', end_time: '06:00' }]",
    ),
    10,
    /start time/,
  ],
  ["Slack without a URL", received("slack_configs:\n      - api_url_file: f\n      - channel: '#x'"), 6, /URL|api_url/],
  ["two receivers of one name", "route: { receiver: a }\nreceivers:\n  - name: a\n  - name: a", 2, /unique/],
  ["a wait without a unit", routed("  group_wait: 5"), 3, /duration/],
  ["a wait with a fraction", routed("  group_interval: 1.5m"), 3, /duration/],
  ["units in another order", routed("  repeat_interval: 30m4h"), 3, /duration/],
  ["an interval below zero", jobs("scrape_interval: -5s"), 3, /duration/],
  ["a duration with one unit twice", ruleFile("- alert: A\n  expr: up == 0\n  for: 5m5m"), 4, /duration/],
  [
    "days, where Go reads the duration",
    received("pushover_configs: [{ user_key: a, token: b, expire: 1d }]"),
    4,
    /duration/,
  ],
  [
    "a name of UTF-8 in the old form of matchers",
    routed('  routes:\n    - match: { "service.name": a }'),
    4,
    /label name "service.name"/,
  ],
  ["a label without a name", routed('  group_by: [""]'), 3, /label/],
  [
    "days from the end of a month before the first",
    routed("", "time_intervals:\n  - name: n\n    time_intervals:\n      - days_of_month: ['30:-29']"),
    10,
    /start day 30/,
  ],
  ["an unknown field of a route", routed("  group_waits: 5s"), 3, /group_waits/],
  [
    "a day that is not there",
    routed("", "time_intervals:\n  - name: n\n    time_intervals:\n      - weekdays: [mon]"),
    10,
    /weekday/,
  ],
];

/** What each loads. */
const LOADED: readonly (readonly [string, string])[] = [
  ["a metric named offset", ruleFile("- alert: A\n  expr: offset offset 5m > 5.")],
  ["a number with a point", ruleFile("- alert: A\n  expr: up > 5.")],
  ["quoted names", ruleFile(`- alert: A\n  expr: '{"http.requests", "service.name"="a"} > 0'`)],
  ["functions behind a flag", ruleFile("- alert: A\n  expr: limitk(2, up) > min_of(1, 2)")],
  ["labels of a group", "groups:\n  - { name: a, labels: { a: b }, rules: [{ alert: A, expr: up == 0 }] }"],
  [
    "discovery in Kubernetes",
    jobs("kubernetes_sd_configs: [{ role: pod }]\nfallback_scrape_protocol: PrometheusText0.0.4"),
  ],
  [
    "a URL that is relabeled",
    jobs(
      "static_configs: [{ targets: ['https://a'] }]\nrelabel_configs: [{ source_labels: [__address__], target_label: __param_target }, { target_label: __address__, replacement: 'b:9115' }]",
    ),
  ],
  ["names of any characters", routed(`  routes:\n    - matchers: ['"service.name"="a"', 'a="b"']`)],
  [
    "months and years of any number, and a day that is left open",
    routed(
      "",
      "time_intervals:\n  - name: n\n    time_intervals:\n      - { months: [0, '5:13'], years: [20262030], weekdays: [null], days_of_month: ['-3:-1', +5] }",
    ),
  ],
  [
    "an interval of 0, which is the default",
    `global: { scrape_interval: 0s, scrape_timeout: 20s }\n${jobs("scheme: http")}`,
  ],
  ["another document, which no server reads", `${ruleFile("- alert: A\n  expr: up == 0")}\n---\ngroups: [{ name: [`],
  ["a matcher that amtool warns of", routed('  routes:\n    - matchers: ["a=b c"]')],
  ["nanoseconds", received("webhook_configs: [{ url: 'https://a.example', timeout: 5000000000 }]")],
  ["names of any characters to group by", routed('  group_by: ["service.name", "a b"]')],
  [
    "names of any characters in rules",
    ruleFile(
      "- alert: A\n  expr: sum by (\"service.name\") ({\"http.requests\"}) > 0\n  labels: { 'a.b': c }\n  annotations: { 'd e': f }",
    ),
  ],
  [
    "nothing in fields that recordings have not",
    ruleFile("- record: job:up:sum\n  expr: sum by (job) (up)\n  for: 0s\n  keep_firing_for: 0\n  annotations: {}"),
  ],
  [
    "a place that is repeated",
    relabeled("{ regex: '(^*a|$+b|a$?c|[$*]|\\$+|\\b?)', action: drop, source_labels: [a] }"),
  ],
  ["a filling of what is missing, behind a flag", ruleFile("- alert: A\n  expr: a + fill(0) b > 1")],
  ["several matchers in one text", routed(`  routes:\n    - matchers: ['{a="b",c=~"d|e"}', d!=e]`)],
  [
    "a night in two ranges",
    routed(
      "",
      "time_intervals:\n  - name: n\n    time_intervals:\n      - times: [{ start_time: '22:00', end_time: '24:00' }, { start_time: '00:00', end_time: '06:00' }]\n        weekdays: ['monday:friday']\n        location: Europe/Berlin",
    ),
  ],
];

describe("refused by lint's own reading, with its line", () => {
  it.each(REFUSED.filter(([name]) => name !== "a function that is not there"))("%s", async (_, text, line) => {
    expect(await refused(text, {})).toContainEqual(expect.stringMatching(new RegExp(`^${line} `)));
  });
});

// A promtool can have been built without a discovery: its reason is the same for one that is misplaced.
describe("a discovery where none belongs", () => {
  it.each([{}, tools ?? {}])("is refused by lint's own reading, with and without the tools", async (with_) => {
    const text = "remote_write:\n  - url: http://a\n    http_sd_configs: [{ url: 'http://b' }]";
    expect(await refused(text, with_)).toEqual([
      expect.stringMatching(/^3 .*remote_write has no field http_sd_configs/),
    ]);
  });
});

describe("loaded, by lint's own reading", () => {
  it.each(LOADED)("%s", async (_, text) => {
    expect(await refused(text, {})).toEqual([]);
  });
});

describe.skipIf(!tools)("with the servers' own tools", () => {
  it.each(REFUSED)("%s is refused once, with the server's reason", async (_, text, line, reason) => {
    const [found, ...more] = await refused(text);
    expect(more).toEqual([]);
    expect(found).toMatch(new RegExp(`^${line} `));
    expect(found).toMatch(/(promtool|amtool) \d+\.\d+\.\d+( says: |\))/);
    expect(found).toMatch(reason);
  });

  it.each(LOADED)("%s is loaded", async (_, text) => {
    expect(await refused(text)).toEqual([]);
  });

  it("what a tool is too old for hides no other fault", async () => {
    const text = jobs("kubernetes_sd_configs: [{ role: pod }]\nscrape_interval: 10s\nscrape_timeout: 20s");
    expect(await refused(text)).toEqual([expect.stringContaining("timeout")]);
  });

  it("a discovery where none is possible is no part that this promtool was built without", async () => {
    const text = "remote_write:\n  - url: https://a.example\n    queue_config: { file_sd_configs: [] }";
    expect(await refused(text)).toEqual([
      expect.stringMatching(/file_sd_configs not found in type config.QueueConfig/),
    ]);
  });

  it("an old name of a function is no longer known", async () => {
    const found = await refused(ruleFile("- record: a:b\n  expr: holt_winters(a[5m], 0.5, 0.5)"));
    expect(found).toEqual([expect.stringMatching(/unknown function|renamed/)]);
  });

  it("what stands in a manifest is judged by its server as well", async () => {
    const rules = "groups: [{ name: a, rules: [{ alert: A, expr: 'rat(up[5m]) > 0' }] }]";
    const manifest = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: a }\nspec:\n  ${rules}`;
    expect(await refused(manifest)).toEqual([expect.stringMatching(/^5 .*unknown function/)]);
  });
});
