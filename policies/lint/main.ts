// The command: lint FILES… [--format …] [--config FILE].
import { parseArgs } from "node:util";
import { messageOf } from "../../components/error-text";
import { printable } from "../../components/printable";
import { BOUNDS, liveOn, Prometheus, Unanswered } from "../live";
import type { Configuration } from "../settings";
import { findTools } from "../verdicts";
import { type Cause, causesOf } from "./causes";
import { changesSince, onlyNew } from "./changes";
import { CONFIGURATION_FILE, lintConfiguration, withoutStyle } from "./configuration";
import { explain } from "./explain";
import { fixFiles } from "./fixes";
import { FORMATS, type Format, PRINTERS } from "./formats";
import { type Counts, lintFiles, type Report } from "./lint";
import { filesOf } from "./paths";

const UNREADABLE = "readable-content";

const HELP = `lint FILES… [--format FORMAT] [--config FILE] [--fail-on LEVEL] [--style]

Judges Prometheus rule files, prometheus.yml, alertmanager.yml, Grafana dashboards, its provisioning and Kubernetes
manifests by the policies. Files that are given together are judged together: the severity of an alert by the routes,
the window of a rate by the scrape interval. Folders are searched, globs in quotes are matched; - is standard input. What Prometheus and Alertmanager
refuse is said by promtool and amtool where they are found.

  --format FORMAT   ${FORMATS.join(", ")}; json is a list of {pack, policy, level, file, line, column, group, rule,
                    message, found, also}; also has the other places in the file, {line, column, group, rule, found}
  --json            the same as --format json
  --config FILE     YAML or JSON: policies: {policy: mandatory | advisory | disabled | {setting: …}}, ignore: [globs], style: true;
                    ${CONFIGURATION_FILE} of the working directory by default
  --fail-on LEVEL   mandatory (default) or advisory: from which level on findings make the exit code 1
  --style           judge conventions as well: names, owners, links, summaries
  --new-only        only what is found on lines that are new since --base, or in rules with such lines
  --base REF        the commit or branch to compare with, for --new-only
  --fix             correct what has one right answer in the files themselves; what is left is printed
  --prometheus URL  ask a running Prometheus as well: series and labels that are not there, how often each alert would have
                    fired, what each expression costs; at most ${BOUNDS.requests} questions and ${BOUNDS.wholeSeconds} s, two at a time
  --window DURATION how far back it is asked; 1d by default
  --explain POLICY  what a policy asks for, why, and how to exempt from it
  --help            print this

Exit code 0: clean; 1: findings; 2: a file was not read: missing, not parsed, or of no kind that is judged. The findings of
the other files are printed all the same. A summary of what was judged, and what was not read, goes to standard error.
`;

const OPTIONS = {
  json: { type: "boolean" },
  format: { type: "string" },
  config: { type: "string" },
  "fail-on": { type: "string" },
  style: { type: "boolean" },
  "new-only": { type: "boolean" },
  base: { type: "string" },
  fix: { type: "boolean" },
  prometheus: { type: "string" },
  window: { type: "string" },
  explain: { type: "string" },
  help: { type: "boolean" },
} as const;

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    if (values.help || values.explain !== undefined) {
      process.stdout.write(values.explain === undefined ? HELP : explain(values.explain));
      return 0;
    }
    const format = oneOf("--format", values.format ?? (values.json ? "json" : "text"), FORMATS);
    const failOn = oneOf("--fail-on", values["fail-on"] ?? "mandatory", ["mandatory", "advisory"] as const);
    if (positionals.length === 0) throw new Error(`Name the files.\n\n${HELP}`);
    if (values["new-only"] && values.base === undefined)
      throw new Error("--new-only needs --base REF, such as origin/main");
    const changes = values["new-only"] ? changesSince(values.base ?? "", ".") : undefined;
    const given = lintConfiguration(values.config);
    process.stderr.write(given.warnings.map((warning) => `${warning}\n`).join(""));
    const configuration = withoutStyle({ ...given, style: given.style || values.style === true });
    const { files, notRead } = filesOf(positionals, given.ignore);
    const judged = () => lintFiles(files, configuration, findTools(), progressOn(process.stderr));
    let report = await judged();
    if (values.fix) {
      const fixed = fixFiles(report.findings, configuration);
      process.stderr.write(
        printable(fixed.map(({ file, rule, policy }) => `${file}: corrected ${rule} (${policy})\n`).join("")),
      );
      if (fixed.length > 0) report = await judged();
    }
    if (values.prometheus !== undefined)
      report = await withLive(report, values.prometheus, values.window ?? "1d", configuration);
    if (changes) report = { ...report, findings: onlyNew(report.findings, changes) };
    const missed = [...notRead, ...report.notRead];
    const nothing = { file: positionals.join(" "), reason: "nothing that is judged is in it" };
    const isNothing = report.judged.files === 0 && missed.length === 0;
    return print({ ...report, notRead: isNothing ? [nothing] : missed }, format, failOn);
  } catch (error) {
    process.stderr.write(printable(`${messageOf(error)}\n`));
    return 2;
  }
}

