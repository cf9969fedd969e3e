// The servers' own word on their files: promtool's on rule files and prometheus.yml, amtool's on Alertmanager's configuration.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ServerFile } from "../content";
import { type Said, saidOf } from "./said";
import { inScratch, printedBy } from "./scratch";
import type { ToolName, Tools } from "./tools";

export interface Verdict {
  file: ServerFile;
  tool: string;
  /** None where the server loads it. */
  problems: readonly Said[];
}

interface Question {
  tool: ToolName;
  args: readonly string[];
}

/** Features whose parts of PromQL are another policy's concern; a promtool that does not know one only says so. */
const FEATURES = [
  ...["promql-experimental-functions", "promql-duration-expr", "promql-extended-range-selectors"],
  "promql-binop-fill-modifiers",
].map((feature) => `--enable-feature=${feature}`);

const QUESTIONS: Readonly<Record<ServerFile["kind"], Question>> = {
  rules: { tool: "promtool", args: ["check", "rules", "--lint=none", ...FEATURES] },
  prometheus: { tool: "promtool", args: ["check", "config", "--syntax-only", "--lint=none", ...FEATURES] },
  alertmanager: { tool: "amtool", args: ["check-config"] },
};

/** What takes longer gives no verdict. */
const SECONDS = 120;

/** Files of one question at once: the command line has an end. */
const AT_ONCE = 500;

/** What the tools say of the files; nothing of a file whose tool is missing. They are asked at once, and run beside this process. */
export async function verdictsOn(files: readonly ServerFile[], tools: Tools): Promise<Verdict[]> {
  const asked = Object.entries(QUESTIONS).flatMap(([kind, { tool, args }]) => {
    const path = tools[tool];
    const ofKind = files.filter((file) => file.kind === kind);
    return path === undefined ? [] : batches(ofKind).map((batch) => ask(path, args, batch));
  });
  return (await Promise.all(asked)).flat();
}

const ask = (tool: string, args: readonly string[], files: readonly ServerFile[]): Promise<Verdict[]> =>
  inScratch("lint", async (scratch) => {
    const paths = files.map((file, i) => pathOf(file, join(scratch, `${i}.yml`)));
    const printed = await printedBy(tool, [...args, ...paths], scratch, { seconds: SECONDS });
    if (printed === undefined || printed.isStopped) return [];
    const said = saidOf(printed.output);
    return files.flatMap((file, i) => {
      const problems = said.get(paths[i] ?? "");
      return problems ? [{ file, tool, problems }] : [];
    });
  });

/** The file itself, as what it names is found from its folder; else what is in it, written into a file. */
function pathOf({ place, text, value, isOnDisk }: ServerFile, otherwise: string): string {
  if (isOnDisk && place.file !== undefined) return resolve(place.file);
  writeFileSync(otherwise, text ?? JSON.stringify(value), { mode: 0o600 });
  return otherwise;
}

function batches<One>(all: readonly One[]): One[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) => all.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}
