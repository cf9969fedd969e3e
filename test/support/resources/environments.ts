// The environments of this repository under mocks: what each registers, with stand-ins for the credentials that its file names.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import type { Credentials } from "../../../components/monitoring";
import { settingsInFile } from "../../../infra/settings";
import { stackOf } from "../../../stacks";
import { type Registered, underMocks } from "../mocks";

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
} as const;

const stackFile = z.object({
  config: z.looseObject({ "tocsin:platform": z.record(z.string(), z.unknown()).optional() }),
});

/** What an environment registers, with `more` of its settings. */
export async function resourcesOf(
  environment: string,
  { platform, ...more }: { platform?: object } = {},
): Promise<Registered[]> {
  const { config } = stackFile.parse(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8")));
  const beside = platform && { "tocsin:platform": { ...config["tocsin:platform"], ...platform } };
  const settings = settingsInFile({ config: { ...config, ...more, ...beside } });
  const surroundings = {
    environment,
    projectDir: "/project",
    packageDir: "/project",
    credentials: CREDENTIALS[environment] ?? {},
    runtime: "native" as const,
  };
  const { resources } = await underMocks(environment, async () =>
    (await stackOf(settings)).deploy(settings, surroundings),
  );
  return resources;
}