/** The report with what a running Prometheus shows; where it does not answer, it is what was not read. */
async function withLive(report: Report, url: string, window: string, configuration: Configuration): Promise<Report> {
  const prometheus = new Prometheus(url);
  const now = Math.floor(Date.now() / 1000);
  const options = { window, now, configuration, onProgress: progressOn(process.stderr, "rules") };
  try {
    const { findings, notes } = await liveOn(report.content, prometheus, options);
    return { ...report, findings: [...report.findings, ...findings], notes: [...report.notes, ...notes] };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { ...report, notRead: [...report.notRead, { file: prometheus.address, reason: error.message }] };
  }
}

/** Throws where the value of an option is none of those. */
function oneOf<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${option} is "${value}"; allowed: ${allowed.join(", ")}`);
  return found;
}

function print({ findings, notRead, judged, notes }: Report, format: Format, failOn: "mandatory" | "advisory"): number {
  const causes = causesOf(findings);
  process.stdout.write(PRINTERS[format](causes, notRead));
  process.stderr.write(printable(notRead.map(({ file, reason }) => `${file} was not read: ${reason}\n`).join("")));
  process.stderr.write(notes.map((note) => `${note}\n`).join(""));
  process.stderr.write(`${summary(judged, causes, notRead.length)}\n`);
  if (notRead.length > 0 || findings.some(({ policy }) => policy === UNREADABLE)) return 2;
  return findings.some(({ level }) => level === "mandatory" || failOn === "advisory") ? 1 : 0;
}

/** Where somebody looks on, and many files take their time: how far it is. */
function progressOn(stream: NodeJS.WriteStream, what = "files"): (done: number, of: number) => void {
  if (!stream.isTTY) return () => undefined;
  return (done, of) => {
    if (of >= MANY && done % EVERY === 0) stream.write(`\r\x1b[K${done} of ${of} ${what}`);
    if (of >= MANY && done === of) stream.write("\r\x1b[K");
  };
}

const MANY = 200;
const EVERY = 20;

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

function summary(
  { files, rules, routes, panels, passedOver }: Counts,
  causes: readonly Cause[],
  notRead: number,
): string {
  const judged = [counted(files, "file"), counted(rules, "rule"), counted(routes, "route"), counted(panels, "panel")];
  const missed = notRead === 0 ? "" : `; ${counted(notRead, "file")} not read`;
  const others = passedOver === 0 ? "" : `; ${counted(passedOver, "file")} of other kinds passed over`;
  const places = causes.reduce((sum, { also }) => sum + 1 + also.length, 0);
  const within = places === causes.length ? "" : ` in ${places} places`;
  return `Judged ${judged.join(", ")}: ${counted(causes.length, "finding")}${within}${missed}${others}.`;
}

void main().then((code) => {
  process.exitCode = code;
});
