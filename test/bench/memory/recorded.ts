// What real exporters show, all of it: what catalogues name as healthy targets show it, and everything else as it was recorded,
// with counters that count.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { seriesNames } from "../../../components/rules";
import { type EstateTarget, shownBy } from "../estate/estate";
import { textOf } from "../estate/exporter";

const FOLDER = join(__dirname, "..", "..", "fixtures", "exporters");

/** The recording of each mixin's exporter; services show their own metrics besides, and probes only those of the catalogue. */
const RECORDINGS: Readonly<Record<string, readonly string[]>> = {
  alertmanager: ["alertmanager-0.28.1.prom"],
  blackbox: ["blackbox_exporter-0.23.0.prom"],
  container: ["cadvisor-0.52.1.prom"],
  node: ["node_exporter-1.5.0.prom"],
  nodejs: ["nodejs-prom-client-15.1.3.prom"],
  postgres: ["postgres_exporter-0.11.1.prom"],
  prometheus: ["prometheus-2.42.0.prom"],
  rabbitmq: ["rabbitmq_prometheus-3.10.8-per-object.prom"],
  redis: ["redis_exporter-1.45.0.prom"],
  service: ["nodejs-prom-client-15.1.3.prom"],
};

/** Docker hosts run so many containers of each that was recorded. */
const CONTAINERS_TIMES = 6;

interface Line {
  series: string;
  name: string;
  value: number;
  /** How much it grows in a second; nothing for gauges. */
  perSecond: number;
}

const LINE = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/;

function linesOf(file: string): Line[] {
  const text = readFileSync(join(FOLDER, file), "utf8");
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type]));
  return text.split("\n").flatMap((line, index) => {
    const [, series, value] = LINE.exec(line) ?? [];
    if (series === undefined) return [];
    const name = series.replace(/\{.*/, "");
    const type = types.get(name) ?? types.get(name.replace(/_(bucket|sum|count)$/, ""));
    const counts = type === "counter" || type === "histogram" || type === "summary";
    return [{ series, name, value: Number(value), perSecond: counts ? 1 + (index % 7) : 0 }];
  });
}

/** A container's series once more, under another name and id. */
const copies = (line: Line): Line[] =>
  line.series.includes('id="/docker/')
    ? Array.from({ length: CONTAINERS_TIMES }, (_, copy) => ({
        ...line,
        series: line.series
          .replace(/id="\/docker\/\w+/, `$&${copy}`)
          .replace(/([{,])name="([^"]*)/, `$1name="$2-${copy}`),
      }))
    : [line];

const known = new Map<string, readonly Line[]>();

/** What the catalogue does not name: of the rest, counters that count would be faults of every kind. */
function recordingOf({ name: mixin, catalogue }: EstateTarget["mixin"]): readonly Line[] {
  const found = known.get(mixin);
  if (found) return found;
  const named = new Set(catalogue.metrics.flatMap(seriesNames));
  const lines = (RECORDINGS[mixin] ?? []).flatMap(linesOf).filter(({ name }) => !named.has(name));
  const all = mixin === "container" ? lines.flatMap(copies) : lines;
  known.set(mixin, all);
  return all;
}

/** All that a target shows. @param start when its process started; both times in Unix seconds. */
export function wholeText(target: EstateTarget, now: number, start: number): string {
  const own = textOf(target, shownBy(target, { now, start }), now);
  if (target.labels.job === "probe") return own;
  const recorded = recordingOf(target.mixin).map(
    ({ series, value, perSecond }) =>
      `${series} ${String(value + perSecond * (now - start)).replace("Infinity", "Inf")}`,
  );
  return `${own}${recorded.join("\n")}\n`;
}
