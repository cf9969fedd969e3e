// Two real Prometheus of which one has a wrong clock, as an Alertmanager sees it: what is sent, and how often.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble, EVALUATION_INTERVAL } from "../../../components/monitoring";
import { RESEND_DELAY, yaml } from "../../../components/prometheus";
import { type Duration, seconds } from "../../../components/rules";
import { close, listen } from "../../../components/sample/http";
import { type Folder, writeFolder } from "../../components/alertmanager/folder";
import { endpoints, settings } from "../../support/environment";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { ready, startAlertmanager } from "../alertmanager";
import { SlackServer } from "../ec2/slack";
import { Processes } from "../processes";
import { faster } from "./faster";
import { startShifted } from "./shifted";

const tools = toolsOrSkip("alertmanager", "prometheus");

/** Everything is so much faster. */
const FASTER = 5;
const sooner = (time: Duration) => `${(seconds(time) * 1000) / FASTER}ms`;

/** Of the second clock, in seconds. The first one is right; where it is silent, the second Prometheus is alone. */
const CASES = {
  BehindHalfAMinute: { skew: -30, alone: false },
  BehindAnHour: { skew: -3_600, alone: false },
  AheadHalfAMinute: { skew: 30, alone: false },
  AheadAnHour: { skew: 3_600, alone: false },
  AloneBehindAnHour: { skew: -3_600, alone: true },
  AloneAheadAnHour: { skew: 3_600, alone: true },
} as const;

describe.skipIf(!tools)("two Prometheus, one of them with a wrong clock", () => {
  const processes = new Processes();
  let folder: Folder;
  let slack: SlackServer;
  let shifted: { close: () => Promise<void> };
  let target: Server;
  let isBroken = false;

  beforeAll(async () => {
    slack = await SlackServer.start();
    const ports = await freePorts("alertmanager", "shifted", "target", "right", "wrong");
    folder = await writeFolder(assemble("dev", settings(), endpoints).notifications, slack.url);
    await writeFile(folder.configFile, faster(await readFile(folder.configFile, "utf8"), FASTER));
    const address = `127.0.0.1:${ports.alertmanager}`;
    startAlertmanager(processes, {
      ...{
        program: tools?.alertmanager ?? "",
        configFile: folder.configFile,
        data: join(folder.path, "data"),
        address,
      },
    });
    await ready(`http://${address}`);
    shifted = await startShifted(ports.shifted, `http://${address}`);
    target = createServer((_, response) =>
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(`broken ${Number(isBroken)}\n`),
    );
    await listen(target, ports.target, "127.0.0.1");
    const start = async (name: "right" | "wrong", to: number) => {
      const own = join(folder.path, name);
      await mkdir(own);
      const rules = Object.entries(CASES)
        .filter(([, { alone }]) => name === "wrong" || !alone)
        .map(([alert, { skew }]) => ({
          ...{ alert, expr: "broken == 1" },
          labels: { severity: "critical", service: "shop", team: "sales", skew: `${skew / FASTER}` },
          annotations: { summary: alert, description: alert, runbook_url: "http://r", dashboard_url: "http://d" },
        }));
      await writeFile(join(own, "rules.yml"), yaml({ groups: [{ name: "all", rules }] }));
      await writeFile(
        join(own, "prometheus.yml"),
        yaml({
          global: { scrape_interval: "1s", evaluation_interval: sooner(EVALUATION_INTERVAL) },
          rule_files: ["rules.yml"],
          alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${to}`] }] }] },
          scrape_configs: [{ job_name: "target", static_configs: [{ targets: [`127.0.0.1:${ports.target}`] }] }],
        }),
      );
      processes.start(tools?.prometheus ?? "", [
        `--config.file=${join(own, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(own, "data")}`,
        `--web.listen-address=127.0.0.1:${ports[name]}`,
        `--${RESEND_DELAY.flag}=${sooner(RESEND_DELAY.value)}`,
      ]);
      await ready(`http://127.0.0.1:${ports[name]}`);
    };
    await start("right", ports.alertmanager);
    await start("wrong", ports.shifted);
    await sleep(3_000);
    isBroken = true;
    await sleep(60_000);
    isBroken = false;
    await sleep(45_000);
  });

  afterAll(async () => {
    await processes.endAll();
    await shifted?.close();
    if (target) await close(target, 0);
    slack?.close();
    await folder?.remove();
  });

  const sent = (alert: keyof typeof CASES) =>
    slack.titles.filter((title) => title.includes(` ${alert} `)).map((title) => /FIRING|RESOLVED/.exec(title)?.[0]);

  // An urgent alert is good for four times the resend delay, which is a minute, and is sent again every 20 s.
  test("BehindHalfAMinute: sent once, and its end once", () => {
    expect(sent("BehindHalfAMinute")).toEqual(["FIRING", "RESOLVED"]);
  });

  // Its end lies in the future: where it speaks after the other one has, Alertmanager has sent the end and takes the alert for a new one.
  test("AheadHalfAMinute: sent once, and its end once, or both a second time", () => {
    expect([
      ["FIRING", "RESOLVED"],
      ["FIRING", "RESOLVED", "FIRING", "RESOLVED"],
    ]).toContainEqual(sent("AheadHalfAMinute"));
  });

  // Each update replaces what the other server said before: what is sent depends on who spoke last when the group was sent.
  test.each(["BehindAnHour", "AheadAnHour"] as const)("%s: sent as firing and resolved in turn, if at all", (alert) => {
    expect(sent(alert)).toEqual(sent(alert).map((_, index) => (index % 2 === 0 ? "FIRING" : "RESOLVED")));
  });

  test("AheadAnHour: sent", () => expect(sent("AheadAnHour")[0]).toBe("FIRING"));

  test("AloneAheadAnHour: sent once, and its end not before the clock's own time", () => {
    expect(sent("AloneAheadAnHour")).toEqual(["FIRING"]);
  });

  test("AloneBehindAnHour: not sent, as Watchdog is not, which the dead-man's switch reports", () => {
    expect(sent("AloneBehindAnHour")).toEqual([]);
  });
});
