// The runbooks as Grafana dashboards, so that a message leads to them without the repository.
import { asJson } from "../../dashboards";
import { LOG_RUNBOOK, logRunbook } from "../logs/runbook";
import type { Monitoring } from "../model/monitoring";
import { runbookTexts } from "./runbook-text";

const UID = "tocsin-runbook-";

/** Where alerts find their runbook, for `Endpoints`. @param grafana Its URL. */
export const runbookUrl = (grafana: string) => `${grafana}/d/${UID}{mixin}#{alert}`;

/** Grafana's JSON by file name: one for each mixin in use and one for alerts on logs, with a panel for each section. */
export function runbookDashboards(monitoring: Pick<Monitoring, "groups" | "logs">): Record<string, string> {
  const texts = Object.entries({
    ...runbookTexts(monitoring),
    ...(monitoring.logs?.alerts.length && { [LOG_RUNBOOK]: logRunbook() }),
  });
  return Object.fromEntries(texts.map(([mixin, text]) => [`${UID}${mixin}.json`, dashboardOf(mixin, text)]));
}

function dashboardOf(mixin: string, text: string): string {
  const [introduction = "", ...sections] = text.split(/^## /m);
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
  return asJson({
    uid: `${UID}${mixin}`,
    title: `Runbook: ${title}`,
    tags: ["tocsin", "runbook"],
    schemaVersion: 39,
    editable: false,
    panels,
  });
}

function titled(section: string): [string, string] {
  const end = section.indexOf("\n");
  return [section.slice(0, end), section.slice(end + 1).trim()];
}
