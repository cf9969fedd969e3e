// README and docs, walked through on a clean machine: as root, and as a user who has no Go, no lists of apt's and no privilege.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { OTHERS_PROGRAMS } from "../../docs/command-lines";
import { toolsOrSkip } from "../../support/tools";
import { CleanMachine, type Said, USERS } from "./machine";
import { addedService, COMMANDS, shownAfter, wordsOf } from "./pages";
import { END, NOT_WALKED, PAGES_ELSEWHERE, type Step, WALK } from "./steps";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

test("every command of the pages is walked, or it is said why not; and none that no page has", () => {
  const elsewhere = COMMANDS.filter(({ page }) => page in PAGES_ELSEWHERE).map(({ text }) => text);
  const ours = COMMANDS.filter(({ page, words: [program = ""] }) => {
    return !(page in PAGES_ELSEWHERE) && !OTHERS_PROGRAMS.includes(program);
  });
  const here = [...new Set(ours.map(({ text }) => text))];
  const known = [...[...WALK, ...END].map(({ command }) => command), ...Object.keys(NOT_WALKED)];
  expect(known.filter((text) => !elsewhere.includes(text)).sort()).toEqual(
    here.filter((text) => !elsewhere.includes(text)).sort(),
  );
  expect(known).toEqual([...new Set(known)]);
  expect(Object.keys(PAGES_ELSEWHERE).filter((page) => !COMMANDS.some((line) => line.page === page))).toEqual([]);
});

describe.skipIf(!tools).concurrent.each(["root", "nobody"] as const)("a clean machine of %s", (who) => {
  let machine: CleanMachine | undefined;
  let missing: string | undefined;

  beforeAll(async () => {
    missing = await CleanMachine.missing();
    if (missing === undefined) machine = await CleanMachine.of(USERS[who]);
  });
  afterAll(() => machine?.end());

  /** Walks a step; answers what is not as the page says. */
  async function walked(there: CleanMachine, step: Step): Promise<string[]> {
    const said = await there.run(step.until ? interrupted(step.until, wordsOf(step.command)) : wordsOf(step.command));
    const { command, prints, shownBy, exitCode = 0, until } = step;
    const patterns = [...prints, ...(shownBy ? shownAfter(shownBy, command) : [])];
    return wrong(command, said, patterns, until ? undefined : exitCode);
  }

  function wrong(what: string, { exitCode, output, seconds }: Said, patterns: readonly RegExp[], code?: number) {
    console.log(`  ${who}: ${what}: ${seconds.toFixed(0)} s`);
    const without = patterns.filter((pattern) => !pattern.test(output));
    const ends = code !== undefined && exitCode !== code ? [`ends with ${exitCode}, not ${code}`] : [];
    const lacks = without.map((pattern) => `does not print ${pattern}`);
    return ends.length + lacks.length > 0 ? [[what, ...ends, ...lacks, output.slice(-3_000)].join("\n")] : [];
  }

  test("prints what the pages say, until all of it is gone", async ({ skip }) => {
    if (!machine) return skip(missing);
    const there = machine;
    const walkedHere = (steps: readonly Step[]) => steps.filter(({ by = who }) => by === who);
    const problems: string[] = [];
    const long: Promise<string[]>[] = [];
    for (const step of walkedHere(WALK)) {
      const result = walked(there, step);
      if (step.takesLong) long.push(result);
      else problems.push(...(await result));
    }
    problems.push(...(await Promise.all(long)).flat());

    const { service, mistaken, errors } = addedService();
    await there.write("Pulumi.local.yaml", settingsWith(mistaken));
    problems.push(...wrong("up with mistakes", await there.run(wordsOf("npm run up")), errors, 1));
    await there.write("Pulumi.local.yaml", settingsWith(service));
    const added = [/1 service added/, /billing/];
    problems.push(...wrong("preview of a service", await there.run(wordsOf("npm run preview")), added, 0));

    for (const step of walkedHere(END)) problems.push(...(await walked(there, step)));
    expect(problems.join("\n\n")).toBe("");

    // Nothing is left but what README names, and what the commands say that they write.
    const left = async (script: string) => (await there.run(["sh", "-c", script])).output.split("\n").sort();
    expect(await left("ls -A ~")).toEqual([".cache", ".config", ".npm", ".pulumi"]);
    expect(await left("find ~/.config -type f")).toEqual([""]);
    expect(await left("ls -d .tocsin 2>/dev/null")).toEqual([""]);
    const written = ["?? Pulumi.staging2.yaml", ...(who === "root" ? ["?? comment.md"] : []), " M Pulumi.local.yaml"];
    expect(await left("git status --porcelain")).toEqual(written.sort());
    expect(await left("ps -eo stat=,comm= | grep -v '^Z' | grep -Ev ' (cat|sh|ps|grep)$'")).toEqual([""]);
  }, 1_800_000);

  if (who === "root") return;
  test("what this user cannot get ends with the exact remedy", async ({ skip }) => {
    if (!machine) return skip(missing);
    const there = machine;
    expect((await there.run(["sh", "-c", "command -v go"])).exitCode).not.toBe(0);
    const caches = "mkdir -p $TMPDIR/no $TMPDIR/engine/tocsin && ln -s ~/.cache/tocsin/pulumi $TMPDIR/engine/tocsin/";
    expect(await there.run(["sh", "-c", caches])).toMatchObject({ exitCode: 0 });
    const problems = await Promise.all(
      [
        {
          cache: "no",
          remedy:
            /Put Pulumi \d+\.\d+\.\d+ on PATH: https:\/\/get\.pulumi\.com\/\S+\.tar\.gz, whose SHA-256 is in https/,
        },
        { cache: "engine", remedy: /sudo apt-get update/ },
      ].map(async ({ cache, remedy }) => {
        const environment = { XDG_CACHE_HOME: `${there.folder}/tmp/${cache}` };
        const said = await there.run(wordsOf("npm run up"), environment);
        return wrong(
          `up with ${cache} in the cache`,
          { ...said, output: said.output.split("\n").slice(-15).join("\n") },
          [remedy],
          1,
        );
      }),
    );
    expect(problems.flat().join("\n\n")).toBe("");
  });
});

/** The settings of the repository with another service. */
function settingsWith(service: object): string {
  const settings = parse(readFileSync("Pulumi.local.yaml", "utf8"));
  settings.config["tocsin:services"].push(service);
  return stringify(settings);
}

/** A command that gets Ctrl-C once it has printed something. */
const interrupted = (said: string, words: readonly string[]) => [
  "bash",
  "-c",
  `set -m; log=$(mktemp); "$@" > $log 2>&1 & until grep -q "$0" $log; do sleep 0.2; done; kill -INT -- -$!; wait $!; cat $log`,
  said,
  ...words,
];
