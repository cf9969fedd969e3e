// The policies on plain files.
import { type Content, NOTHING } from "../content";
import { PACKS } from "../packs";
import { type Finding, judge } from "../policy";
import type { Configuration } from "../settings";
import { judgementsOn, loadedUnparsed, merged, type Tools, withoutTools, withoutVerdict } from "../verdicts";
import type { Named } from "./paths";
import { allRead, type NotRead, type Reading, readFileText, readNamed } from "./reading";
import { withScrapeFiles } from "./scrape-files";

/** How much was judged. */
export interface Counts {
  files: number;
  rules: number;
  routes: number;
  panels: number;
  /** Files of other kinds in folders. */
  passedOver: number;
}

export interface Report {
  /** By pack and policy. */
  findings: readonly Finding[];
  notRead: readonly NotRead[];
  judged: Counts;
  /** What to say of the judgement itself: tools that were not there. */
  notes: readonly string[];
  /** What was judged. */
  content: Content;
}

/**
 * What the policies find in these files, which of them were not read, and how much was judged.
 *
 * @param configuration Levels and settings by policy, as for the engine.
 * @param tools The servers' own checkers; without them, what they refuse is judged by lint's own reading.
 * @param onRead Called after each file with how many of all are read.
 */
export function lintFiles(
  paths: readonly (string | Named)[],
  configuration: Configuration = {},
  tools: Tools = {},
  onRead: (done: number, of: number) => void = () => undefined,
): Promise<Report> {
  const named = paths.map((path): Named => (typeof path === "string" ? { file: path, isFound: false } : path));
  const readings = named.map((one, index) => {
    const reading = readNamed(one);
    onRead(index + 1, paths.length);
    return reading;
  });
  return reportOn(
    withScrapeFiles(
      named.map(({ file }) => file),
      readings,
    ),
    configuration,
    tools,
  );
}

interface Text {
  file: string;
  text: string;
}

/** What the policies find in texts as if they were files. */
export function lintTexts(files: readonly Text[], configuration: Configuration = {}): readonly Finding[] {
  const { content } = allRead(files.map(({ file, text }) => readFileText(file, text)));
  return judgedBy(configuration)(content);
}

/** The same, with what the servers' tools say of them. */
export async function lintTextsWith(tools: Tools, files: readonly Text[]): Promise<readonly Finding[]> {
  const readings = files.map(({ file, text }) => readFileText(file, text));
  return (await reportOn(readings, {}, tools)).findings;
}

const judgedBy =
  (configuration: Configuration) =>
  (content: Content): Finding[] =>
    PACKS.flatMap((pack) => judge(pack, { content, resources: content.manifests }, configuration));

async function reportOn(readings: readonly Reading[], configuration: Configuration, tools: Tools): Promise<Report> {
  const { content, notRead } = allRead(readings);
  const judged = judgedBy(configuration);
  // The tools read the files while the policies judge them.
  const asked = judgementsOn(content, tools);
  const own = judged(content);
  const judgements = await asked;
  const { findings, refusals } = merged(own, judgements);
  const notes = [withoutTools(content, tools), withoutVerdict(content, tools, judgements)];
  return {
    findings: [...findings, ...judged({ ...NOTHING, refusals })],
    notRead: [
      ...notRead,
      ...loadedUnparsed(judgements).map(({ file, by }) => ({
        file: file.place.file ?? "",
        reason: `${by} loads it, and lint cannot parse its YAML: nothing in it was judged`,
      })),
    ],
    judged: { ...countsOf(content), ...filesIn(readings) },
    notes: notes.filter((note) => note !== undefined),
    content,
  };
}

/** A file that is judged in part is judged, and reported as well. */
const filesIn = (readings: readonly Reading[]): Pick<Counts, "files" | "passedOver"> => ({
  files: readings.filter(
    ({ content, notRead, isPassedOver }) => !isPassedOver && (notRead.length === 0 || isJudged(content)),
  ).length,
  passedOver: readings.filter(({ isPassedOver }) => isPassedOver).length,
});

const isJudged = ({ rules, grafanaRules, scrapeJobs, alertmanagers, dashboards }: Content) =>
  [rules, grafanaRules, scrapeJobs, alertmanagers, dashboards].some((list) => list.length > 0);

type Route = Content["alertmanagers"][number]["route"];

const routesIn = ({ routes }: Route): number => 1 + routes.reduce((sum, route) => sum + routesIn(route), 0);

const countsOf = ({
  rules,
  grafanaRules,
  alertmanagers,
  dashboards,
}: Content): Omit<Counts, "files" | "passedOver"> => ({
  rules: rules.length + grafanaRules.length,
  routes: alertmanagers.reduce((sum, { route }) => sum + routesIn(route), 0),
  panels: dashboards.reduce((sum, { panels }) => sum + panels.length, 0),
});
