// Findings as people and machines take them.
import { grouped } from "../../components/grouped";
import { printable } from "../../components/printable";
import { LIVE_POLICIES } from "../live";
import { PACKS } from "../packs";
import type { Cause, Place } from "./causes";
import type { NotRead } from "./reading";

export const FORMATS = ["text", "json", "sarif", "github", "junit"] as const;
export type Format = (typeof FORMATS)[number];

type Print = (findings: readonly Cause[], notRead: readonly NotRead[]) => string;

/** What is not in a text, or in JSON of which no place is known, stands at the beginning of its file. */
const placeOf = ({ line = 1, column = 1 }: Pick<Place, "line" | "column">) => ({ line, column });

/** The finding's own place and sentences; below, its other places. */
const text: Print = (findings) =>
  findings
    .map((finding) => {
      const { file, level, pack, policy } = finding;
      const { line, column } = placeOf(finding);
      const at = file === "" ? "" : `${file}:${line}:${column}: `;
      const others = alsoIn(finding).map((other) => `  ${other}\n`);
      return printable(`${at}${level} ${inOneLine(finding.message)} [${pack}/${policy}]\n${others.join("")}`);
    })
    .join("");

/** Lines of advice. */
const SHOWN = 5;

/** The other places: those with the same words in one line, all of what is mandatory and the first few lines of advice. */
function alsoIn({ level, file, found: first, also }: Cause): string[] {
  const lines = [...grouped(also, ({ found }) => found)].map(([found, [place, ...others]]) => {
    const { line, column } = placeOf(place);
    const more = others.map((other) => `, ${nameOf(other)}:${placeOf(other).line}`).join("");
    const what = found === first ? "the same" : inOneLine(found);
    return `${file}:${line}:${column}: ${nameOf(place)}${more}: ${what}`;
  });
  const left = lines.length - SHOWN;
  if (level === "mandatory" || left <= 0) return lines;
  return [...lines.slice(0, SHOWN), `and ${left} more: --format json lists all`];
}

/** Expressions of several lines among the words. */
const inOneLine = (message: string) => message.replaceAll(/\s+/g, " ");

const nameOf = ({ rule, group }: Place): string => rule || group || "there";

/** For formats in which a finding has one text. */
const whole = (finding: Cause): string => [finding.message, ...alsoIn(finding)].join("\n");

// What is spelt out inside of JSON's texts, a reader of JSON turns back.
const spelt = (value: unknown) => `${printable(JSON.stringify(value, null, 2))}\n`;

const json: Print = (findings) => spelt(findings);

/** SARIF 2.1.0. */
const sarif: Print = (findings, notRead) => {
  const policies = [...PACKS.flatMap((pack) => pack.policies), ...LIVE_POLICIES];
  const levelOf = (level: string) => (level === "mandatory" ? "error" : "warning");
  const rules = policies.map(({ name, description, level }) => ({
    id: name,
    shortDescription: { text: description },
    defaultConfiguration: { level: levelOf(level) },
  }));
  const results = findings.map((finding) => {
    const { file, also } = finding;
    const at = (place: Pick<Place, "line" | "column">) => {
      const { line, column } = placeOf(place);
      const region = { startLine: line, startColumn: column };
      return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } };
    };
    const others = also.map((place) => ({ ...at(place), message: { text: place.found } }));
    return {
      ruleId: finding.policy,
      ruleIndex: policies.findIndex(({ name }) => name === finding.policy),
      level: levelOf(finding.level),
      message: { text: finding.message },
      ...(file !== "" && { locations: [at(finding)], ...(others.length > 0 && { relatedLocations: others }) }),
    };
  });
  const toolExecutionNotifications = notRead.map(({ file, reason }) => ({
    level: "error",
    message: { text: `${file} was not read: ${reason}` },
  }));
  const invocations = [{ executionSuccessful: notRead.length === 0, toolExecutionNotifications }];
  const tool = { driver: { name: "tocsin lint", rules } };
  const schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return spelt({ $schema: schema, version: "2.1.0", runs: [{ tool, invocations, results }] });
};

const uriOf = (file: string) => file.split("/").map(encodeURIComponent).join("/");

/** Commands of a GitHub workflow: they become annotations of the lines. */
const github: Print = (findings, notRead) =>
  [
    ...findings.map((finding) => {
      const { file } = finding;
      const { line, column } = placeOf(finding);
      const kind = finding.level === "mandatory" ? "error" : "warning";
      const at = `file=${property(file)},line=${line},col=${column},title=${property(finding.policy)}`;
      return `::${kind} ${at}::${escaped(whole(finding))}\n`;
    }),
    ...notRead.map(({ file, reason }) => `::error file=${property(file)}::${escaped(`not read: ${reason}`)}\n`),
  ].join("");

const escaped = (of: string) => printable(of).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (of: string) => escaped(of).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** A suite a file, a case a finding. */
const junit: Print = (findings, notRead) => {
  const files = [...new Set([...findings.map(({ file }) => file), ...notRead.map(({ file }) => file)])];
  const suites = files.map((file) => {
    const found = findings.filter((finding) => finding.file === file);
    const unread = notRead.filter((one) => one.file === file);
    const cases = [
      ...found.map((finding) => {
        const { line, column } = placeOf(finding);
        const name = xml(`${finding.policy} ${line}:${column}`);
        const failure = `<failure type="${finding.level}" message="${xml(whole(finding))}"/>`;
        return `    <testcase classname="${xml(file)}" name="${name}">${failure}</testcase>\n`;
      }),
      ...unread.map(
        ({ reason }) =>
          `    <testcase classname="${xml(file)}" name="read"><error message="${xml(reason)}"/></testcase>\n`,
      ),
    ];
    const counts = `tests="${cases.length}" failures="${found.length}" errors="${unread.length}"`;
    return `  <testsuite name="${xml(file)}" ${counts}>\n${cases.join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tocsin lint">\n${suites.join("")}</testsuites>\n`;
};

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const xml = (of: string) =>
  printable(of)
    // Characters that XML has no way to write.
    .replace(/[^\t\n\r\u0020-\uFFFD]/g, "?")
    .replace(/[&<>"]/g, (one) => ENTITIES[one] ?? one)
    .replace(/\n/g, "&#10;");

export const PRINTERS: Readonly<Record<Format, Print>> = { text, json, sarif, github, junit };
