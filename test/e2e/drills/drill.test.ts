// Drills that are ended at any moment leave nothing behind: on the real sample service and generator, before a Prometheus that has
// their rules, and an Alertmanager, which never have an alert.
import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startGenerator } from "../../../components/sample/generator/server";
import { close, json, listen, send } from "../../../components/sample/http";
import { startInbox } from "../../../components/sample/inbox/server";
import type { Running } from "../../../components/sample/run";
import { startService } from "../../../components/sample/service/server";
import { LEASE_SECONDS } from "../../../infra/commands/drill/fault";
import { House } from "../house";

const HOST = "127.0.0.1";
const faultShown = z.object({ errorRatio: z.number(), latencySeconds: z.number(), down: z.boolean() });
const NO_FAULT = { errorRatio: 0, latencySeconds: 0, down: false };

/** One drill of a fault of the sample service, and one that is replayed. */
const DRILLS = ["ServiceDown", "NodeFileDescriptorLimit"];

describe("a drill", () => {
  let house: House;
  const parts: Running[] = [];
  const silent: Server[] = [];

  beforeAll(async () => {
    house = await House.build();
    const { ports } = house;
    parts.push(
      await startService({ port: ports.sample, host: HOST, traffic: 0 }),
      await startGenerator({ port: ports.generator, host: HOST, generate: [] }),
      await startInbox({ port: ports.inbox, host: HOST, data: house.path("inbox") }),
    );
    for (const port of [ports.prometheus, ports.alertmanager]) {
      const rules = DRILLS.map((name) => ({ name, health: "ok" }));
      const data = { alerts: [], groups: [{ name: "drilled", interval: 10, rules }] };
      const server = createServer((_, response) => send(response, json(200, { data })));
      await listen(server, port, HOST);
      silent.push(server);
    }
  });
  afterAll(async () => {
    await Promise.all([...parts.map((part) => part.close()), ...silent.map((server) => close(server, 1))]);
    await house.tearDown();
  });

  /** The fault of the sample service, and how many targets are replayed. */
  const faults = async () => ({
    fault: faultShown.parse(await (await fetch(`${house.url("sample")}/faults`)).json()),
    targets: z.array(z.unknown()).parse(await (await fetch(`${house.url("generator")}/targets`)).json()).length,
  });

  /** Starts a drill; resolves when all of its faults have begun. */
  async function begun(...alerts: string[]) {
    const drill = house.start(["drill", ...alerts]);
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      drill[stream].on("data", (chunk) => {
        said[stream] += chunk;
      });
    }
    const exited = new Promise<number | null>((resolve) => drill.once("exit", resolve));
    while (!alerts.every((alert) => said.stdout.includes(`${alert}: `))) {
      if (drill.exitCode !== null) throw new Error(`the drill ended:\n${said.stdout}${said.stderr}`);
      await sleep(50);
    }
    await sleep(1_000);
    return { drill, said, exited };
  }

  /** Ends a drill with a signal, a random time after its faults have begun. */
  async function endedBy(signal: NodeJS.Signals) {
    const { drill, exited } = await begun(...DRILLS);
    await sleep(Math.random() * 2_000);
    expect(await faults()).toEqual({ fault: { ...NO_FAULT, down: true }, targets: 1 });
    drill.kill(signal);
    return exited;
  }

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("that %s ends removes its faults before it is gone", async (signal, code) => {
    expect(await endedBy(signal)).toBe(code);
    expect(await faults()).toEqual({ fault: NO_FAULT, targets: 0 });
  });

  test("keeps its faults for longer than their lease, which end by themselves once it is killed", async () => {
    const { drill } = await begun(...DRILLS);
    await sleep((LEASE_SECONDS + 5) * 1000);
    expect(await faults()).toEqual({ fault: { ...NO_FAULT, down: true }, targets: 1 });
    drill.kill("SIGKILL");
    await sleep((LEASE_SECONDS + 1) * 1000);
    expect(await faults()).toEqual({ fault: NO_FAULT, targets: 0 });
  });

  test("removes what one that was killed has left, and nothing is left by four of them", async () => {
    for (let n = 0; n < 4; n++) await endedBy("SIGKILL");
    expect(await endedBy("SIGINT")).toBe(130);
    expect(await faults()).toEqual({ fault: NO_FAULT, targets: 0 });
  });

  test("says at once that its fault was taken away", async () => {
    const { said, exited } = await begun("ServiceDown");
    await fetch(`${house.url("sample")}/faults`, { method: "DELETE" });
    expect(await exited).toBe(1);
    expect(said.stderr).toContain("ServiceDown: the fault ended during the drill");
    expect((await faults()).fault).toEqual(NO_FAULT);
  });
});
