// A hook on a real local environment: a service that dies calls it once, and that it fails is a message.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { type HookServer, startHook } from "../../components/remediation/hook-server";
import { toolsOrSkip } from "../../support/tools";
import { House } from "../house";
import { within } from "../processes";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

const CANARY = "c4n4ry";
const SECRET = `whsec_${Buffer.from(`${CANARY}-of-thirty-two-random-bytes`).toString("base64")}`;

describe.skipIf(!tools)("a hook", () => {
  let house: House;
  let keys: string;
  let hook: HookServer;
  beforeAll(async () => {
    if (!tools) return;
    hook = await startHook((response) => response.writeHead(500).end("no such unit"));
    keys = await mkdtemp(join(tmpdir(), "tocsin-hook-"));
    await writeFile(join(keys, "webhook"), `${hook.url}/${CANARY}\n`, { mode: 0o600 });
    await writeFile(join(keys, "secret"), `${SECRET}\n`, { mode: 0o600 });
    house = await House.build();
    await house.settings((config) => {
      config["tocsin:notifications"] = {
        ...Object(config["tocsin:notifications"]),
        remediation: [
          {
            name: "restart",
            alerts: ["ServiceDown"],
            webhook: { file: join(keys, "webhook") },
            secret: { file: join(keys, "secret") },
            reason: "A restart has helped each time this year",
            limit: { calls: 3, per: "1h" },
          },
        ],
      };
    });
    await house.does(["up"]);
  }, 600_000);
  afterAll(async () => {
    await house?.tearDown();
    hook?.close();
    if (keys) await rm(keys, { recursive: true });
  });

  const log = () => readFile(house.path("local", "remediation", "log"), "utf8");
  const count = async (outcome: string) => {
    const [found] = await house.query(`tocsin_remediation_calls_total{job="repairs",outcome="${outcome}"}`);
    return found && Number(found.value[1]);
  };

  test("is watched from the beginning", async () => {
    await within(60, async () => ((await count("failed")) === 0 ? true : undefined), log);
  }, 90_000);

  test("is called once by a service that dies, by way of Prometheus and Alertmanager", async () => {
    process.kill(await house.pid("sample"), "SIGKILL");
    const { seconds } = await within(180, async () => hook.calls[0], log);
    const body = z.object({
      data: z.object({ runbook: z.string(), labels: z.record(z.string(), z.string()) }),
    });
    const { data } = body.parse(JSON.parse(hook.calls[0]?.body ?? ""));
    expect(data.labels).toMatchObject({ alertname: "ServiceDown", severity: "critical", environment: "local" });
    expect(data.runbook).toBe(`${house.url("inbox")}/runbooks/service#servicedown`);
    console.log(`  a service that is killed calls its hook after ${Math.round(seconds)} s`);
    expect(seconds).toBeLessThan(120);
    await sleep(60_000);
    expect(hook.calls).toHaveLength(1);
  }, 300_000);

  test("that fails is a message", async () => {
    expect(await log()).toMatch(/restart answered 500 after \d\.\d s: "no such unit"/);
    const messages = async () => (await fetch(`${house.url("inbox")}/messages`)).text();
    await within(
      180,
      async () =>
        (await messages()).includes("The hook restart did not do what an alert asked it for") ? true : undefined,
      log,
    );
    expect(await count("failed")).toBe(1);
    expect(await messages()).not.toContain(CANARY);
  }, 240_000);
});
