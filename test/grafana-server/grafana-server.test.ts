// The environment `grafana` in a real Grafana, by the real engine and provider (long: one deployment, and what is asked of it).
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { grafanaRuleGroups } from "../../components/grafana";
import { messageTemplate, policyTree, treeNameOf } from "../../components/grafana/notifications";
import { dashboardFiles, parseSettings } from "../../components/monitoring";
import { seconds } from "../../components/rules";
import { lookAtGrafana } from "../../infra/running/grafana-facts";
import { grafana as grafanaStack } from "../../stacks/grafana";
import { told } from "../components/grafana/route";
import { House } from "../e2e/house";
import { generated } from "../support/environment";
import { Inbox } from "../support/inbox";
import { GrafanaServer } from "./grafana-server";

const ENVIRONMENT = "company";
const DATA_SOURCE = `tocsin-${ENVIRONMENT}-prometheus`;
const PASSPHRASE = { PULUMI_CONFIG_PASSPHRASE: "test" };

/** A rule waits for its group's turn at most this long, and then for its first evaluation. */
const EVALUATED_SECONDS = 300;

/** What Grafana counts itself. */
const COUNTED = ["id", "version"];

const rulesAnswer = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        rules: z.array(
          z.object({
            name: z.string(),
            health: z.string(),
            state: z.string().optional(),
            lastError: z.string().optional(),
          }),
        ),
      }),
    ),
  }),
});

const slackMessage = z.object({
  username: z.string(),
  attachments: z.tuple([z.object({ title: z.string(), text: z.string(), color: z.string() })]),
});

const policiesAnswer = z.object({
  receiver: z.string(),
  routes: z
    .array(
      z.object({
        receiver: z.string(),
        continue: z.boolean().default(false),
        object_matchers: z.array(z.tuple([z.string(), z.enum(["=", "!=", "=~", "!~"]), z.string()])).default([]),
      }),
    )
    .default([]),
});

const treeAnswer = z.object({
  spec: z.object({
    defaults: z.object({ receiver: z.string() }),
    routes: z.array(
      z.object({
        receiver: z.string(),
        continue: z.boolean(),
        matchers: z
          .array(z.object({ type: z.enum(["=", "!=", "=~", "!~"]), label: z.string(), value: z.string() }))
          .default([]),
      }),
    ),
  }),
});

/** As its own API gives the environment's tree. */
const TREES = "/apis/notifications.alerting.grafana.app/v1beta1/namespaces/default/routingtrees";

const renderedAnswer = z.object({ results: z.array(z.object({ name: z.string(), text: z.string() })) });

const SEVERITY = ["critical", "warning", "info"];
const TEAM = ["shop", "data", "platform"];
const ALERT = ["Any", "Watchdog"];
const ALERTS = SEVERITY.flatMap((severity) =>
  TEAM.flatMap((team) => ALERT.map((alertname) => ({ severity, team, alertname }))),
);

const home = process.env.GRAFANA_HOME;
if (!home)
  throw new Error("GRAFANA_HOME is missing: the folder of an unpacked Grafana; see test/grafana-server/README.md");

