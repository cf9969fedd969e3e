// A comparison for the terminal, for a pull request's comment, and for machines.
import type { Comparison } from "../comparison";
import type { Finding } from "../findings";
import { costMarkdown, costText } from "./cost";
import { engineSection } from "./engine";
import { findingsMarkdown } from "./findings";
import { firstLines } from "./first-lines";
import { forecastMarkdown, forecastText } from "./forecast";
import { lateMarkdown, lateRules, lateText } from "./late";
import { renderMarkdown } from "./markdown";
import { pagesMarkdown, pagesText } from "./pages";
import { resourcesMarkdown, resourcesText } from "./resources";
import { renderText } from "./text";

/** What the engine and the policies said of it. */
export interface Said {
  findings: readonly Finding[];
  /** What the engine printed. */
  output: string;
}

/** Lines of a section, so that all of a preview fits in 200 lines; the Markdown and the JSON have the rest. */
const MOST_CHANGES = 45;
const MOST_RESOURCES = 12;

const shortened = (text: string, most: number) => firstLines(text.trimEnd().split("\n"), most).join("\n");

/** Lines, with a line break at the end. */
export function comparisonText({ changes, resources, base, head, cost, pages }: Comparison): string {
  const parts = [
    shortened(renderText(changes), MOST_CHANGES),
    ...(resources ? [shortened(resourcesText(resources), MOST_RESOURCES)] : []),
    ...[lateText(head.monitoring)].filter(Boolean),
    forecastText(base?.monitoring.forecast, head.monitoring.forecast),
    ...(cost.after ? [costText(cost.before, cost.after)] : []),
    ...(pages ? [pagesText(pages)] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** What matters most to a reviewer first: what is watched, what is objected to, what it takes. */
export function comparisonMarkdown(compared: Comparison, { findings, output }: Said): string {
  const { changes, environment, against, resources, base, head, cost, pages } = compared;
  return [
    renderMarkdown(changes, { environment, against }),
    findingsMarkdown(findings),
    ...(resources ? [resourcesMarkdown(resources)] : []),
    ...[lateMarkdown(head.monitoring)].filter(Boolean),
    forecastMarkdown(base?.monitoring.forecast, head.monitoring.forecast),
    ...(cost.after ? [costMarkdown(cost.before, cost.after)] : []),
    ...(pages ? [pagesMarkdown(pages)] : []),
    engineSection(output),
  ].join("\n");
}

/** Plain data. */
export function comparisonJson(
  { changes, resources, base, head, cost, pages }: Comparison,
  { findings }: Said,
): string {
  const series = { before: base?.monitoring.forecast, after: head.monitoring.forecast };
  return JSON.stringify(
    { ...changes, late: lateRules(head.monitoring), resources, series, cost, pages, findings },
    null,
    2,
  );
}
