// How large a monitoring server must be: from the forecast of series to memory, instance type and disk.
import { type Monitoring, roundUp, samplesPerSeries } from "../../monitoring";
import { garbagePercent } from "../../prometheus";
import { type Duration, seconds } from "../../rules";

export interface Size {
  /** Smallest instance type with the memory. */
  type: string;
  memoryGiB: number;
  /** Of the data volume, in GiB. */
  volumeGiB: number;
  /** Bytes that Prometheus' blocks take at most: the volume's, without the room for all else on it. */
  blockBytes: number;
  /** By how many per cent Prometheus' heap may grow before it is collected. */
  garbagePercent: number;
}

/** What the forecast leaves out: services that come, deployments that renew all series for some hours. */
const GROWTH = 1.5;

/**
 * Memory of a series in the head, in bytes: about 4 KiB with its labels and its last samples, and as much again for queries,
 * rules and compaction.
 */
const BYTES_OF_SERIES = 8 * 1024;

/** Of the operating system, Alertmanager, Grafana, the exporters, and a Prometheus without series. */
const BASE_MEMORY_GIB = 1.25;

/** Of the log store, vmalert and what takes lines from hosts. */
const LOGS_MEMORY_GIB = 0.75;

/** Of the trace store, and of the gateway before it. */
const TRACES_MEMORY_GIB = 1;

/** What waits for the trace stores of a pair: traces themselves have a volume of their own. */
const TRACE_QUEUES = 2;

/** Prometheus' documentation: "an average of only 1-2 bytes per sample". */
const BYTES_OF_SAMPLE = 2;

/** Write-ahead log, head, Grafana's and Alertmanager's data, in GiB. */
const BASE_VOLUME_GIB = 10;

/**
 * What blocks take is rounded up to so many GiB: the limit is part of a server's setup, and another service must not change it
 * machine.
 */
const STEP_GIB = 10;

/** Blocks are compacted into new ones before the old ones go. */
const BLOCK_SHARE = 0.85;

/** What «forever» is when a disk is bought: it can be made larger while it runs. */
const FOREVER: Duration = "5y";

/** By memory in GiB. */
const TYPES = [
  ["t4g.small", 2],
  ["t4g.medium", 4],
  ["t4g.large", 8],
  ["r7g.large", 16],
  ["r7g.xlarge", 32],
  ["r7g.2xlarge", 64],
  ["r7g.4xlarge", 128],
] as const;

const GIB = 1024 ** 3;

/**
 * The size of each of `servers` that divide the targets among them.
 * Throws where none is large enough: then the settings are to name more servers.
 */
export function sizeOf(monitoring: Monitoring, servers: number): Size {
  const expected = monitoring.forecast.expected / servers;
  const series = expected * GROWTH;
  const { logs, traces } = monitoring;
  const kept = (logs && !logs.existing ? LOGS_MEMORY_GIB : 0) + (traces ? TRACES_MEMORY_GIB : 0);
  const memoryGiB = BASE_MEMORY_GIB + kept + (series * BYTES_OF_SERIES) / GIB;
  const fits = TYPES.find(([, memory]) => memory >= memoryGiB);
  if (!fits) {
    throw new Error(
      `${Math.round(series)} series for a server want ${Math.ceil(memoryGiB)} GiB of memory; divide them: platform.servers.hostsEach`,
    );
  }
  const forYears = monitoring.business.retention === "forever" ? FOREVER : monitoring.business.retention;
  const business = businessSamplesPerSecond(monitoring) * seconds(forYears);
  const bytes = series * samplesPerSeries(monitoring) * seconds(monitoring.retention) * BYTES_OF_SAMPLE;
  const blocksGiB = roundUp(bytes / GIB, STEP_GIB);
  const archive = ((business * GROWTH) / servers) * BYTES_OF_SAMPLE;
  return {
    type: fits[0],
    memoryGiB,
    volumeGiB: Math.ceil(
      BASE_VOLUME_GIB +
        blocksGiB / BLOCK_SHARE +
        archive / GIB +
        (logs?.maxDisk ?? 0) +
        (traces?.queue ?? 0) * TRACE_QUEUES,
    ),
    blockBytes: blocksGiB * GIB,
    garbagePercent: garbagePercent(expected),
  };
}

/** For a volume of a given size in GiB: what is left for Prometheus' blocks. */
export const blockBytesOf = (volumeGiB: number) =>
  Math.max(GIB, Math.floor((volumeGiB - BASE_VOLUME_GIB / 2) * BLOCK_SHARE * GIB));

function businessSamplesPerSecond({ forecast, business }: Monitoring): number {
  // A histogram is three names in the list, and one metric in the forecast.
  const isBusiness = (name: string) => business.series.some((one) => one === name || one === `${name}_count`);
  return forecast.jobs.reduce((sum, { interval, metrics }) => {
    const expected = metrics.filter(({ name }) => isBusiness(name)).reduce((all, metric) => all + metric.expected, 0);
    return sum + expected / seconds(interval);
  }, 0);
}
