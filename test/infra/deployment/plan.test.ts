import { DiffKind, type EngineEvent, type OpType } from "@pulumi/pulumi/automation";
import { expect, it } from "vitest";
import { Causes } from "../../../infra/deployment/events/causes";
import { Plan } from "../../../infra/deployment/events/plan";

const metadata = (op: OpType, name: string, old?: object, now?: object) => ({
  op,
  urn: `urn:pulumi:staging::tocsin::kubernetes:core/v1:ConfigMap::${name}`,
  type: "kubernetes:core/v1:ConfigMap",
  provider: "",
  diffs: ["data"],
  ...(old && { old: state(old) }),
  ...(now && { new: state(now) }),
});

const state = (outputs: object) => ({ type: "", urn: "", id: "", parent: "", provider: "", inputs: {}, outputs });

const event = (sequence: number, rest: Partial<EngineEvent>): EngineEvent => ({ sequence, timestamp: 1, ...rest });

const failure = (message: string): EngineEvent =>
  event(1, { diagnosticEvent: { message, color: "never", severity: "error" } });

it("a plan shows what drifted apart from what the settings change, and no noise of a cluster's own", () => {
  const plan = new Plan();
  plan.onEvent(event(1, { resOutputsEvent: { metadata: metadata("refresh", "rules", { data: 1 }) } }));
  plan.onEvent(
    event(2, {
      resOutputsEvent: { metadata: metadata("refresh", "edited", { data: 1, __inputs: 1 }, { data: 2, __inputs: 2 }) },
    }),
  );
  plan.onEvent(event(3, { resOutputsEvent: { metadata: metadata("refresh", "busy", { status: 1 }, { status: 2 }) } }));
  plan.onEvent(event(4, { resourcePreEvent: { metadata: metadata("update", "routes") } }));
  expect(plan.text).toMatch(/Drifted[^\n]*:\n {2}rules: deleted\n {2}edited: changed \(data\)\n\nA deployment would:/);
  expect(plan.drift).toMatch(/^Drifted[^\n]*:\n {2}rules: deleted\n {2}edited: changed \(data\)\n\n$/);
  expect(plan.text).toContain("  ~ routes update ConfigMap (data)");
  expect(plan.text).not.toContain("busy");
});

it("a plan names the policy packs that judged it, as the engine reports them", () => {
  const plan = new Plan();
  const said =
    '{"summaryEvent":{"maybeCorrupt":false,"durationSeconds":3,"resourceChanges":{"create":11},"PolicyPacks":{"tocsin|local|/cache/policies/46efe29f":"0.1.0"},"isPreview":true,"result":"succeeded"}}';
  plan.onEvent(event(1, JSON.parse(said)));
  expect(plan.text).toMatch(/^Policies: ✅ tocsin$/m);
});

it("a plan names the properties that change, whichever way the provider says them", () => {
  const plan = new Plan();
  const path = { diffKind: DiffKind.update, inputDiff: false };
  const detailedDiff = {
    "spec.groups[0].rules[3].expr": path,
    "spec.groups[0].rules[4].expr": path,
    'data["a.json"]': path,
  };
  plan.onEvent(
    event(1, { resourcePreEvent: { metadata: { ...metadata("update", "rules"), diffs: [], detailedDiff } } }),
  );
  expect(plan.text).toContain("  ~ rules update ConfigMap (data, spec)");
  const nothing = { diffs: JSON.parse("null"), detailedDiff: JSON.parse("null") };
  plan.onEvent(event(2, { resourcePreEvent: { metadata: { ...metadata("update", "silent"), ...nothing } } }));
  expect(plan.text).toContain("  ~ silent update ConfigMap ()");
});

it("a plan of a thousand resources stays short", () => {
  const plan = new Plan();
  for (let i = 0; i < 1_000; i++) {
    plan.onEvent(event(i, { resourcePreEvent: { metadata: metadata("create", `dashboard-${i}`) } }));
  }
  expect(plan.text).toContain("+ 1000 to create");
  expect(plan.text.split("\n").length).toBeLessThan(50);
});

it("a failure is its cause alone, once, and where the log is", () => {
  const causes = new Causes();
  for (const text of [
    "no such context",
    "no such context",
    "failed to run remediation: rpc error: context canceled",
    "update failed",
  ])
    causes.onEvent(failure(text));
  expect(causes.error(new Error("36,000 lines"), "/tmp/up.log").message).toBe(
    "no such context\nAll that the engine said: /tmp/up.log",
  );
});

it("a failure of the program is its message, without where it was thrown", () => {
  const causes = new Causes();
  causes.onEvent(
    failure(
      "Unhandled exception: Error: the token cannot be read\n    at secret (/a b/credentials.ts:53:16)\n    at async Promise.all (index 0)\n    at file:///a/b.ts:1:2\n    at deployed (/a/program.ts:62:18)",
    ),
  );
  expect(causes.all).toEqual(["the token cannot be read"]);
});

it("of a command of the engine that fails, its error alone is the cause", () => {
  const said = "Created stack 'local'\nerror: mkdir /nonexistent: permission denied\nPreviewing update (local):";
  const whole = `code: -2\n stdout: \n stderr: Command failed: pulumi stack init\n${said}\n err?: Error: Command failed\n${said}\n`;
  expect(new Causes().error(new Error(whole), "/tmp/up.log").message).toBe(
    "mkdir /nonexistent: permission denied\nAll that the engine said: /tmp/up.log",
  );
});
