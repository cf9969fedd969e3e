// The tools that the native runtime runs and checks with.
import type { ToolName } from "../../components/host/tools";

export const NATIVE_TOOLS = [
  "prometheus",
  "promtool",
  "alertmanager",
  "amtool",
  "node-exporter",
  "blackbox-exporter",
] as const satisfies ToolName[];
