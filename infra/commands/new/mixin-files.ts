// The text of a new mixin's files: a catalogue of what was seen, an alert for a target that is down, and a dashboard of it all.
import type { Unit } from "../../../components/rules";
import type { Family } from "../../exposition/families";
import { identifierOf } from "./mixin";

/** By file name. */
export function mixinFiles(name: string, families: readonly Family[]): Record<string, string> {
  const down = `${pascal(name)}Down`;
  return {
    "index.ts": indexText(name),
    "metrics.ts": metricsText(name, families),
    "alerts.ts": alertsText(name, down),
    "scenarios.ts": scenariosText(name, down),
    "normal.ts": normalText(families),
    "dashboard.ts": dashboardText(name, down, families),
    "runbook.md": runbookText(name, down),
  };
}

const pascal = (name: string) => {
  const camel = identifierOf(name);
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}`;
};

const indexText = (name: string) => `// ${name}, as its exporter shows it.
import { mixin, withoutOptions } from "tocsin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { scenarios } from "./scenarios";

export const ${identifierOf(name)} = withoutOptions(
  mixin({
    name: "${name}",
    catalogue: metrics,
    layers: { applications: 1 },
    scrapeInterval: "15s",
    recordings: [],
    alerts,
    dashboards: [dashboard],
    scenarios,
    normal,
  }),
);
`;

function metricsText(name: string, families: readonly Family[]): string {
  const makers = [...new Set(families.map(({ type }) => type))].sort();
  const entries = families.map((family) => {
    const { type, help, labels, bounds } = family;
    const listed = [...labels].map(([label, values]) => `${JSON.stringify(label)}: ${boundOf(values)}`);
    const more =
      type === "histogram" || type === "summary"
        ? [`{ ${listed.join(", ")} }`, String(bounds.length)]
        : listed.length > 0
          ? [`{ ${listed.join(", ")} }`]
          : [];
    return `    ${type}(${[family.name, unitOf(family), help || "Not described by the exporter."]
      .map((text) => JSON.stringify(text))
      .concat(more)
      .join(", ")}),`;
  });
  return `// What ${name}'s exporter shows. A label's bound is how many values it can have on one target; these are those that were seen.
import { type Catalogue, ${makers.join(", ")} } from "tocsin";

export const metrics: Catalogue = {
  exporter: "${name}",
  version: "as seen",
  source: "an exposition of a running exporter",
  metrics: [
${entries.join("\n")}
  ],
};
`;
}

/** A few values are a closed set until somebody knows better; many are a number. */
const boundOf = (values: ReadonlySet<string>) => String(Math.max(values.size, 1));

const UNITS: readonly (readonly [pattern: RegExp, unit: Unit])[] = [
  [/_timestamp_seconds$|_start_time_seconds$/, "timestamp"],
  [/_seconds(_total)?$/, "seconds"],
  [/_bytes(_total)?$/, "bytes"],
  [/_ratio$/, "ratio"],
  [/_dollars(_total)?$/, "dollars"],
];

const unitOf = ({ name }: Family): Unit => UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? "count";

const alertsText = (
  name: string,
  down: string,
) => `// What can go wrong with ${name}. Each alert has a section in runbook.md and scenarios.
import { type Alert, alert } from "tocsin";

export const alerts: readonly Alert[] = [
  alert({
    name: "${down}",
    expr: 'up{job="${name}"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "{{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "Its metrics could not be read: the process has ended, or cannot be reached.",
  }),
];
`;

const scenariosText = (
  name: string,
  down: string,
) => `// Each alert, proven: series go in, and what it says at given times. Values are in promtool's notation, a sample every 15 seconds.
import { scenarios as prove } from "tocsin";

const up = 'up{job="${name}",instance="10.0.0.1:9000",service="${name}",team="platform"}';

