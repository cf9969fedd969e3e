// The command: lint FILES… [--json] [--config FILE].
import { parseArgs } from "node:util";
import type { Finding } from "../policy";
import { findTools } from "../verdicts";
import { readConfiguration } from "./configuration";
import { type Counts, lintFiles } from "./lint";

const UNREADABLE = "readable-content";

const HELP = `lint FILES… [--json] [--config FILE]

Judges Prometheus rule files, prometheus.yml, alertmanager.yml, Grafana dashboards, its provisioning and Kubernetes
manifests by the policies. Files that are given together are judged together: the severity of an alert by the routes,
the window of a rate by the scrape interval.

  --json         print a list of {pack, policy, level, file, line, column, group, rule, message}
  --config FILE  levels and settings, as {"policy": "mandatory" | "advisory" | "disabled"} or {"policy": {"setting": …}}
  --help         print this

Exit code 0: clean; 1: findings; 2: a file was not read: missing, not parsed, or of no kind that is judged. The findings of
the other files are printed all the same. A summary of what was judged, and what was not read, goes to standard error.
`;

function main(): number {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: "boolean" }, config: { type: "string" }, help: { type: "boolean" } },
      allowPositionals: true,
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    if (positionals.length === 0) throw new Error(`Name the files.\n\n${HELP}`);
    const configuration = values.config === undefined ? {} : readConfiguration(values.config);
    const report = lintFiles(positionals, configuration, findTools(), progressOn(process.stderr));
    const { findings, notRead, judged, notes } = report;
    process.stdout.write(values.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(line).join(""));
    process.stderr.write(notRead.map(({ file, reason }) => `${file} was not read: ${reason}\n`).join(""));
    process.stderr.write(notes.map((note) => `${note}\n`).join(""));
    process.stderr.write(`${summary(judged, findings.length, notRead.length)}\n`);
    if (notRead.length > 0 || findings.some(({ policy }) => policy === UNREADABLE)) return 2;
    return findings.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** Where somebody looks on, and many files take their time: how far it is. */
function progressOn(stream: NodeJS.WriteStream): (done: number, of: number) => void {
  if (!stream.isTTY) return () => undefined;
  return (done, of) => {
    if (of >= MANY && done % EVERY === 0) stream.write(`\r\x1b[K${done} of ${of} files`);
    if (of >= MANY && done === of) stream.write("\r\x1b[K");
  };
}

const MANY = 200;
const EVERY = 20;

/** What is not in a text, or in JSON of which no place is known, stands at the beginning of its file. */
const line = ({ level, message, pack, policy, file, line: at = 1, column = 1 }: Finding) =>
  `${file === "" ? "" : `${file}:${at}:${column}: `}${level} ${message} [${pack}/${policy}]\n`;

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

function summary({ files, rules, routes, panels }: Counts, findings: number, notRead: number): string {
  const judged = [counted(files, "file"), counted(rules, "rule"), counted(routes, "route"), counted(panels, "panel")];
  const missed = notRead === 0 ? "" : `; ${counted(notRead, "file")} not read`;
  return `Judged ${judged.join(", ")}: ${counted(findings, "finding")}${missed}.`;
}

process.exitCode = main();
