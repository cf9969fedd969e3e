// The policies on plain files.
import type { Content } from "../content";
import { PACKS } from "../packs";
import { type Finding, judge } from "../policy";
import type { Configuration } from "../settings";
import { allRead, type NotRead, type Reading, readFile, readFileText } from "./reading";

/** How much was judged. */
export interface Counts {
  files: number;
  rules: number;
  routes: number;
  panels: number;
}

export interface Report {
  /** By pack and policy. */
  findings: readonly Finding[];
  notRead: readonly NotRead[];
  judged: Counts;
}

/**
 * What the policies find in these files, which of them were not read, and how much was judged.
 *
 * @param configuration Levels and settings by policy, as for the engine.
 * @param onRead Called after each file with how many of all are read.
 */
export function lintFiles(
  paths: readonly string[],
  configuration: Configuration = {},
  onRead: (done: number, of: number) => void = () => undefined,
): Report {
  const readings = paths.map((file, index) => {
    const reading = readFile(file);
    onRead(index + 1, paths.length);
    return reading;
  });
  return reportOn(readings, configuration);
}

/** What the policies find in texts as if they were files. */
export function lintTexts(
  files: readonly { file: string; text: string }[],
  configuration: Configuration = {},
): readonly Finding[] {
  const readings = files.map(({ file, text }) => readFileText(file, text));
  return reportOn(readings, configuration).findings;
}

function reportOn(readings: readonly Reading[], configuration: Configuration): Report {
  const { content, notRead } = allRead(readings);
  return {
    findings: PACKS.flatMap((pack) => judge(pack, { content, resources: content.manifests }, configuration)),
    notRead,
    judged: countsOf(content, readings.length - new Set(notRead.map(({ file }) => file)).size),
  };
}

type Route = Content["alertmanagers"][number]["route"];

const routesIn = ({ routes }: Route): number => 1 + routes.reduce((sum, route) => sum + routesIn(route), 0);

const countsOf = ({ rules, grafanaRules, alertmanagers, dashboards }: Content, files: number): Counts => ({
  files,
  rules: rules.length + grafanaRules.length,
  routes: alertmanagers.reduce((sum, { route }) => sum + routesIn(route), 0),
  panels: dashboards.reduce((sum, { panels }) => sum + panels.length, 0),
});
