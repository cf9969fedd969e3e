// README and docs, walked through on a clean machine: as root, and as a user who has no Go and may not change the system.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { toolsOrSkip } from "../../support/tools";
import { withoutPackages } from "../clean-root";
import { House } from "../house";
import { STEPS } from "./steps";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.startsWith("decisions") && !path.startsWith("reference"))
    .map((path) => join("docs", path)),
];

/** Every line of npm's in the blocks of a shell, without its comment. */
const commandsIn = (page: string) =>
  [...readFileSync(page, "utf8").matchAll(/^ *```sh\n(.*?)^ *```/gms)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => /^npm (ci && npm )?(run|test)/.test(line));

test("every command of the pages is walked, or said why not; and no other is", () => {
  const all = [...new Set(PAGES.flatMap(commandsIn))].sort();
  expect(Object.keys(STEPS).sort()).toEqual(all);
});

/** `nobody`, whom no file of another user's and no privilege helps. */
const NOBODY = 65_534;

/** The caches of tools are shared, read-only but for what each run writes; Go is not on PATH. */
function asNobody(home: string): readonly string[] | undefined {
  const hidden = withoutPackages();
  if (!hidden || process.getuid?.() !== 0) return undefined;
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "tocsin");
  const own = ["policies", "lint"];
  mkdirSync(join(home, ".cache", "tocsin"), { recursive: true });
  for (const name of own) mkdirSync(join(home, "own", name), { recursive: true });
  const mounts = [
    `mount --bind '${cache}' '${home}/.cache/tocsin'`,
    ...own.map((name) => `mount --bind '${home}/own/${name}' '${home}/.cache/tocsin/${name}'`),
  ];
  const user = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--inh-caps=-all"];
  const environment = ["env", "-u", "XDG_CACHE_HOME", `HOME=${home}`, "PATH=/usr/local/bin:/usr/bin:/bin"];
  return [...hidden, "sh", "-c", `${mounts.join(" && ")} && exec "$0" "$@"`, ...user, ...environment];
}

const WORD = /"([^"]*)"|'([^']*)'|(\S+)/g;
const wordsOf = (command: string) => [...command.matchAll(WORD)].map(([, a, b, c]) => a ?? b ?? c ?? "");

describe.skipIf(!tools).each(["root", "nobody"])("walked by %s", (who) => {
  let house: House | undefined;

  beforeAll(async () => {
    const inside = who === "root" ? withoutPackages() : undefined;
    if (who === "root") house = await House.build(inside);
    else if (process.getuid?.() === 0 && withoutPackages())
      house = await House.build((dir) => asNobody(join(dir, "home")));
    if (!house) return;
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: house?.dir, stdio: "pipe" });
    await house.write(".gitignore", "node_modules\n.tocsin\n.pulumi-home\nhome\n");
    git("init", "--quiet", "-b", "main");
    git("add", ".");
    git("commit", "--quiet", "-m", "as it is");
    git("tag", "v1.2");
    if (who === "nobody") execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, house.dir]);
  });
  afterAll(() => house?.tearDown());

  test("prints what the pages say", async ({ skip }) => {
    if (!house) return skip("only root can become somebody else, and hide folders");
    if (who === "nobody")
      expect(
        spawnSync("sh", ["-c", "command -v go"], { env: { PATH: "/usr/local/bin:/usr/bin:/bin" } }).status,
      ).not.toBe(0);
    const wrong: string[] = [];
    for (const [command, step] of Object.entries(STEPS)) {
      if ("not" in step) continue;
      const line = command
        .replace("npm ci && ", "")
        .replaceAll("127.0.0.1:9090", `127.0.0.1:${house.ports.prometheus}`);
      const [, , name = "", ...rest] = wordsOf(line);
      const { exitCode, output, seconds } = await house.run([name, ...rest.filter((word) => word !== "--")]);
      console.log(`  ${who}: ${command}: ${seconds.toFixed(0)} s`);
      const missing = step.prints.filter((pattern) => !pattern.test(output));
      if (exitCode !== 0 || missing.length > 0)
        wrong.push(`${command} ends with ${exitCode}, without ${missing.join(", ")}:\n${output.slice(0, 3_000)}`);
    }
    expect(wrong.join("\n\n")).toBe("");
  }, 900_000);
});
