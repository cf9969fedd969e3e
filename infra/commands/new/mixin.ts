// `new mixin`: writes a mixin of your own that passes its tests, from an exporter's exposition where one runs.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Family, familiesIn } from "../../exposition/families";
import { textAt } from "../../exposition/place";
import { PROJECT_DIR, typed } from "../../folders";
import { mixinFiles } from "./mixin-files";

const NAME = /^[a-z][a-z0-9-]*$/;

/** What a target of any exporter with a client library of Prometheus' shows. */
const USUAL: Family[] = [
  {
    name: "process_open_fds",
    type: "gauge",
    help: "Number of open file descriptors.",
    labels: new Map(),
    bounds: [],
    series: [{ labels: {}, value: 20 }],
  },
  {
    name: "process_resident_memory_bytes",
    type: "gauge",
    help: "Resident memory size in bytes.",
    labels: new Map(),
    bounds: [],
    series: [{ labels: {}, value: 50_000_000 }],
  },
];

/** Of a process and its runtime, which mixins of their own know. */
const OF_THE_EXPORTER = /^(go|nodejs|process|promhttp|python|scrape|target_info)(_|$)/;

/** Throws where the name is none, the mixin exists, or the exporter does not answer; it never overwrites. */
export async function newMixin(name: string, { from }: { from?: string }): Promise<void> {
  const families = from ? familiesIn(await expositionAt(from), from) : USUAL;
  const written = await writeMixin(PROJECT_DIR, name, families);
  for (const file of written) console.log(`  written  ${file}`);
  if (!written.includes("tocsin.config.ts")) {
    const camel = identifierOf(name);
    console.log(
      `\nAdd it to tocsin.config.ts:\n\n  import { ${camel} } from "./mixins/${name}";\n  mixins: { ${propertyOf(name)} }`,
    );
  }
  console.log(`\nNext:\n\n  ${typed("test", name)}\n\nThen name it in a service: mixin: ${name}`);
}

/** The files that were written, relative to the project. */
export async function writeMixin(projectDir: string, name: string, seen: readonly Family[]): Promise<string[]> {
  if (!NAME.test(name))
    throw new Error(`found the name "${name}"; allowed are lower-case letters, digits and dashes, such as nginx`);
  const folder = join(projectDir, "mixins", name);
  if (existsSync(folder)) throw new Error(`mixins/${name} exists already; nothing is written. Choose another name.`);
  const own = seen.filter(({ name: metric }) => !OF_THE_EXPORTER.test(metric));
  const files = mixinFiles(name, own.length > 0 ? own : seen);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text, { flag: "wx" });
  const config = await writeFile(join(projectDir, "tocsin.config.ts"), configText(name), { flag: "wx" }).then(
    () => ["tocsin.config.ts"],
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return [];
    },
  );
  return [...Object.keys(files).map((file) => `mixins/${name}/${file}`), ...config];
}

const configText = (name: string) => `// What this repository brings beside Tocsin's own mixins.
import { defineConfig } from "tocsin";
import { ${identifierOf(name)} } from "./mixins/${name}";

export default defineConfig({ mixins: { ${propertyOf(name)} } });
`;

export const identifierOf = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const propertyOf = (name: string) => (name.includes("-") ? `"${name}": ${identifierOf(name)}` : name);

/** @param from A URL, or the path of a file. */
const expositionAt = (from: string): Promise<string> =>
  textAt(from).catch((error: Error) => {
    throw new Error(`--from: ${error.message}; give the address of a running exporter's /metrics, or a file with them`);
  });
