// What calls hooks on the local platform, under mocks: a part of its own, to which Alertmanager sends with a password.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { withoutSecrets } from "../../components/host/provider/values";
import { remediationPlan } from "../../components/remediation";
import { hook } from "../components/kubernetes/followers/settings";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";
import { plainValue } from "../support/mocks";

const deployedWith = (more: object = {}) =>
  deployed(
    {
      credentials: {
        receivers: { "slack-token": pulumi.secret("xoxb-c4n4ry") },
        hooks: { "restart-secret": pulumi.secret("whsec_c4n4ry") },
        files: { hooks: { "restart-webhook": "/webhook" } },
      },
    },
    settings({ notifications: { remediation: [hook], slack: { token: { file: "/token" }, updates: true }, ...more } }),
  );

const filesOf = ({ secretFiles }: Record<string, unknown>) => Object.keys(Object(plainValue(secretFiles)));

describe("hooks", () => {
  test("are called by a part, with the files that hold each one's address and secret", async () => {
    const { named, resources } = await deployedWith();
    const { inputs } = named("remediation");
    expect(inputs).toMatchObject({
      dir: "/project/.tocsin/local/remediation",
      listen: { host: "127.0.0.1", port: 9903 },
      readyUrl: "http://127.0.0.1:9903/health",
      secretsFrom: { "secrets/restart-webhook": "/webhook" },
    });
    expect(filesOf(inputs)).toEqual(["secrets/restart-secret"]);
    expect(inputs.args).toContain("--password-file=/project/.tocsin/local/access/password");
    expect((inputs.args as string[]).join()).not.toContain("--token-file");
    expect(remediationPlan.parse(JSON.parse(fileOf(named("remediation"), "plan.json")))).toMatchObject({
      hooks: [{ name: "restart", receiver: "remediation/restart", limit: { calls: 3, perSeconds: 3_600 } }],
      channels: {},
    });
    expect(JSON.stringify(withoutSecrets({ resources }))).not.toContain("c4n4ry");
    // No other part has them.
    const readers = resources.filter(({ inputs: given }) => JSON.stringify(given).includes("restart-secret"));
    expect(readers.map(({ name }) => name)).toEqual(["remediation"]);
  });

  test("are what Alertmanager sends to, known by the password between parts", async () => {
    const { named } = await deployedWith();
    const config = fileOf(named("alertmanager"), "alertmanager.yml");
    expect(config).toContain("url: http://127.0.0.1:9903/groups");
    expect(config).toContain("password_file: /project/.tocsin/local/access/password");
  });

  test("have a bot's token where messages have threads", async () => {
    const { named } = await deployedWith({ slack: { token: { file: "/token" }, updates: true, thread: true } });
    const { inputs } = named("remediation");
    expect(filesOf(inputs).sort()).toEqual(["secrets/restart-secret", "secrets/slack-token"]);
    expect(inputs.args).toContain("--token-file=/project/.tocsin/local/remediation/config/current/secrets/slack-token");
  });

  test("are no part where no alert calls one", async () => {
    const { named, resources } = await deployedWith({ remediation: [] });
    expect(resources.map(({ name }) => name)).not.toContain("remediation");
    expect(fileOf(named("alertmanager"), "alertmanager.yml")).not.toContain("9903");
  });
});
