// How much memory, CPU and disk Prometheus needs, from the series that are expected.
import { type Monitoring, roundUp, samplesPerSeries } from "../../monitoring";
import { seconds } from "../../rules";

/** A series in memory with its samples, its labels in the index, and its share of queries; Prometheus 3 takes 4 to 6 KiB. */
const BYTES_PER_SERIES = 8 * 1024;

/** The process without series, and what rules and dashboards read at a time. */
const BASE_BYTES = 256 * 1024 ** 2;

/** On disk; Prometheus' documentation says one to two. */
const BYTES_PER_SAMPLE = 2;

/** Blocks that are being compacted and the write-ahead log lie beside what is kept. */
const DISK_HEADROOM = 1.5;

/** Blocks are deleted from here on; Prometheus' documentation recommends 80 to 85%. */
const USABLE_DISK = 0.8;

/** Series that are there only now and then, such as those of old pods, and growth until somebody looks. */
const CHURN = 1.5;

const MI = 1024 ** 2;
const GI = 1024 ** 3;

export interface Sizing {
  /** Quantities of Kubernetes. */
  cpu: string;
  memory: string;
  memoryLimit: string;
  storage: string;
  /** In the unit of Prometheus. */
  retentionSize: string;
}

type Given = { storage?: string | undefined; memory?: string | undefined };

/** What one replica asks for; what is given takes precedence. */
export function sizingOf(monitoring: Monitoring, { storage, memory }: Given = {}): Sizing {
  const series = monitoring.forecast.expected * CHURN;
  const memoryBytes = memory ? bytesOf(memory) : roundUp(BASE_BYTES + series * BYTES_PER_SERIES, 256 * MI);
  const samples = series * samplesPerSeries(monitoring) * seconds(monitoring.retention);
  const storageBytes = storage ? bytesOf(storage) : roundUp(samples * BYTES_PER_SAMPLE * DISK_HEADROOM, 10 * GI);
  return {
    cpu: `${roundUp(200 + series / 100, 50)}m`,
    memory: `${memoryBytes / MI}Mi`,
    // A restart replays the write-ahead log, which takes more than running does.
    memoryLimit: `${(memoryBytes * 2) / MI}Mi`,
    storage: storage ?? `${storageBytes / GI}Gi`,
    retentionSize: `${Math.floor((storageBytes * USABLE_DISK) / MI)}MB`,
  };
}

const UNITS: Record<string, number> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  ki: 1024,
  Ki: 1024,
  Mi: MI,
  Gi: GI,
  Ti: GI * 1024,
  Pi: GI * 1024 ** 2,
};

function bytesOf(quantity: string): number {
  const [, number = "", unit = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(number) * (UNITS[unit] ?? Number.NaN);
}
