// The tools that the native runtime runs and checks with.
import type { ToolName } from "../../components/host/tools";
import {
  logsKeptHere,
  minimumAlertmanager,
  minimumBlackbox,
  minimumPrometheus,
  type Settings,
  tracesKeptHere,
} from "../../components/monitoring";

export const NATIVE_TOOLS = [
  "prometheus",
  "promtool",
  "alertmanager",
  "amtool",
  "node-exporter",
  "blackbox-exporter",
] as const satisfies ToolName[];

/** What it runs beside them where logs are collected. */
export const LOG_TOOLS = ["victorialogs", "vmalert", "otelcol"] as const satisfies ToolName[];

/** What it runs beside them where traces are taken. */
export const TRACE_TOOLS = ["jaeger", "otelcol"] as const satisfies ToolName[];

/** What tests run beside them: a store that several servers write to, and what asks CloudWatch. */
export const STORE_TOOLS = ["thanos", "yace"] as const satisfies ToolName[];

/** Settings, or that all is wanted. */
interface Chosen {
  logs?: Settings["logs"] | boolean;
  traces?: Settings["traces"] | boolean;
  store?: boolean | undefined;
}

/** What it runs and checks with under these settings. */
export const toolsFor = ({ logs, traces, store }: Chosen) => [
  ...new Set<ToolName>([
    ...NATIVE_TOOLS,
    ...(logs === true || (logs && logsKeptHere({ logs })) ? LOG_TOOLS : []),
    ...(traces === true || (traces && tracesKeptHere({ traces })) ? TRACE_TOOLS : []),
    ...(logs || traces ? (["otelcol"] as const) : []),
    ...(store ? STORE_TOOLS : []),
  ]),
];

/** The oldest version of a tool that will do for these settings, where the catalogue's is not enough. */
export function minimumOf(tool: ToolName, settings: Asking): string | undefined {
  if (tool === "alertmanager" || tool === "amtool") return minimumAlertmanager(settings.notifications)?.since;
  if (tool === "prometheus" || tool === "promtool") return minimumPrometheus(settings)?.since;
  if (tool === "blackbox-exporter") return minimumBlackbox(settings)?.since;
  return undefined;
}

type Asking = Pick<Settings, "notifications" | "scrape" | "services">;
