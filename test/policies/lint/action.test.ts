// The GitHub Action: a workflow that uses it as its documentation says, and its own steps, pass the linter of workflows.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { programsOrSkip } from "../../support/machine/programs";

const ROOT = join(__dirname, "..", "..", "..");
const actionlint = programsOrSkip("actionlint")?.actionlint;

const action = z.looseObject({
  inputs: z.record(z.string(), z.looseObject({ default: z.string() })),
  runs: z.object({ using: z.literal("composite"), steps: z.array(z.looseObject({ run: z.string() })) }),
});
const OWN = action.parse(parse(readFileSync(join(ROOT, "action.yml"), "utf8")));

/** The steps of the documentation, with the action beside the workflow. */
function documented(): { uses: string; with: Record<string, unknown> }[] {
  const text = readFileSync(join(ROOT, "docs/lint-and-policies.md"), "utf8");
  const block = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].find(([, yaml]) => yaml?.includes("uses: OWNER/tocsin@"));
  return parse((block?.[1] ?? "").replace(/OWNER\/tocsin@\S+/, "./"));
}

let repository = "";
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), "tocsin-action-"));
  mkdirSync(join(repository, ".github", "workflows"), { recursive: true });
  mkdirSync(join(repository, ".git"));
  cpSync(join(ROOT, "action.yml"), join(repository, "action.yml"));
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

async function objections(steps: readonly object[], on: object = { pull_request: {} }): Promise<string> {
  const workflow = {
    name: "lint",
    on,
    permissions: { contents: "read" },
    jobs: { lint: { "runs-on": "ubuntu-latest", steps } },
  };
  writeFileSync(join(repository, ".github", "workflows", "lint.yml"), stringify(workflow, { lineWidth: 0 }));
  const { all } = await execa(actionlint ?? "", { all: true, reject: false, cwd: repository });
  return all ?? "";
}

it("the documented steps name inputs that the action has", () => {
  const used = documented().find(({ uses }) => uses === "./");
  expect(Object.keys(used?.with ?? {}).filter((input) => !(input in OWN.inputs))).toEqual([]);
  expect(Object.keys(used?.with ?? {}).length).toBeGreaterThan(0);
});

describe.skipIf(!actionlint)("the linter of workflows", () => {
  it("has no objection to a workflow as documented", async () => {
    expect(await objections(documented())).toBe("");
  });

  it("objects to an input that the action has not", async () => {
    const wrong = documented().map((one) => (one.uses === "./" ? { ...one, with: { paths: "rules" } } : one));
    expect(await objections(wrong)).toContain('input "paths" is not defined');
  });

  it("has no objection to the steps of the action", async () => {
    const inputs = Object.fromEntries(
      Object.entries(OWN.inputs).map(([name, { default: value }]) => [name, { type: "string", default: value }]),
    );
    expect(await objections(OWN.runs.steps, { workflow_call: { inputs } })).toBe("");
  });
});
