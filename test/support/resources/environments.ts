// The environments of this repository under mocks: what each registers, with stand-ins for the credentials that its file names.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { type Credentials, hookCredentials } from "../../../components/monitoring";
import { settingsInFile } from "../../../infra/settings";
import { stackOf } from "../../../stacks";
import { NOW, type Registered, underMocks } from "../mocks";

const MESSAGES = {
  receivers: { "slack-token": pulumi.secret("slack token"), "pagerduty-routing-key": pulumi.secret("routing key") },
};

/** By environment. */
const CREDENTIALS: Record<string, Credentials> = {
  local: {},
  dev: MESSAGES,
  staging: MESSAGES,
  prod: MESSAGES,
  grafana: {
    ...MESSAGES,
    platform: { auth: pulumi.secret("auth"), basicAuthPassword: pulumi.secret("password") },
  },
};

export const ENVIRONMENTS = Object.keys(CREDENTIALS);

/** Environments with more than their files say; `platform` is what their platform has beside. */
export const VARIANTS = {
  "dev-with-logs-and-traces": {
    of: "dev",
    more: {
      "tocsin:logs": { store: "victorialogs" },
      "tocsin:traces": { store: "jaeger" },
      platform: { cloudwatch: { loadBalancers: { expected: 2 }, rds: {}, sqs: { expected: 5 } } },
    },
  },
  "dev-with-hooks": {
    of: "dev",
    more: {
      "tocsin:notifications": {
        slack: { channels: { critical: "#dev-alerts", warning: "#dev-alerts", info: "#dev-alerts" } },
        remediation: [
          {
            ...{ name: "restart", alerts: ["ServiceDown"], webhook: { file: "/webhook" }, secret: { file: "/secret" } },
            reason: "A restart has helped each time this year",
            limit: { calls: 3, per: "1h" },
          },
        ],
      },
    },
  },
} as const;

const stackFile = z.object({
  config: z.looseObject({ "tocsin:platform": z.record(z.string(), z.unknown()).optional() }),
});

/** What an environment registers, with `more` of its settings. */
export async function resourcesOf(
  environment: string,
  { platform, ...more }: { platform?: object } & Readonly<Record<string, unknown>> = {},
): Promise<Registered[]> {
  const { config } = stackFile.parse(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8")));
  const beside = platform && { "tocsin:platform": { ...config["tocsin:platform"], ...platform } };
  const settings = settingsInFile({ config: { ...config, ...more, ...beside } });
  const surroundings = {
    environment,
    projectDir: "/project",
    packageDir: "/project",
    credentials: {
      ...CREDENTIALS[environment],
      hooks: Object.fromEntries(hookCredentials(settings.notifications).map(({ name }) => [name, pulumi.secret(name)])),
    },
    runtime: "native" as const,
    now: NOW,
  };
  const { resources } = await underMocks(environment, async () =>
    (await stackOf(settings)).deploy(settings, surroundings),
  );
  return resources;
}
