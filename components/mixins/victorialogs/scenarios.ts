// Each alert of VictoriaLogs, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../rules";
import { growing, growingThenStill, steady } from "../scenario-series";

const STORE = 'job="victorialogs",instance="logs-1:9428",service="victorialogs",team="platform"';
const DISK = `${STORE},path="/data"`;

const of = (metric: string, values: string, labels = STORE): Record<string, string> => ({
  [`${metric}{${labels}}`]: values,
});

const dropped = (reason: string, values: string) => ({
  ...of("vl_rows_dropped_total", values, `${STORE},reason="${reason}"`),
  ...of("vl_too_long_lines_skipped_total", steady(0)),
});

const failing = (values: string, path = "/insert/jsonline") =>
  of("vl_http_errors_total", values, `${STORE},path="${path}"`);

const sized = (values: string, limit = "100") => ({
  ...of("vl_data_size_bytes", values, `${STORE},type="storage"`),
  ...of("vl_max_disk_space_usage_bytes", `${limit}x240`, DISK),
});

/** Free space that shrinks by so many bytes a minute. */
const shrinking = (from: number, perMinute: number) => ({
  given: of("vl_free_disk_space_bytes", `${from}-${perMinute}x600 ${from - 600 * perMinute}x480`, DISK),
  interval: "1m" as const,
});

/** Free space of four days that each take so many bytes a minute, and give some back at their end. */
const daily = ({ from, perMinute, deletes }: { from: number; perMinute: number; deletes: number }) => ({
  given: of(
    "vl_free_disk_space_bytes",
    [0, 1, 2, 3].map((day) => `${from - day * (1440 * perMinute - deletes)}-${perMinute}x1439`).join(" "),
    DISK,
  ),
  interval: "1m" as const,
});

export const victorialogsScenarios: readonly Scenario[] = [
  ...scenarios("VictorialogsReadOnly", {
    "fires while the disk is full, and resolves": {
      given: of("vl_storage_is_read_only", "0x4 1x20 0x40", DISK),
      expect: { "1m": "quiet", "2m": ["critical"], "10m": "quiet" },
    },
    "stays quiet while lines are taken": {
      given: of("vl_storage_is_read_only", "0x40", DISK),
      expect: { "9m": "quiet" },
    },
  }),
  ...scenarios("VictorialogsDiskFillsUp", {
    // 1 GB a minute of 2,000 GB is two days at the most.
    "warns of a disk that is full in less than three days, and resolves when it no longer fills": {
      ...shrinking(2e12, 1e9),
      expect: { "5m": "quiet", "3h": ["warning"], "9h": ["warning"], "17h": "quiet" },
    },
    "keeps warning through the night, when the oldest day is deleted": {
      ...daily({ from: 100e9, perMinute: 20e6, deletes: 10e9 }),
      expect: { "23h": ["warning"], "30h": "quiet", "70h": ["warning"], "73h": ["warning"], "78h": ["warning"] },
    },
    "stays quiet where each midnight deletes what a day brought": {
      ...daily({ from: 60e9, perMinute: 20e6, deletes: 28.8e9 }),
      expect: { "47h": "quiet", "50h": "quiet", "70h": "quiet", "73h": "quiet", "90h": "quiet" },
    },
    "stays quiet where five days are left": { ...shrinking(7.2e12, 1e9), expect: { "3h": "quiet", "9h": "quiet" } },
  }),
  ...scenarios("VictorialogsRetentionCutShort", {
    "warns where it uses nearly all that it may, and resolves with a higher limit": {
      given: sized("96x60 50x180"),
      expect: { "5m": "quiet", "12m": ["warning"], "20m": "quiet" },
    },
    "stays quiet at 95%": { given: sized("95x240"), expect: { "30m": "quiet" } },
  }),
  ...scenarios("VictorialogsRowsDropped", {
    "warns of lines from the past, and resolves": {
      given: dropped("too_small_timestamp", growingThenStill(1)),
      expect: { "2m": ["warning"], "45m": "quiet" },
    },
    "warns of lines that are too long": {
      given: {
        ...dropped("too_small_timestamp", steady(0)),
        ...of("vl_too_long_lines_skipped_total", growing(0.1)),
      },
      expect: { "5m": ["warning"] },
    },
    "stays quiet on lines that are only looked at": { given: dropped("debug", growing(1)), expect: { "30m": "quiet" } },
  }),
  ...scenarios("VictorialogsIngestionErrors", {
    "warns of requests that fail, and resolves": {
      given: failing(growingThenStill(1)),
      expect: { "3m": ["warning"], "40m": "quiet" },
    },
    "stays quiet on a request in three minutes": {
      given: failing("0x11 1x11 2x11 3x11 4x100"),
      expect: { "10m": "quiet" },
    },
    "stays quiet on queries that fail": {
      given: failing(growing(1), "/select/logsql/query"),
      expect: { "10m": "quiet" },
    },
  }),
  ...scenarios("VictorialogsQueriesRefused", {
    "warns of queries that time out while they wait, and resolves": {
      given: of("vl_concurrent_select_limit_timeout_total", growingThenStill(0.1)),
      expect: { "3m": ["warning"], "40m": "quiet" },
    },
    "stays quiet while none does": {
      given: of("vl_concurrent_select_limit_timeout_total", steady(5)),
      expect: { "10m": "quiet" },
    },
  }),
  ...scenarios("VictorialogsManyStreams", {
    "warns of a label without a bound, and resolves": {
      given: of("vl_streams_created_total", "0+20x90 1800x400"),
      expect: { "2m": "quiet", "20m": ["warning"], "2h": "quiet" },
    },
    "stays quiet on a deployment of a hundred hosts": {
      given: of("vl_streams_created_total", "0x20 900x200"),
      expect: { "30m": "quiet" },
    },
  }),
];
