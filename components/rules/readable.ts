// Values with their units, as people read them. Nothing is rounded away: two values that differ never read the same.

type Reader = (value: number) => string;

const DAY = 86_400;

/** Values by unit; a unit that a later or an earlier version knows is written behind the number. */
const READERS: Record<string, Reader> = {
  ratio: (value) => `${plain(value * 100)}%`,
  seconds: inSeconds,
  bytes: inBytes,
  bytesPerSecond: (value) => `${inBytes(value)}/s`,
  requestsPerSecond: (value) => `${plain(value)} req/s`,
  perSecond: (value) => `${plain(value)}/s`,
  dollars: (value) => `$${plain(value)}`,
  count: plain,
  boolean: plain,
  timestamp: (value) => new Date(value * 1000).toISOString(),
};

export function readable(value: number, unit = "count"): string {
  const read = READERS[unit];
  return read ? read(value) : `${plain(value)} ${unit}`;
}

/** `10m` → `10 m`, `3m30s` → `3 m 30 s`. */
export function readableDuration(time: string): string {
  return time
    .replace(/(\d)(ms|[smhdwy])/g, "$1 $2 ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** 0.7 * 100 is 70, not 70.00000000000001; thousands are separated. */
function plain(value: number): string {
  return Number(value.toPrecision(15)).toLocaleString("en-GB", { maximumFractionDigits: 15 });
}

function inSeconds(value: number): string {
  if (value !== 0 && Math.abs(value) < 1) return `${plain(value * 1000)} ms`;
  if (!Number.isInteger(value) || Math.abs(value) < 120) return `${plain(value)} s`;
  const parts = [
    [DAY, "d"],
    [3600, "h"],
    [60, "m"],
    [1, "s"],
  ] as const;
  let rest = Math.abs(value);
  const text = parts.flatMap(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${plain(count)} ${name}`] : [];
  });
  return (value < 0 ? "-" : "") + text.join(" ");
}

const BYTES: readonly (readonly [size: number, name: string])[] = [
  [1024 ** 4, "TiB"],
  [1e12, "TB"],
  [1024 ** 3, "GiB"],
  [1e9, "GB"],
  [1024 ** 2, "MiB"],
  [1e6, "MB"],
  [1024, "KiB"],
  [1e3, "kB"],
];

/** In the largest unit that needs at most one decimal place. */
function inBytes(value: number): string {
  const fits = BYTES.find(([size]) => Math.abs(value) >= size && Number.isInteger((value / size) * 10));
  return fits ? `${plain(value / fits[0])} ${fits[1]}` : `${plain(value)} B`;
}
