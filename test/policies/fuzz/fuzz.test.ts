// Files with faults made by chance: what the servers refuse lint refuses, and what they load it does not. TOCSIN_FUZZ=10000 for more,
// and TOCSIN_SEED=7 for others.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, describe, expect, it } from "vitest";
import { lintFiles } from "../../../policies/lint/lint";
import { toolsOrSkip } from "../../support/tools";
import { chanceFrom, mutated } from "./mutations";
import { type Kind, TEXTS } from "./texts";

const tools = toolsOrSkip("promtool", "amtool");

/** Files of all kinds together. */
const COUNT = Number(process.env.TOCSIN_FUZZ ?? 900);

const SEED = Number(process.env.TOCSIN_SEED ?? 7919);

/** What says that a server refuses a file. */
const REFUSALS = new Set([
  ...["readable-content", "promql-syntax", "rule-file-structure", "valid-duration", "server-configuration"],
  ...["template-syntax", "receiver-with-destination", "route-for-every-severity"],
]);

/** Of those, what lint also says of files that load: their texts or routes fail later. */
const ALSO_LATER = new Set(["template-syntax", "receiver-with-destination", "route-for-every-severity"]);

const CHECKS: Readonly<Record<Kind, readonly ["promtool" | "amtool", ...string[]]>> = {
  rules: ["promtool", "check", "rules", "--lint=none"],
  prometheus: ["promtool", "check", "config", "--syntax-only", "--lint=none"],
  alertmanager: ["amtool", "check-config"],
};

const folder = mkdtempSync(join(tmpdir(), "tocsin-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!tools)("faults made by chance", () => {
  it.each(["rules", "prometheus", "alertmanager"] as const)(
    "lint and the server agree on %s",
    async (kind) => {
      const chance = chanceFrom(kind.length * SEED);
      const base = TEXTS[kind];
      const files = Array.from({ length: Math.ceil(COUNT / 3) }, (_, i) => {
        const file = join(folder, `${kind}-${i}.yml`);
        writeFileSync(file, mutated(base[i % base.length] ?? "", chance));
        return file;
      });
      const { refused, undecided } = await refusedBy(kind, files);
      const { findings, notRead } = await lintFiles(files, {}, tools);
      const own = await lintFiles(files);
      const unread = new Set(notRead.map(({ file }) => file));
      const found = (file: string, policies: (policy: string) => boolean) =>
        findings.some((one) => one.file === file && one.level === "mandatory" && policies(one.policy));
      const disagreements = files.flatMap((file) => {
        if (undecided.has(file)) return [];
        const isRefused = refused.has(file);
        if (isRefused) return found(file, (one) => REFUSALS.has(one)) || unread.has(file) ? [] : [`passed: ${file}`];
        return found(file, (one) => REFUSALS.has(one) && !ALSO_LATER.has(one)) ? [`refused: ${file}`] : [];
      });
      // By its own reading lint misses some, and refuses nothing that the server loads; some YAML only Go reads.
      const alone = own.findings.filter(
        ({ file, level, policy }) =>
          level === "mandatory" &&
          !undecided.has(file) &&
          !refused.has(file) &&
          REFUSALS.has(policy) &&
          !ALSO_LATER.has(policy) &&
          policy !== "readable-content",
      );
      expect(alone.map(({ file, message }) => `refused alone: ${file}: ${message}`)).toEqual([]);
      expect(refused.size).toBeGreaterThan(files.length / 10);
      expect(refused.size).toBeLessThan(files.length);
      expect(disagreements).toEqual([]);
    },
    600_000,
  );
});

/** What a tool says of files that load elsewhere, or are another's, and why. */
const NOT_HERE: readonly (readonly [RegExp, string])[] = [
  [
    /invalid (recording rule|label|annotation) name/,
    "names of any characters are known since Prometheus 3 and Alertmanager 0.27",
  ],
  [
    /unexpected <op:\S+> in subquery selector|missing unit character in duration/,
    "durations are computed, and numbers, since Prometheus 3",
  ],
  [
    /line 1: field \S+ not found in type rulefmt.RuleGroups/,
    "Mimir's and Cortex' tools write groups under the name of a namespace",
  ],
  [/field metrics not found in type config.plain/, "it is the configuration of Grafana Agent"],
];

/** Those that its tool refuses, 500 in a call. */
async function refusedBy(
  kind: Kind,
  files: readonly string[],
): Promise<{ refused: Set<string>; undecided: Set<string> }> {
  const [name, ...args] = CHECKS[kind];
  const refused = new Set<string>();
  const undecided = new Set<string>();
  for (let at = 0; at < files.length; at += 500) {
    const batch = files.slice(at, at + 500);
    // Both outputs in one, in order.
    const asked = ["-c", 'exec "$0" "$@" 2>&1', tools?.[name] ?? name, ...args, ...batch];
    const { stdout } = await execa("sh", asked, { reject: false });
    const said = stdout.split(/^Checking '?/m).slice(1);
    expect(said).toHaveLength(batch.length);
    for (const one of said)
      if (/FAILED/.test(one)) {
        const file = batch.find((each) => one.startsWith(each)) ?? one;
        (NOT_HERE.some(([reason]) => reason.test(one)) ? undecided : refused).add(file);
      }
  }
  return { refused, undecided };
}
