// Near misses that show only in whole files: a rule beside the configuration, the recordings and the rules that it goes with.
import { describe, expect, test } from "vitest";
import { findingsIn, ruleFile } from "../judged";
import { policyNamed, rule } from "../near-misses";

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
      "routing_key: PAGER_KEY",
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
