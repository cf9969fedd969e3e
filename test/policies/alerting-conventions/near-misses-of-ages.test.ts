// Near misses of the policy on ages, each beside the configuration that scrapes: seconds, and the rule.
import { describe, expect, test } from "vitest";
import { findingsIn, ruleFile } from "../judged";
import { alert, policyNamed, rule } from "../near-misses";

const ORDER = "time() - shop_last_order_timestamp_seconds";

const found = (seconds: number, of: string) =>
  findingsIn(
    policyNamed("age-below-scrape-interval"),
    `global: { scrape_interval: ${seconds}s }\nscrape_configs: [{ job_name: a }]\n---\n${ruleFile(rule(of))}`,
  ).map(({ message }) => message);

describe("an age", () => {
  test.each([
    [60, `${ORDER} > 30`],
    [60, "(time() - max by (job) (agent_heartbeat_timestamp)) / 60 > 0.5"],
    [60, "max(time() - agent_last_seen_seconds) >= 5 * 6"],
    [60, 'time() - timestamp(up{job="a"}) > 20'],
    [300, alert(`${ORDER} > 60`, "for: 2m")],
  ])("of less than the %i s between two scrapes is found: %s", (seconds, of) => {
    expect(found(seconds, of)).toEqual([expect.stringContaining(`is scraped every ${seconds} s`)]);
  });

  test.each([
    [60, `${ORDER} > 120`],
    [10, `${ORDER} > 30`],
    [60, alert(`${ORDER} > 30`, "for: 1m")],
    // What stands still while all is well, and what only guards another condition.
    [60, "time() - process_start_time_seconds > 30"],
    [60, "time() - shop_last_restart_timestamp_seconds > 30"],
    [60, `${ORDER} > 30 and shop_open == 1`],
    [60, `${ORDER} < 30`],
    // Computed at each evaluation, and not scraped.
    [60, "time() - job:last_order_timestamp:max > 30"],
  ])("at %i s is left alone: %s", (seconds, of) => {
    expect(found(seconds, of)).toEqual([]);
  });

  test("is compared with the usual interval where no configuration is there", () => {
    const alone = (limit: number) =>
      findingsIn(policyNamed("age-below-scrape-interval"), ruleFile(rule(`${ORDER} > ${limit}`)));
    expect(alone(10)).toHaveLength(1);
    expect(alone(20)).toEqual([]);
  });
});
