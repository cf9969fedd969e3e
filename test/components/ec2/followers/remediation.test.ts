// Hooks on EC2: what a server is given and may do, and the program as its unit runs it, with its ledger in a bucket.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { programsOrSkip } from "../../../support/machine/programs";
import { startHook } from "../../remediation/hook-server";
import { startStandIn } from "../../remediation/s3-stand-in";
import { awsAt } from "../../remediation/servers";
import { deployed, settingsWith } from "../registered";
import { hook } from "./hook";
import { filesWith, LOGIN, runUnit, startParts } from "./running";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test("each server has the program, the plan, and an Alertmanager that sends to it", () => {
  const files = filesWith({ remediation: [hook] });
  expect(files["alertmanager/alertmanager.yml"]).toContain("url: http://127.0.0.1:9903/groups");
  expect(files["remediation/plan.json"]).toContain('"receiver":"remediation/restart"');
  const without = filesWith({});
  expect(Object.keys(without).filter((file) => file.startsWith("remediation"))).toEqual([]);
  expect(without["alertmanager/alertmanager.yml"]).not.toContain("9903");
});

const policy = z.object({
  Statement: z.array(z.object({ Action: z.array(z.string()), Resource: z.array(z.string()) })),
});
const rules = z.array(z.looseObject({ id: z.string() }));

describe("an environment with a hook", () => {
  const made = async (remediation: readonly object[]) =>
    deployed(settingsWith({ servers: { count: 2 } }, { notifications: { remediation } }), {
      hooks: { "restart-webhook": "https://hook.example/c4n4ry", "restart-secret": SECRET },
    });

  test("lets each server read and write the ledger, and nothing else of the bucket is written by any", async () => {
    const writing = async (remediation: readonly object[]) => {
      const { ofType } = await made(remediation);
      return ofType("iam/rolePolicy:RolePolicy").flatMap(({ name, inputs }) =>
        policy
          .parse(JSON.parse(String(inputs.policy)))
          .Statement.filter(({ Action }) => Action.some((one) => /^s3:(Put|Delete)/.test(one)))
          .map(({ Action, Resource }) => [name, Action, Resource.map((one) => one.replace(/^.*?\//, ""))]),
      );
    };
    expect(await writing([hook])).toEqual(
      ["dev-monitoring-1", "dev-monitoring-2"].map((name) => [
        name,
        ["s3:GetObject", "s3:PutObject"],
        ["remediation/*"],
      ]),
    );
    expect(await writing([])).toEqual([]);
  });

  test("forgets what the ledger says after all that counts, and has the hook's credentials in folders of their own", async () => {
    const { ofType } = await made([hook]);
    const [lifecycle] = ofType("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
    expect(rules.parse(lifecycle?.inputs.rules).find(({ id }) => id === "ledger")).toMatchObject({
      filter: { prefix: "remediation/" },
      expiration: { days: 32 },
    });
    const parameters = ofType("ssm/parameter:Parameter").map(({ inputs }) => inputs.name);
    expect(parameters).toEqual(
      expect.arrayContaining(["/tocsin/dev/hooks/restart-webhook", "/tocsin/dev/hooks/restart-secret"]),
    );
  });
});

const sent = JSON.stringify({
  ...{ version: "4", groupKey: "g", status: "firing", receiver: "remediation/restart" },
  groupLabels: { alertname: "ServiceDown", service: "shop" },
  commonLabels: { alertname: "ServiceDown", service: "shop", severity: "critical", environment: "dev" },
  alerts: [
    {
      ...{ status: "firing", startsAt: new Date().toISOString(), endsAt: "0001-01-01T00:00:00Z", fingerprint: "a" },
      ...{ labels: { alertname: "ServiceDown", service: "shop" }, annotations: {} },
    },
  ],
});

test.skipIf(!programsOrSkip("aws"))(
  "the unit's command calls the hook, and writes that it does to the bucket",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "ec2-remediation-"));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const s3 = await startStandIn();
    ends.push(s3.close);
    const called = await startHook();
    ends.push(async () => called.close());
    const parts = await startParts(folder, () => []);
    ends.push(parts.close);
    const { url, log, stop } = await runUnit(
      "remediation",
      { remediation: { hasThreads: false } },
      {
        ...{ folder, parts, files: filesWith({ remediation: [hook] }), environment: awsAt(s3.url), more: [] },
        secrets: { "hooks/restart-webhook": `${called.url}/c4n4ry`, "hooks/restart-secret": SECRET },
      },
    );
    ends.push(stop);
    const post = (headers: Record<string, string>) => fetch(`${url}/groups`, { method: "POST", headers, body: sent });
    expect((await post({})).status).toBe(401);
    const answer = await post({ authorization: LOGIN });
    expect(answer.status, log()).toBe(200);
    expect(called.calls.map(({ path }) => path)).toEqual(["/c4n4ry"]);
    const ledger = s3.objects.get("/configuration/remediation/restart.json") ?? "";
    expect(ledger).toContain('"by":"monitoring-1"');
    expect(ledger + log()).not.toMatch(/c4n4ry|whsec_/);
  },
  60_000,
);
