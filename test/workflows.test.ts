// What GitHub runs for us: least rights, and only commands that exist (long: a block for each workflow).
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { markerOf } from "../infra/preview/render/markdown";
import { version } from "../package.json";
import { PACKS } from "../policies/packs";
import { programsOrSkip } from "./support/machine/programs";

const FOLDER = join(".github", "workflows");

const permissions = z.record(z.string(), z.enum(["read", "write", "none"]));

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  env: z.record(z.string(), z.string()).default({}),
});

const workflow = z.object({
  on: z.union([z.string().transform((event) => ({ [event]: null })), z.record(z.string(), z.unknown())]),
  permissions,
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.union([z.boolean(), z.string()]) }),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: permissions.optional(),
      environment: z.string().optional(),
      needs: z.string().optional(),
      if: z.string().optional(),
      "timeout-minutes": z.number(),
      strategy: z.object({ matrix: z.record(z.string(), z.unknown()) }).optional(),
      env: z.record(z.string(), z.string()).default({}),
      steps: z.array(step),
    }),
  ),
});

/** The rights of jobs beyond reading the code; everything else has only that. */
const RIGHTS: Record<string, Record<string, string>> = {
  "preview.yml comment": { "pull-requests": "write" },
  "release.yml attest": { attestations: "write", "id-token": "write" },
  "release.yml verify": { attestations: "read" },
  "release.yml publish": { contents: "write" },
};

/** The secrets that a job may have. */
const SECRETS: Record<string, string[]> = { "deploy.yml deploy": ["PULUMI_CONFIG_PASSPHRASE"] };

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

/** An expression of GitHub's, as it stands in a workflow. */
const given = (expression: string) => `\${{ ${expression} }}`;

const files = readdirSync(FOLDER);
const textOf = (file: string) => readFileSync(join(FOLDER, file), "utf8");
const read = (file: string) => workflow.parse(parse(textOf(file)));

const jobs = files.flatMap((file) =>
  Object.entries(read(file).jobs).map(([name, job]) => [`${file} ${name}`, job] as const),
);
const stepsOf = (name: string) => jobs.find(([job]) => job === name)?.[1].steps ?? [];
const usesAction = (action: string) => (one: z.infer<typeof step>) =>
  one.uses?.startsWith(`actions/${action}@`) ?? false;

test("there are workflows for tests, previews, deployments, releases and fuzzing", () => {
  expect(files.sort()).toEqual(["deploy.yml", "nightly.yml", "preview.yml", "release.yml", "test.yml"]);
});

const actionlint = programsOrSkip("actionlint")?.actionlint;

test.skipIf(!actionlint)("the linter of workflows has no objection", async () => {
  const { all, exitCode } = await execa(actionlint ?? "", { all: true, reject: false });
  expect(all).toBe("");
  expect(exitCode).toBe(0);
});

