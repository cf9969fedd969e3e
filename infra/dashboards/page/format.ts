// Numbers with their units, as Grafana writes them; used for what is in the page, and by its charts.
import type { Unit } from "../../../components/rules";

/** From a size on, values are counted in it and called so. */
type Scale = readonly (readonly [size: number, suffix: string])[];

const TIMES: Scale = [
  [1e-9, " ns"],
  [1e-6, " µs"],
  [1e-3, " ms"],
  [1, " s"],
  [60, " min"],
  [3_600, " h"],
  [86_400, " days"],
  [604_800, " weeks"],
  [31_536_000, " years"],
];

const scale = (base: number, suffixes: readonly string[]): Scale =>
  suffixes.map((suffix, power) => [base ** power, suffix]);

const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
const BYTES = scale(
  1024,
  BINARY.map((prefix) => ` ${prefix}B`),
);
const BYTES_PER_SECOND = scale(
  1024,
  BINARY.map((prefix) => ` ${prefix}B/s`),
);
const COUNTS = scale(1000, ["", " K", " Mil", " Bil", " Tri"]);
const perSecond = (what: string) => scale(1000, [` ${what}/s`, `K ${what}/s`, `M ${what}/s`, `B ${what}/s`]);
const REQUESTS_PER_SECOND = perSecond("req");
const PER_SECOND = perSecond("ops");
const DOLLARS = scale(1000, ["", "K", "M", "B"]);

const FORMATS: Record<Unit, (value: number, nowSeconds: number) => string> = {
  seconds: (value) => (value === 0 ? "0 s" : scaled(value, TIMES)),
  bytes: (value) => scaled(value, BYTES),
  bytesPerSecond: (value) => scaled(value, BYTES_PER_SECOND),
  ratio: (value) => `${short(value * 100)}%`,
  count: (value) => scaled(value, COUNTS),
  requestsPerSecond: (value) => scaled(value, REQUESTS_PER_SECOND),
  perSecond: (value) => scaled(value, PER_SECOND),
  // Grafana takes milliseconds.
  timestamp: (value, now) => ago(value / 1000 - now),
  dollars: (value) => `${value < 0 ? "-" : ""}$${scaled(Math.abs(value), DOLLARS)}`,
  boolean: (value) => (value === 0 ? "False" : "True"),
};

/** A value with its unit. `nowSeconds` is what a point in time is compared with. */
export function format(unit: Unit, value: number, nowSeconds: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return FORMATS[unit](value, nowSeconds);
}

function scaled(value: number, sizes: Scale): string {
  const size = Math.abs(value) * (1 + 1e-9);
  const [unit, suffix] = sizes.findLast(([from]) => size >= from) ?? sizes[0] ?? [1, ""];
  return `${short(value / unit)}${suffix}`;
}

/** Three significant digits, and never less than the whole number. */
function short(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return String(rounded === 0 ? 0 : rounded);
}

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "always" });

const AGES = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

function ago(seconds: number): string {
  const [unit, size] = AGES.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return RELATIVE.format(Math.round(seconds / size), unit);
}
