// Runbooks as pages of Grafana, so that the button of a message leads somewhere in every cluster.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The uid of a mixin's runbook in Grafana. */
export const runbookUid = (mixin: string) => `tocsin-runbook-${mixin}`;

/** The folder with a folder for each mixin. */
const MIXINS = join(__dirname, "..", "mixins");

/** Grafana's JSON by file name: one panel that fills the page. */
export function runbookDashboards(mixins: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    mixins.map((mixin) => {
      const content = readFileSync(join(MIXINS, mixin, "runbook.md"), "utf8");
      const panel = {
        id: 1,
        type: "text",
        title: "",
        gridPos: { h: 40, w: 24, x: 0, y: 0 },
        options: { mode: "markdown", content },
      };
      const dashboard = {
        uid: runbookUid(mixin),
        title: `Runbook: ${mixin}`,
        tags: ["tocsin", "runbook"],
        editable: false,
        schemaVersion: 41,
        panels: [panel],
      };
      return [`${runbookUid(mixin)}.json`, `${JSON.stringify(dashboard, null, 2)}\n`];
    }),
  );
}
