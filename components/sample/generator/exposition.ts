// Samples → Prometheus' text format.
import type { Metric, Sample } from "../../rules";

export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The samples of one metric; announced with its help and type where it is known. */
export interface Family {
  metric?: Metric;
  samples: readonly Sample[];
}

/** The text of some metrics; one without samples is left out. */
export function exposition(families: readonly Family[]): string {
  const shown = families.filter(({ samples }) => samples.length > 0);
  return [...shown.flatMap(({ metric, samples }) => [...announced(metric), ...samples.map(line)]), ""].join("\n");
}

function announced(metric: Metric | undefined): string[] {
  if (!metric || metric.type === "untyped") return [];
  const help = metric.help.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
  return [`# HELP ${metric.name} ${help}`, `# TYPE ${metric.name} ${metric.type}`];
}

function line({ name, labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${String(value).replace("Infinity", "Inf")}`;
}

const escaped = (text: string) => text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