export const scenarios = prove("${down}", {
  "fires when a target does not answer, and resolves": {
    given: { [up]: "1x4 0x8 1x20" },
    expect: { "45s": "quiet", "2m": ["critical"], "6m": "quiet" },
  },
  "is quiet while it answers": {
    given: { [up]: "1x40" },
    expect: { "5m": "quiet" },
  },
  "is quiet where no scrape but one fails": {
    given: { [up]: "1x4 0x0 1x20" },
    expect: { "1m15s": "quiet", "3m": "quiet" },
  },
});
`;

function normalText(families: readonly Family[]): string {
  const makers = new Set<string>();
  const shown = families.map((family) => {
    const courses = family.series.map(({ labels, value }) => {
      const course = courseOf(family, value);
      makers.add(course.slice(0, course.indexOf("(")));
      return [labels, course] as const;
    });
    const [first] = courses;
    const text =
      courses.length === 1 && first && Object.keys(first[0]).length === 0
        ? first[1]
        : `[\n${courses.map(([labels, course]) => `      [${JSON.stringify(labels)}, ${course}],`).join("\n")}\n    ]`;
    return `    ${JSON.stringify(family.name)}: ${text},`;
  });
  return `// What a healthy target shows, for the sample-metrics generator and the tests; the values are those that were seen.
import { ${[...makers].sort().join(", ")}, type Normal } from "tocsin";

export const normal: readonly Normal[] = [
  {
${shown.join("\n")}
  },
];
`;
}

function courseOf({ type, bounds }: Family, value: number): string {
  if (type === "histogram" || type === "summary") {
    const sorted = [...bounds].sort((a, b) => a - b);
    const median = type === "histogram" ? (sorted[Math.floor(sorted.length / 2)] ?? 1) : 1;
    return `observed({ perSecond: 1, median: ${median || 1}, bounds: ${JSON.stringify(sorted)} })`;
  }
  if (type === "counter") return `traffic(${value > 0 ? 1 : 0})`;
  return `always(${Number.isFinite(value) ? value : 0})`;
}

function dashboardText(name: string, down: string, families: readonly Family[]): string {
  const panels = families.map((family) => {
    const { expr, unit, legend } = drawn(family);
    const title = family.name.replaceAll("_", " ");
    return `      timeseries(${JSON.stringify(title)}, "${unit}", ${JSON.stringify(sentence(family.help))}, { ${JSON.stringify(legend)}: ${expr} }),`;
  });
  return `// ${name} at a glance: is it up, and everything that its exporter shows.
import { dashboard as declare, row, stat, timeseries, variable } from "tocsin";

const on = 'job="${name}",service=~"$service",instance=~"$instance"';

export const dashboard = declare({
  uid: "own-${name}",
  title: "${pascal(name)}",
  description: "What the exporter of each ${name} shows.",
  tags: ["own"],
  variables: [variable("service", 'up{job="${name}"}'), variable("instance", 'up{job="${name}"}')],
  rows: [
    row(
      "State",
      stat("Instances up", "ratio", "Share of the instances that answer.", { up: \`avg(up{\${on}})\` }, { alert: "${down}" }),
    ),
    row(
      "Metrics",
${panels.join("\n")}
    ),
  ],
});
`;
}

const sentence = (help: string) => (help === "" ? "Not described by the exporter." : `${help.replace(/[.\s]+$/, "")}.`);

function drawn(family: Family): { expr: string; unit: Unit; legend: string } {
  const { name, type, labels } = family;
  const names = ["instance", ...labels.keys()];
  const legend = names.map((label) => `{{${label}}}`).join(" ");
  const unit = unitOf(family);
  if (type === "counter") {
    return {
      expr: `\`rate(${name}{\${on}}[5m])\``,
      unit: unit === "bytes" ? "bytesPerSecond" : unit === "seconds" ? "ratio" : "perSecond",
      legend,
    };
  }
  if (type === "histogram") {
    const by = [...names, "le"].join(", ");
    return { expr: `\`histogram_quantile(0.95, sum by (${by}) (rate(${name}_bucket{\${on}}[5m])))\``, unit, legend };
  }
  if (type === "summary") return { expr: `\`${name}{\${on}}\``, unit, legend: `${legend} {{quantile}}` };
  return { expr: `\`${name}{\${on}}\``, unit, legend };
}

const runbookText = (name: string, down: string) => `# ${pascal(name)}

Every alert of ${name}, what it means, and what to do.

## ${down}

**Meaning.** For 20 seconds the metrics of this instance could not be read.
**Impact.** What depends on it may fail or wait, and nothing else of it is seen until it answers.
**First checks.** Does the process run, and does its /metrics answer from the monitoring server? The end of its log.
**Remedy.** Start it again; if it ended by itself, its log says why.
`;