describe("a real Grafana", () => {
  let house: House;
  let grafana: GrafanaServer;
  let inbox: Inbox;
  let settings: ReturnType<typeof settingsOf>;

  const run = (...args: string[]) => house.run(args, PASSPHRASE);
  const rules = async () => {
    const { data } = await grafana.get("/api/prometheus/grafana/api/v1/rules", rulesAnswer);
    return data.groups.flatMap((group) => group.rules.map((rule) => ({ group: group.name, ...rule })));
  };
  const treeName = async () =>
    (await lookAtGrafana(parsed(settings), { deploys: true }))?.noTree === undefined
      ? treeNameOf(ENVIRONMENT)
      : undefined;
  const organisationPolicy = async () => {
    const { receiver, routes } = await grafana.get("/api/v1/provisioning/policies", policiesAnswer);
    return {
      contactPoint: receiver,
      policies: routes.map((route) => ({
        contactPoint: route.receiver,
        continue: route.continue,
        matchers: route.object_matchers.map(([label, match, value]) => ({ label, match, value })),
      })),
    };
  };
  const ownTree = async (tree: string) => {
    const { spec } = await grafana.get(`${TREES}/${tree}`, treeAnswer);
    return {
      contactPoint: spec.defaults.receiver,
      policies: spec.routes.map(({ receiver, matchers, ...route }) => ({
        contactPoint: receiver,
        continue: route.continue,
        matchers: matchers.map(({ label, type, value }) => ({ label, match: type, value })),
      })),
    };
  };
  const monitoring = () => grafanaStack.monitoring(parsed(settings), { environment: ENVIRONMENT, runtime: "native" });

  beforeAll(async () => {
    [house, inbox, grafana] = await Promise.all([House.build(), Inbox.start(), GrafanaServer.start(home)]);
    await house.settings((config) => {
      config["tocsin:services"] = [...(config["tocsin:services"] as object[]), ...generated];
    });
    expect((await house.run(["up"])).output).toMatch(/(\d+) of \1 targets are up/);
    settings = settingsOf(house, grafana, inbox);
    await house.write("auth", grafana.auth);
    await house.write(`Pulumi.${ENVIRONMENT}.yaml`, stringify({ config: settings }));
  });
  afterAll(async () => {
    await Promise.all([house?.tearDown(), grafana?.stop()]);
    inbox?.close();
  });

  test("takes the whole deployment", async () => {
    const { exitCode, output } = await run("up", ENVIRONMENT, "--yes");
    expect(exitCode, output).toBe(0);
  });

  test("gives every dashboard back as it was sent", async () => {
    const sent = Object.entries(dashboardFiles(monitoring(), { datasourceUid: DATA_SOURCE }));
    expect(sent.length).toBeGreaterThan(15);
    const answer = z.object({ dashboard: z.record(z.string(), z.unknown()) });
    for (const [file, json] of sent) {
      const { dashboard } = await grafana.get(`/api/dashboards/uid/${file.replace(/\.json$/, "")}`, answer);
      expect(uncounted(dashboard), file).toEqual(uncounted(JSON.parse(json)));
    }
  });

  test("evaluates every rule without an error", async () => {
    const groups = grafanaRuleGroups(monitoring(), { dataSource: DATA_SOURCE, owner: "platform", recordings: false });
    const names = groups.flatMap((group) => group.rules.map(({ name }) => name));
    expect(names.length).toBeGreaterThan(200);
    let known: Awaited<ReturnType<typeof rules>> = [];
    for (const deadline = Date.now() + EVALUATED_SECONDS * 1000; Date.now() < deadline; await sleep(5_000)) {
      known = await rules();
      if (known.every(({ health }) => health !== "unknown")) break;
    }
    expect(known.map(({ name }) => name).sort()).toEqual(names.sort());
    // A query that returns nothing has found nothing wrong.
    expect(known.filter(({ health }) => health !== "ok" && health !== "nodata")).toEqual([]);
  });

  test("gives signs of life to the dead-man's switch", async () => {
    await inbox.until("/heartbeat", /Watchdog/, 120);
  });

  test("tells whom the settings tell", async () => {
    const tree = await treeName();
    const stored = tree === undefined ? await organisationPolicy() : await ownTree(tree);
    const meant = policyTree(monitoring().notifications, (name) => (tree === undefined ? name : `${tree}-${name}`));
    const never = () => false;
    expect(ALERTS.map((labels) => told(stored, labels, never))).toEqual(
      ALERTS.map((labels) => told(meant, labels, never)),
    );
  });

  test("renders the message", async () => {
    const labels = { alertname: "ServiceDown", severity: "critical", service: "shop", instance: "a:1" };
    const alerts = [{ labels, annotations: { summary: "a < b", runbook_url: "https://r/x" } }];
    const body = { name: (await treeName()) ?? "tocsin", template: messageTemplate(), alerts };
    const path = "/api/alertmanager/grafana/config/api/v1/templates/test";
    const { results } = await grafana.post(path, body, renderedAnswer);
    const text = results.find(({ name }) => name === "tocsin.grafana.text")?.text;
    expect(text).toContain("*a &lt; b*");
    expect(text).toContain("<https://r/x|Runbook> · ");
    expect(text).toContain("|Silence>");
  });

  test("tells of a fault and of its end, in time", async () => {
    const start = Date.now();
    process.kill(await house.pid("sample"), "SIGKILL");
    const { body, at } = await inbox.until("/slack", /FIRING:1\] ServiceDown/, 180);
    console.log(`  told after ${((at - start) / 1000).toFixed(1)} s`);
    expect(slackMessage.parse(body)).toMatchObject({
      username: "Tocsin",
      attachments: [{ title: "[FIRING:1] ServiceDown · critical · sample", color: "danger" }],
    });
    expect(slackMessage.parse(body).attachments[0].text).toContain("*sample is down*\nNone of its instances answers");
    expect(at - start).toBeLessThan(seconds("120s") * 1000);
    expect((await rules()).find(({ name }) => name === "ServiceDown")?.state).toBe("firing");
    expect((await house.run(["up"])).exitCode).toBe(0);
    const over = await inbox.until("/slack", /RESOLVED:1\] ServiceDown/, 600);
    expect(slackMessage.parse(over.body).attachments[0].color).toBe("good");
  });

  test("has nothing to change afterwards, whatever was read back", async () => {
    expect((await run("pulumi", "refresh", "--stack", ENVIRONMENT, "--yes", "--skip-preview")).exitCode).toBe(0);
    const { output } = await run("up", ENVIRONMENT, "--yes");
    expect(output).toContain("Deployed: no change");
  });

  test("is left as it was found", async () => {
    expect((await run("destroy", ENVIRONMENT, "--yes")).exitCode).toBe(0);
    expect(await rules()).toEqual([]);
    expect(await grafana.get("/api/search?type=dash-db", z.array(z.unknown()))).toEqual([]);
    expect((await grafana.get("/api/v1/provisioning/policies", policiesAnswer)).routes).toEqual([]);
    const left = await treeName();
    if (left !== undefined) await expect(grafana.get(`${TREES}/${left}`, z.unknown())).rejects.toThrow("404");
  });
});

