// What adds to incidents' threads on the local platform, under mocks: a part of its own, which Alertmanager sends to.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { incidentsPlan } from "../../components/incidents";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";

const deployedWith = (thread: boolean, graph = false) =>
  deployed(
    { credentials: { receivers: { "slack-token": pulumi.secret("xoxb-1") } } },
    settings({ notifications: { slack: { token: { file: "/token" }, updates: true, thread, graph } } }),
  );

describe("incidents", () => {
  test("are a part that Alertmanager sends groups to, with the channels whose messages have threads", async () => {
    const { named } = await deployedWith(true);
    const { inputs } = named("incidents");
    expect(inputs).toMatchObject({
      dir: "/project/.tocsin/local/incidents",
      listen: { host: "127.0.0.1", port: 9902 },
      readyUrl: "http://127.0.0.1:9902/health",
    });
    expect(inputs.args).toContain("--token-file=/project/.tocsin/local/incidents/config/current/secrets/slack-token");
    expect(inputs.args).toContain("--password-file=/project/.tocsin/local/access/password");
    const plan = incidentsPlan.parse(JSON.parse(fileOf(named("incidents"), "plan.json")));
    expect(plan.graphs).toEqual({});
    expect(plan.channels).toMatchObject({ "slack-alerts-critical": "#alerts-critical" });
    const config = fileOf(named("alertmanager"), "alertmanager.yml");
    expect(config).toContain("url: http://127.0.0.1:9902/groups");
    expect(config).toContain("password_file: /project/.tocsin/local/access/password");
  });

  test("have graphs of what alerts judge, where the settings ask for them", async () => {
    const { named } = await deployedWith(true, true);
    const { graphs } = incidentsPlan.parse(JSON.parse(fileOf(named("incidents"), "plan.json")));
    expect(graphs["ServiceErrorRatioHigh critical"]).toEqual({
      expr: expect.any(String),
      threshold: expect.any(Number),
    });
    expect(Object.values(graphs).filter(({ expr, threshold }) => expr.endsWith(`> ${threshold}`))).toEqual([]);
  });

  test("are no part where no message has a thread", async () => {
    const { resources, named } = await deployedWith(false);
    expect(resources.map(({ name }) => name)).not.toContain("incidents");
    expect(fileOf(named("alertmanager"), "alertmanager.yml")).not.toContain("9902");
  });
});
