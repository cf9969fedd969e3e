import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect, it } from "vitest";
import { Report } from "../../../infra/deployment/events/report";

const policyEvent = (enforcementLevel: "mandatory" | "warning"): EngineEvent => ({
  sequence: 1,
  timestamp: 1,
  policyEvent: {
    resourceUrn: "urn:pulumi:local::shop::aws:s3/bucketObject:BucketObject::rules",
    message: "Every expression is valid PromQL.\nShopDown: it is not PromQL.\n",
    color: "never",
    policyName: "promql-syntax",
    policyPackName: "tocsin",
    policyPackVersion: "1",
    policyPackVersionTag: "1",
    enforcementLevel,
  },
});

it("a mandatory policy that objects is what went wrong; an advisory one is not", () => {
  const report = new Report(() => undefined);
  report.onEvent(policyEvent("warning"));
  expect(report.causes.all).toEqual([]);
  report.onEvent(policyEvent("mandatory"));
  expect(report.causes.all).toEqual(["ShopDown: it is not PromQL. [promql-syntax]"]);
});

it("where the engine found its plugins is not printed", () => {
  const lines: string[] = [];
  const report = new Report((line) => lines.push(line));
  const said = (message: string): EngineEvent => ({
    sequence: 1,
    timestamp: 1,
    diagnosticEvent: { message, color: "never", severity: "warning" },
  });
  report.onEvent(said("using pulumi-analyzer-policy-nodejs from $PATH at /somewhere"));
  report.onEvent(said("the bucket is public"));
  expect(lines).toEqual(["    the bucket is public"]);
});