describe.each(files)("%s", (file) => {
  const { on, permissions } = read(file);

  test("may only read the code, unless a job says more", () => {
    expect(permissions).toEqual({ contents: "read" });
  });

  test("never runs a stranger's code with the repository's rights", () => {
    expect(Object.keys(on)).not.toContain("pull_request_target");
    expect(Object.keys(on)).not.toContain("workflow_run");
  });

  test("pins every action to a commit, and says its version", () => {
    const uses = textOf(file).match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((one) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual([]);
  });
});

describe.each(jobs)("%s", (name, job) => {
  test("has no more rights than it needs", () => {
    expect(job.permissions ?? { contents: "read" }).toEqual(RIGHTS[name] ?? { contents: "read" });
  });

  test("has no other secrets than those it needs", () => {
    const secrets = [...JSON.stringify(job).matchAll(/secrets(?:\.(\w+)|\W)/g)].map(
      ([whole, secret]) => secret ?? whole,
    );
    expect(secrets).toEqual(SECRETS[name] ?? []);
    // That of a job that can only read attestations, and runs nothing of the repository, is for gh.
    const text = JSON.stringify(name === "release.yml verify" ? job.permissions : job);
    expect(text).not.toMatch(/github\.token|GITHUB_TOKEN/);
  });

  test("ends by itself", () => {
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
  });

  test("runs scripts that exist", () => {
    const commands = job.steps.flatMap(({ run }) => run?.split("\n") ?? []);
    const named = commands.flatMap((line) => {
      const [, run, test] = /\bnpm (?:run ([\w:-]+)|(test))\b/.exec(line) ?? [];
      return run ?? test ?? [];
    });
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test("puts nobody's text into a command", () => {
    expect(job.steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
    expect(job.steps.filter((one) => String(one.with.script ?? "").includes("${{"))).toEqual([]);
  });

  test("leaves no token in the clone", () => {
    const kept = job.steps.filter(usesAction("checkout")).filter((one) => one.with["persist-credentials"] !== false);
    expect(kept).toEqual([]);
  });

  test("runs on the Node.js that the project asks for", () => {
    const versions = job.steps.filter(usesAction("setup-node")).map((one) => one.with["node-version"]);
    const wanted = name === "test.yml node" ? given("matrix.version") : 24;
    expect(versions.filter((version) => version !== wanted)).toEqual([]);
  });
});

describe("the tests", () => {
  test("run with CI=true, on pushes and pull requests, after the tools are installed", () => {
    expect(Object.keys(read("test.yml").on).sort()).toEqual(["pull_request", "push"]);
    expect(read("test.yml").jobs.test?.env.CI).toBe("true");
    const commands = stepsOf("test.yml test").flatMap(({ run }) => run ?? []);
    expect(commands.filter((run) => run.startsWith("npm"))).toEqual([
      "npm ci",
      "npm run check",
      "npm run doctor -- --install --logs --traces --store",
      "npm test",
    ]);
  });

  test("run under every Node.js that is supported, and not under the one that comes along", () => {
    const { node } = read("test.yml").jobs;
    expect(node?.strategy?.matrix).toEqual({ version: [22, 24, 26] });
    const commands = stepsOf("test.yml node").flatMap(({ run }) => run ?? []);
    expect(commands.indexOf("rm node_modules/.bin/node")).toBe(commands.indexOf("npm ci") + 1);
    expect(commands.at(-1)).toBe("npx vitest run --project unit");
  });

  test.each(["test.yml test", "preview.yml preview", "preview.yml dashboards"])(
    "%s keeps engine and tools by the versions that files state",
    (name) => {
      const [cache] = stepsOf(name).filter(usesAction("cache"));
      expect(cache?.with.path).toBe("~/.cache/tocsin");
      const hashed = [...String(cache?.with.key).matchAll(/'([^']+)'/g)].map(([, path = ""]) => path);
      expect(hashed).toContain("package-lock.json");
      expect(hashed.filter((path) => !existsSync(path))).toEqual([]);
    },
  );
});

describe("the dashboards of a pull request", () => {
  test("are drawn from a running environment, and kept as pages and pictures", () => {
    const steps = stepsOf("preview.yml dashboards");
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands.filter((run) => run.startsWith("npm"))).toEqual([
      "npm ci",
      "npm run up",
      "npm run dashboards -- --last 5m --pictures",
    ]);
    // Not among the previews, which become comments.
    const [kept] = steps.filter(usesAction("upload-artifact"));
    expect(kept?.with).toMatchObject({ name: "dashboards", path: ".tocsin/local/pages", "include-hidden-files": true });
  });
});

describe("the preview of a pull request", () => {
  const { comment } = read("preview.yml").jobs;

  test("compares with the base, offline, and has its history", () => {
    const [checkout, ...rest] = stepsOf("preview.yml preview");
    expect(checkout?.with["fetch-depth"]).toBe(0);
    const run = rest.find((one) => one.run?.includes("npm run preview"));
    expect(run?.run).toBe('npm run preview -- "$ENVIRONMENT" --offline --against "origin/$BASE" --markdown preview.md');
    expect(run?.env).toEqual({ BASE: given("github.base_ref"), ENVIRONMENT: given("matrix.environment") });
  });

  test("is made of every environment that there is", () => {
    const [list] = stepsOf("preview.yml environments").slice(-1);
    const folder = mkdtempSync(join(tmpdir(), "workflow-"));
    execa.sync("sh", ["-c", list?.run ?? ""], { env: { GITHUB_OUTPUT: join(folder, "output") } });
    const output = readFileSync(join(folder, "output"), "utf8");
    rmSync(folder, { recursive: true });
    const names = readdirSync(".").flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    expect(output).toContain(`names=${JSON.stringify(names.sort())}`);
  });

  test("is shown on the run's page and kept also where a policy objects", () => {
    const shown = stepsOf("preview.yml preview").slice(-2);
    expect(shown.map((one) => one.if?.includes("!cancelled()"))).toEqual([true, true]);
  });

  test("is written by a job that runs none of the pull request's code, and not for forks", () => {
    expect(comment?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(comment?.steps.map(({ uses }) => uses?.split("@")[0])).toEqual([
      "actions/download-artifact",
      "actions/github-script",
    ]);
  });

  test("finds its comment again by the marker that the preview writes", () => {
    const marker = markerOf("prod").replace("prod", "$" + '{folder.replace("preview-", "")}');
    expect(comment?.steps.at(-1)?.with.script).toContain(`\`${marker}\``);
  });
});

describe("a release", () => {
  const { on, jobs: release } = read("release.yml");
  const commands = stepsOf("release.yml build").flatMap(({ run }) => run ?? []);
  const rendering = commands.find((run) => run.includes("npm run render")) ?? "";
  const bundling = commands.find((run) => run.includes("policies:bundle")) ?? "";

  test("is made of a tag that is the package's version", () => {
    expect(on).toEqual({ push: { tags: ["v*"] } });
    const check = stepsOf("release.yml build").find(({ env }) => env.TAG !== undefined);
    const checked = (tag: string) => execa.sync("sh", ["-c", check?.run ?? ""], { env: { TAG: tag }, reject: false });
    expect(checked(`v${version}`).exitCode).toBe(0);
    expect(checked("v99.0.0").exitCode).toBe(1);
  });

  test("has the package, what it is made of, every policy pack, and every environment's content", () => {
    expect(commands.join("\n")).toMatch(
      /npm pack --pack-destination release\n.*npm sbom .* > release\/sbom\.cdx\.json/,
    );
    for (const { name } of PACKS) expect(bundling).toContain(name);
    const folder = mkdtempSync(join(tmpdir(), "release-"));
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.eu-prod.yaml"]) writeFileSync(join(folder, file), "");
    const npm = 'npm() { mkdir -p "$6" && echo "$3 $4" > "$6/args"; }; mkdir release;';
    execa.sync("sh", ["-ec", npm + rendering], { cwd: folder });
    const rendered = readdirSync(join(folder, "release")).sort();
    const args = readFileSync(join(folder, "rendered", "eu-prod", "args"), "utf8");
    rmSync(folder, { recursive: true });
    expect(rendered).toEqual(["rendered-dev.tgz", "rendered-eu-prod.tgz"]);
    expect(args).toBe("-- eu-prod\n");
  });

  test("is signed and published by jobs that run none of its code, one after the other", () => {
    expect([release.attest, release.verify, release.publish].map((job) => job?.needs)).toEqual([
      "build",
      "attest",
      "verify",
    ]);
    const verified = release.verify?.steps.flatMap(({ run }) => run ?? []);
    expect(verified).toEqual([
      'for file in release/*; do gh attestation verify "$file" --repo "$GITHUB_REPOSITORY"; done',
    ]);
    for (const job of [release.attest, release.publish]) expect(job?.steps.filter(({ run }) => run)).toEqual([]);
    expect(release.attest?.steps.map(({ with: given }) => given["subject-path"])).toEqual([
      undefined,
      "release/*",
      "release/tocsin-*.tgz",
    ]);
  });

  test("takes nothing from a cache that others can fill", () => {
    expect(textOf("release.yml")).not.toContain("actions/cache@");
    const node = stepsOf("release.yml build").filter(usesAction("setup-node"));
    expect(node.map((one) => one.with["package-manager-cache"])).toEqual([false]);
  });
});

describe("a deployment", () => {
  const { on, concurrency, jobs: deployment } = read("deploy.yml");

  test("is started by hand, from the default branch", () => {
    expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    // A tag of the branch's name has the same `ref_name`.
    expect(deployment.preview?.if).toBe(
      `\${{ github.ref == format('refs/heads/{0}', github.event.repository.default_branch) }}`,
    );
    expect(deployment.deploy?.needs).toBe("preview");
  });

  test("is the only one of its environment, and is not cut off", () => {
    expect(concurrency).toEqual({ group: `deploy-${given("inputs.environment")}`, "cancel-in-progress": false });
  });

  test("waits for the environment's approval before it has its secrets", () => {
    expect(deployment.deploy?.environment).toBe(given("inputs.environment"));
    const withSecrets = Object.values(deployment).filter((job) => JSON.stringify(job).includes("secrets."));
    expect(withSecrets).toEqual([deployment.deploy]);
  });

  test("takes nothing from a cache that others can fill", () => {
    expect(textOf("deploy.yml")).not.toContain("actions/cache@");
    const node = Object.values(deployment).flatMap(({ steps }) => steps.filter(usesAction("setup-node")));
    expect(node.map((one) => one.with["package-manager-cache"])).toEqual([false, false]);
  });
});
