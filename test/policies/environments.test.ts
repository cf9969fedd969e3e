// Every environment of this project passes its own policies, as the engine would be given it.
import { readdirSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { plain } from "../../components/host/provider/values";
import { settingsInFile } from "../../infra/settings";
import { judgeProgram } from "../../policies/engine/judge-program";
import { stackOf } from "../../stacks";
import { NOW, underMocks } from "../support/mocks";

const ENVIRONMENTS = readdirSync(".").flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

const CREDENTIALS = {
  receivers: { "slack-token": pulumi.secret("slack token"), "pagerduty-routing-key": pulumi.secret("routing key") },
  platform: { auth: pulumi.secret("auth"), basicAuthPassword: pulumi.secret("password") },
};

const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

const DRILLED = { drill: { every: "5m" } };

/** What this project's own settings of this machine leave out. */
const MORE_OF_LOCAL = {
  "tocsin:logs": { store: "victorialogs" },
  "tocsin:traces": { store: "jaeger" },
  "tocsin:notifications": DRILLED,
};

async function findingsIn(environment: string, runtime: "native" | "docker" = "native", more: object = {}) {
  const { config } = stackFile.parse(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8")));
  const settings = settingsInFile({ config: { ...config, ...more } });
  const credentials = environment === "local" ? {} : CREDENTIALS;
  const surroundings = {
    environment,
    projectDir: "/project",
    packageDir: "/project",
    credentials,
    now: NOW,
    runtime,
  };
  const { resources } = await underMocks(environment, async () =>
    (await stackOf(settings)).deploy(settings, surroundings),
  );
  expect(resources.length).toBeGreaterThan(5);
  const given = resources.map(({ type, name, id, inputs }) => ({
    type,
    name,
    props: { id, ...Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, plain(value)])) },
  }));
  return judgeProgram(given, "/project");
}

describe("every policy", { timeout: 120_000 }, () => {
  it.each(ENVIRONMENTS)("is content with %s", async (environment) => {
    const findings = await findingsIn(environment);
    expect(findings.filter(({ level }) => level === "mandatory").map(({ message }) => message)).toEqual([]);
    expect(findings.map(({ message }) => message)).toEqual([]);
  });

  it.each(["native", "docker"] as const)("is content with all parts of this machine, %s", async (runtime) => {
    const findings = await findingsIn("local", runtime, MORE_OF_LOCAL);
    expect(findings.map(({ message }) => message)).toEqual([]);
  });

  it("is content with logs and traces on EC2", async () => {
    const { "tocsin:logs": logs, "tocsin:traces": traces } = MORE_OF_LOCAL;
    const findings = await findingsIn("dev", "native", { "tocsin:logs": logs, "tocsin:traces": traces });
    expect(findings.map(({ message }) => message)).toEqual([]);
  });

  it.each(["dev", "staging"])("is content with drills in %s", async (environment) => {
    const slack = { token: { file: "slack-token" } };
    const findings = await findingsIn(environment, "native", { "tocsin:notifications": { ...DRILLED, slack } });
    expect(findings.filter(({ level }) => level === "mandatory").map(({ message }) => message)).toEqual([]);
  });
});
