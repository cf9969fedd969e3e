// The tools that the native runtime runs and checks with.
import type { ToolName } from "../../components/host/tools";
import { minimumAlertmanager, type Settings } from "../../components/monitoring";

export const NATIVE_TOOLS = [
  "prometheus",
  "promtool",
  "alertmanager",
  "amtool",
  "node-exporter",
  "blackbox-exporter",
] as const satisfies ToolName[];

/** The oldest version of a tool that will do for these settings, where the catalogue's is not enough. */
export function minimumOf(tool: ToolName, { notifications }: Pick<Settings, "notifications">): string | undefined {
  return tool === "alertmanager" || tool === "amtool" ? minimumAlertmanager(notifications)?.since : undefined;
}