const uncounted = (dashboard: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(dashboard).filter(([key]) => !COUNTED.includes(key)));

/** What the local environment scrapes, as a company's Grafana is told of it. */
function settingsOf(house: House, { url }: GrafanaServer, inbox: Inbox) {
  const at = (part: "prometheus" | "alertmanager" | "blackboxExporter" | "nodeExporter") =>
    `127.0.0.1:${house.ports[part]}`;
  return {
    "tocsin:platform": {
      kind: "grafana",
      url,
      auth: { file: house.path("..", "auth") },
      dataSource: { url: house.url("prometheus") },
      serviceAccount: "basic",
      scrapes: {
        prometheus: at("prometheus"),
        alertmanager: at("alertmanager"),
        blackboxExporter: at("blackboxExporter"),
        nodeExporter: at("nodeExporter"),
      },
    },
    "tocsin:hosts": [
      { name: "this-machine", address: at("nodeExporter") },
      { name: "warehouse", team: "data", address: at("nodeExporter") },
    ],
    "tocsin:services": [
      {
        name: "sample",
        team: "shop",
        mixin: "service",
        options: { metrics: "app" },
        targets: [`127.0.0.1:${house.ports.sample}`],
        host: "this-machine",
        probes: [{ http: `http://127.0.0.1:${house.ports.sample}/health` }],
      },
      ...generated.map(({ generated: _, ...service }) => ({
        ...service,
        targets: [`127.0.0.1:${house.ports.generator}`],
      })),
    ],
    "tocsin:notifications": {
      slack: { webhook: inbox.url("/slack"), channels: { critical: "#pages" } },
      heartbeat: inbox.url("/heartbeat"),
      receivers: [{ name: "tickets", severities: ["critical"], teams: ["data"], webhook: inbox.url("/tickets") }],
      muteTimings: [
        { name: "nights", times: [{ from: "22:00", to: "06:00" }], teams: ["data"], severities: ["warning"] },
        { name: "weekend", weekdays: ["saturday:sunday"], timezone: "Europe/Zurich" },
      ],
    },
    "tocsin:links": { runbook: "https://runbooks.example.com/{mixin}#{alert}" },
  };
}

const parsed = (settings: ReturnType<typeof settingsOf>) =>
  parseSettings(
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [key.slice("tocsin:".length), value])),
  );
