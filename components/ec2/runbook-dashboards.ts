// The runbooks as Grafana dashboards, so that a message leads to them without the repository.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const RUNBOOK_UID = "tocsin-runbook-";

const MIXINS = join(__dirname, "..", "mixins");

/** By file name: one for each mixin, with a panel for each section. */
export function runbookDashboards(mixins: readonly string[]): Record<string, string> {
  return Object.fromEntries(mixins.map((mixin) => [`${RUNBOOK_UID}${mixin}.json`, dashboardOf(mixin)]));
}

function dashboardOf(mixin: string): string {
  const [introduction = "", ...sections] = readFileSync(join(MIXINS, mixin, "runbook.md"), "utf8").split(/^## /m);
  const title = /^# (.*)$/m.exec(introduction)?.[1] ?? mixin;
  const panels = [["", introduction.replace(/^# .*\n+/, "")], ...sections.map(titled)].map(
    ([heading = "", content], index) => ({
      id: index + 1,
      type: "text",
      title: heading,
      gridPos: { x: 0, y: index * 9, w: 24, h: 9 },
      options: { mode: "markdown", content },
    }),
  );
  return `${JSON.stringify(
    {
      uid: `${RUNBOOK_UID}${mixin}`,
      title: `Runbook: ${title}`,
      tags: ["tocsin", "runbook"],
      schemaVersion: 39,
      editable: false,
      panels,
    },
    null,
    2,
  )}\n`;
}

function titled(section: string): [string, string] {
  const end = section.indexOf("\n");
  return [section.slice(0, end), section.slice(end + 1).trim()];
}
