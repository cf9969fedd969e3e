// Hooks of remediation in whatever carries their plan: each has a reason and a limit.
import { describe, expect, test } from "vitest";
import type { Resource } from "../../../policies/content";
import { hookWithReasonAndLimit } from "../../../policies/infrastructure-safety/policies/hook-with-reason-and-limit";
import { findingsInResource } from "../judged";

const HOOK = {
  name: "restart",
  receiver: "remediation/restart",
  reason: "A restart has helped each time",
  limit: { calls: 3, perSeconds: 3_600 },
};
const PROCESS = "host:index:Process";
const plan = (more: object) => JSON.stringify({ hooks: [{ ...HOOK, ...more }] });
const found = (props: Resource["props"], type = PROCESS) =>
  findingsInResource(hookWithReasonAndLimit, type, props).map(({ message }) => message);

describe("a hook", () => {
  test.each<[string, object, string]>([
    ["without a reason", { reason: undefined }, "has no reason"],
    ["with a reason that is none", { reason: " because  " }, "has no reason"],
    ["without a limit", { limit: undefined }, "has no limit"],
    ["with a limit of nothing", { limit: { calls: 0, perSeconds: 60 } }, "has no limit"],
    ["with a limit of no time", { limit: { calls: 3 } }, "has no limit"],
  ])("%s is found", (_, more, message) => {
    expect(found({ files: { "plan.json": plan(more) } })).toEqual([
      expect.stringContaining(`The hook restart ${message}`),
    ]);
  });

  test("is found in a ConfigMap as well", () => {
    expect(found({ data: { plan: plan({ limit: {} }) } }, "kubernetes:core/v1:ConfigMap")).toHaveLength(1);
  });

  test("is found in a server's configuration as well", () => {
    const type = "aws:s3/bucketObjectv2:BucketObjectv2";
    expect(found({ key: "monitoring-1/remediation/plan.json", content: plan({ limit: {} }) }, type)).toHaveLength(1);
  });

  test.each<[string, string]>([
    ["with both", plan({})],
    ["of Git", '{"hooks":{"pre-commit":"npm test"}}'],
    ["of something else", '{"hooks":[{"name":"restart"}]}'],
    ["in half a file", '{"hooks":'],
  ])("%s is not", (_, content) => {
    expect(found({ files: { "plan.json": content } })).toEqual([]);
  });
});
