// The way to a remote storage.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingForAWhile, of, steady } from "./series";

const REMOTE = 'remote_name="central",url="http://central:9009/push"';

const samples = (sent: string, refused: string): Record<string, string> => ({
  [of("prometheus_remote_storage_samples_total", REMOTE)]: sent,
  [of("prometheus_remote_storage_samples_failed_total", REMOTE)]: refused,
});

/** A server that started at the beginning, and the newest sample that it sent. */
const newest = (sent?: string, pending = steady(500)): Record<string, string> => ({
  [of("prometheus_remote_storage_samples_pending", REMOTE)]: pending,
  [of("prometheus_remote_storage_highest_timestamp_in_seconds")]: "0+15x120",
  [of("prometheus_remote_storage_shards", REMOTE)]: steady(1),
  [of("process_start_time_seconds")]: steady(0),
  ...(sent && { [of("prometheus_remote_storage_queue_highest_sent_timestamp_seconds", REMOTE)]: sent }),
});

export const remoteScenarios: readonly Scenario[] = [
  ...scenarios("PrometheusRemoteStorageFailures", {
    "fires within two minutes when 10% are refused, and resolves": {
      given: samples(growing(100), growingForAWhile(10)),
      expect: { "3m": "quiet", "4m": ["critical"], "14m": "quiet" },
    },
    "fires at 1.2%": { given: samples(growing(100), growing(1.2)), expect: { "4m": ["critical"] } },
    "stays quiet at 0.9%": { given: samples(growing(100), growing(0.9)), expect: { "3m": "quiet", "10m": "quiet" } },
    "stays quiet on one refused batch": {
      given: samples(growing(100), "0x8 500x40"),
      expect: { "150s": "quiet", "210s": "quiet", "4m": "quiet" },
    },
    "stays quiet where nothing is sent": {
      given: samples(steady(0), steady(0)),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("PrometheusRemoteWriteBehind", {
    "fires when sending stops, and resolves when it has caught up": {
      given: newest("0+15x20 300x20 615+15x40"),
      expect: { "7m": "quiet", "450s": "quiet", "8m": ["critical"], "12m": "quiet" },
    },
    "fires when nothing was ever sent": { given: newest(), expect: { "2m": "quiet", "3m": ["critical"] } },
    "stays quiet at 105 seconds": { given: newest("-105+15x80"), expect: { "3m": "quiet", "10m": "quiet" } },
    "stays quiet where a filter lets nothing through": {
      given: newest(undefined, steady(0)),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "stays quiet where all is sent that a filter let through": {
      given: newest("0+15x10 150x60", "500x10 0x60"),
      expect: { "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet without a remote storage": {
      given: { [of("prometheus_remote_storage_highest_timestamp_in_seconds")]: "0+15x120" },
      expect: { "3m": "quiet", "10m": "quiet" },
    },
  }),
];
