// What a reviewer reads of a pull request, whole: a changed threshold, another service, another label, a larger machine,
// and what a policy objects to.
// Update the golden file with: npx vitest run test/infra/preview/comment.test.ts -u
import { describe, expect, test } from "vitest";
import { mixinsInUse } from "../../../components/monitoring";
import { forecast } from "../../../components/monitoring/forecast";
import { comparison, exceededBudgets } from "../../../infra/preview/comparison";
import type { Finding } from "../../../infra/preview/findings";
import { comparisonJson, comparisonMarkdown, comparisonText } from "../../../infra/preview/render";
import type { Rendered, Resource } from "../../../infra/preview/rendered";
import { settings } from "../../support/environment";
import { CHANGED, watching } from "./sides";

const LIMITS = { series: 20_000, monthlyCost: 100, prices: {} };

const instance = (instanceType: string): Resource => ({
  type: "aws:ec2/instance:Instance",
  name: "monitoring",
  id: "i-1",
  inputs: { instanceType, rootBlockDevice: { volumeSize: 20, volumeType: "gp3" } },
});

const object = (name: string, content: string): Resource => ({
  type: "aws:s3/bucketObjectv2:BucketObjectv2",
  name,
  id: name,
  inputs: { key: name, content },
});

/** Adds a label to what a recording keeps apart, and so a series for each of its values. */
function withStatus(rendered: Rendered): Rendered {
  const { monitoring } = rendered;
  const groups = monitoring.groups.map((group) => ({
    ...group,
    recordings: group.recordings.map((recording) =>
      recording.record === "endpoint:http_requests:rate5m"
        ? {
            ...recording,
            expr: recording.expr.replace("team, endpoint)", "team, endpoint, status)"),
            labels: [...recording.labels, "status"],
          }
        : recording,
    ),
  }));
  const watched = { ...monitoring, groups };
  return {
    ...rendered,
    monitoring: { ...watched, forecast: forecast(watched, mixinsInUse(settings(CHANGED)), LIMITS) },
  };
}

const BASE: Rendered = {
  limits: LIMITS,
  monitoring: watching(),
  resources: [instance("t3.medium"), object("prometheus.yml", "a"), object("rules/node.yml", "a")],
};

const HEAD: Rendered = withStatus({
  limits: LIMITS,
  monitoring: watching(CHANGED),
  resources: [
    instance("m7g.large"),
    object("prometheus.yml", "b"),
    object("rules/node.yml", "b"),
    object("rules/redis.yml", "a"),
  ],
});

const FINDING: Finding = {
  policy: "no-unbounded-labels",
  pack: "label-cardinality",
  level: "mandatory",
  resource: "rules/shop.yml",
  message:
    "group shop, rule shop:orders:rate5m: groups by user_id, which has a value for every person.\nFix: sum without (user_id) (rate(orders_total[5m]))",
};

const compared = comparison("prod", "main", BASE, HEAD);

describe("a pull request's comment", () => {
  test("is understood without opening the diff", async () => {
    const said = { findings: [FINDING], output: "Resources:\n    + 1 to create\n    ~ 3 to update\n" };
    await expect(comparisonMarkdown(compared, said)).toMatchFileSnapshot("golden.md");
  });

  test("has its parts in the terminal as well", () => {
    const text = comparisonText(compared);
    expect(text).toMatch(/NodeMemoryHighUtilization \(warning\) {2}threshold: > 90% → > 70%/);
    expect(text).toContain("Resources: 1 added, 3 changed");
    expect(text).toContain("  ~ monitoring (aws Instance)  instanceType");
    expect(text).toMatch(/Series: [\d,]+ → [\d,]+ expected/);
    expect(text).toMatch(/Monthly cost: \$31.97 → about \$61.17/);
  });

  test("is plain data for machines, policies included", () => {
    const data = JSON.parse(comparisonJson(compared, { findings: [FINDING], output: "" }));
    expect(data.resources).toHaveLength(4);
    expect(data.cost.after.parts[0]).toEqual({ what: "m7g.large", count: 1, dollars: 0.0816 * 730 });
    expect(data.findings[0].policy).toBe("no-unbounded-labels");
    expect(data.series.after.expected).toBeGreaterThan(data.series.before.expected);
  });

  test("says that all is new where nothing was there", () => {
    const all = comparison("prod", "main", undefined, HEAD);
    expect(all.resources?.map(({ change }) => change)).toEqual(["added", "added", "added", "added"]);
  });

  test("leaves out resources that only one side knows", () => {
    const { resources: _, ...older } = BASE;
    expect(comparison("prod", "main", older, HEAD).resources).toBeUndefined();
  });
});

describe("budgets", () => {
  test("within which a change stays are no objection", () => {
    expect(exceededBudgets(compared)).toEqual([]);
  });

  test("that a change exceeds are named, each with the setting", () => {
    const limits = { series: 100, monthlyCost: 20, prices: {} };
    const monitoring = watching({ limits });
    expect(exceededBudgets(comparison("prod", "main", BASE, { ...HEAD, monitoring, limits }))).toEqual([
      expect.stringMatching(/^[\d,]+ series are expected, and limits.series allows 100: watch less, or raise it.$/),
      "About $61 a month, and limits.monthlyCost allows $20: deploy less, or raise it.",
    ]);
  });
});
