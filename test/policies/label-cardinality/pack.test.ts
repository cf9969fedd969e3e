import { describe, expect, it, test } from "vitest";
import { scrapeJobWithoutLimits } from "../../../policies/label-cardinality/policies/scrape-job-without-limits";
import { selectorWithoutName } from "../../../policies/label-cardinality/policies/selector-without-name";
import { unboundedLabelInRule } from "../../../policies/label-cardinality/policies/unbounded-label-in-rule";
import { alertOf, findingsIn, findingsInRule } from "../judged";

const found = (expr: string) => findingsInRule(unboundedLabelInRule, alertOf(expr)).map(({ message }) => message);

describe("unbounded-label-in-rule", () => {
  test.each(["user_id", "email", "session_id", "trace_id", "request_id", "url", "path", "client_ip"])(
    "finds a grouping by %s",
    (label) => {
      expect(found(`sum by (job, ${label}) (rate(http_requests_total[5m])) > 5`)).toEqual([
        expect.stringContaining(`groups by ${label}. Every new ${label} makes an alert, and a message, of its own`),
      ]);
    },
  );

  it("offers the grouping without the label", () => {
    expect(found("sum by (job, user_id) (x)")[0]).toContain("Group by labels with few values: by (job).");
  });

  it("leaves alone what is aggregated away again: how many users there are", () => {
    expect(found("count(count by (user_id) (rate(logins_total[5m]) > 0)) > 100")).toEqual([]);
  });

  test.each([
    "sum by (host, path) (disk_used_bytes) > 5",
    "min by (url) (probe_success) == 0",
    "sum by (uri) (rate(http_server_requests_seconds_count[5m])) > 5",
  ])("leaves paths and addresses alone that are few: %s", (expr) => {
    expect(found(expr)).toEqual([]);
  });

  it("takes an address for a client's where something is counted for each, and for the server's own on a gauge", () => {
    expect(found("sum by (ip) (rate(logins_failed_total[5m])) > 5")).toHaveLength(1);
    expect(found("sum by (ip) (memory_used_bytes) > 5")).toEqual([]);
  });

  it("leaves the tenant of Mimir alone", () => {
    expect(found("min by (user) (cortex_bucket_index_last_successful_update_timestamp_seconds) > 5")).toEqual([]);
  });

  it("leaves alone labels that are taken out", () => {
    expect(found("sum without (user_id) (x)")).toEqual([]);
  });

  it("finds a rule's label that is filled from the series", () => {
    const rule = `${alertOf("up == 0")}\n  labels: { request_id: "{{ $labels.id }}" }`;
    expect(findingsInRule(unboundedLabelInRule, rule)[0]?.message).toContain(
      "label request_id is filled from each series",
    );
  });
});

describe("scrape-job-without-limits", () => {
  it("takes limits from the global section", () => {
    const limits = "sample_limit: 1, label_limit: 1, label_value_length_limit: 1, target_limit: 1";
    expect(findingsIn(scrapeJobWithoutLimits, `global: { ${limits} }\nscrape_configs: [{ job_name: a }]`)).toEqual([]);
  });

  it("names each limit that is missing or 0, where Prometheus has none", () => {
    const [finding] = findingsIn(
      scrapeJobWithoutLimits,
      "scrape_configs: [{ job_name: a, sample_limit: 0, label_limit: 9, target_limit: 9 }]",
    );
    expect(finding?.message).toContain('job "a" has no sample_limit, label_value_length_limit.');
    expect(finding).toMatchObject({ file: "shop.yml", rule: "a", level: "advisory" });
  });
});

describe("selector-without-name", () => {
  test.each(['{__name__=~"node_.+"}', '{__name__="up"}', '{"http.requests"}', "up"])("leaves %s alone", (selector) => {
    expect(findingsInRule(selectorWithoutName, alertOf(`count(${selector}) > 1`))).toEqual([]);
  });

  test.each(['{job="a"}', '{__name__=~".+"}', '{__name__!="up"}'])(
    "finds %s, but not where series are counted",
    (selector) => {
      expect(findingsInRule(selectorWithoutName, alertOf(`sum(${selector}) > 1`))).toHaveLength(1);
      expect(findingsInRule(selectorWithoutName, alertOf(`count(${selector}) > 1`))).toEqual([]);
    },
  );
});
