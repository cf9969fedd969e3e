// What is registered on AWS, judged by AWS' own schemas of its resources: enumerations, patterns, lengths, what excludes what.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PYTHON_TIMEOUT_MS, pythonWith } from "../../../support/machine/python";
import { deployed, type Resource, settingsWith, WITH_LOGS_AND_TRACES } from "../registered";
import { FORMS } from "./forms";
import { templateOf } from "./template";

const findings = z.array(
  z.object({
    Level: z.string(),
    Message: z.string(),
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
  }),
);

/** As its own command does. */
const RUN = "from cfnlint.runner import main; main()";

const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/5d6e1b5a-0000-4000-8000-000000000000";
const EVERYTHING = {
  loadBalancer: { host: "grafana.example.com", certificate, from: ["10.0.0.0/8"] },
  remoteWrite: { to: "managed", rules: "managed" },
};

const ENVIRONMENTS: Readonly<Record<string, () => Promise<{ resources: readonly Resource[] }>>> = {
  dev: () => deployed(settingsWith()),
  "dev with logs and traces": () => deployed(settingsWith({ exporters: [] }, WITH_LOGS_AND_TRACES)),
  "dev with a load balancer and a managed workspace": () => deployed(settingsWith(EVERYTHING)),
  "an environment with the longest name": () => deployed(settingsWith(EVERYTHING), {}, "x".repeat(100)),
  "an environment with an odd name": () => deployed(settingsWith(EVERYTHING), {}, "Internal_eu.prod-"),
  "one with two pairs of servers": () => deployed(settingsWith({ servers: { count: 2, hostsEach: 4 } })),
};

describe("cfn-lint", () => {
  let python: string | undefined;
  beforeAll(async () => {
    python = await pythonWith("cfn-lint");
  }, PYTHON_TIMEOUT_MS);

  async function judged(resources: readonly Resource[]): Promise<string[]> {
    const { template, names } = templateOf(resources);
    const folder = await mkdtemp(join(tmpdir(), "tocsin-cfn-"));
    const file = join(folder, "template.json");
    await writeFile(file, JSON.stringify(template));
    const args = ["-c", RUN, "--format", "json", "--regions", "eu-central-1", "--", file];
    // Its exit code is what kinds of findings there are.
    const { stdout } = await execa(python ?? "", args, { reject: false });
    await rm(folder, { recursive: true });
    return findings
      .parse(JSON.parse(stdout))
      .filter(({ Level }) => Level === "Error")
      .map(({ Message, Rule, Location }) => {
        const [, id = "", ...path] = Location.Path ?? [];
        return `${names[id] ?? id} ${path.join(".")}: ${Rule.Id} ${Message}`;
      });
  }

  test.for(Object.entries(ENVIRONMENTS))(
    "objects to nothing of %s",
    { timeout: PYTHON_TIMEOUT_MS },
    async ([_, environment], context) => {
      const { resources } = await environment();
      if (!python) return context.skip();
      expect(await judged(resources)).toEqual([]);
    },
  );

  test(
    "objects to a value that AWS does not have, and to a name that is too long",
    async (context) => {
      if (!python) return context.skip();
      const { resources } = await deployed(settingsWith(EVERYTHING));
      const spoilt = resources.map((one): Resource => {
        const changed = (inputs: object) => ({ ...one, inputs: { ...one.inputs, ...inputs } });
        if (one.type === "aws:ebs/volume:Volume") return changed({ type: "gp9" });
        if (one.type === "aws:iam/role:Role") return changed({ namePrefix: `${one.name}-`.padEnd(39, "x") });
        return one;
      });
      const found = (await judged(spoilt)).join("\n");
      expect(found).toMatch(/^aws:ebs\/volume:Volume .*gp9/m);
      expect(found).toMatch(/^aws:iam\/role:Role .*longer than 64/m);
    },
    PYTHON_TIMEOUT_MS,
  );

  test("has a form, or says that there is none, for every kind of resource in use", async () => {
    const { resources } = await deployed(settingsWith(EVERYTHING));
    const types = new Set(resources.map(({ type }) => type).filter((type) => type.startsWith("aws:")));
    expect([...types].filter((type) => !(type in FORMS))).toEqual([]);
  });

  test("is said in the docs to know what it has a form for", () => {
    const page = readFileSync("docs/platforms/ec2.md", "utf8");
    const rows = [...page.matchAll(/^\| `([^`]+)` \| (yes|no) \|/gm)].map(([, type, known]) => [`aws:${type}`, known]);
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(FORMS).map(([type, form]) => [type, form ? "yes" : "no"])),
    );
  });
});
