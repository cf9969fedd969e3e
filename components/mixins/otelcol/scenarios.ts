// Each alert of the OpenTelemetry Collector, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../rules";
import { growing, growingThenStill, steady } from "../scenario-series";

const OWN = 'job="otelcol",instance="web-1:8888",service="otelcol",team="platform"';
const OUT = `${OWN},exporter="otlp_http"`;
const IN = `${OWN},receiver="otlp",transport="http"`;

const of = (metric: string, values: string, labels = OUT): Record<string, string> => ({
  [`otelcol_${metric}{${labels}}`]: values,
});

const received = (accepted: string, refused: string, records = "log_records") => ({
  ...of(`receiver_accepted_${records}_total`, accepted, IN),
  ...of(`receiver_refused_${records}_total`, refused, IN),
});

const queued = (size: string) => ({
  ...of("exporter_queue_size", size, `${OUT},data_type="logs"`),
  ...of("exporter_queue_capacity", "1000x240", `${OUT},data_type="logs"`),
});

export const otelcolScenarios: readonly Scenario[] = [
  ...scenarios("OtelcolDroppedData", {
    "warns of lines that are refused for good, from the first on, and resolves": {
      given: of("exporter_send_failed_log_records_total", "_x20 5x200"),
      expect: { "4m30s": "quiet", "6m": ["warning"], "25m": "quiet" },
    },
    "warns of a queue without room for spans": {
      given: of("exporter_enqueue_failed_spans_total", growing(1)),
      expect: { "2m": ["warning"] },
    },
    "leaves to others what a program loses that is made of the collector": {
      given: of(
        "exporter_send_failed_spans_total",
        "_x20 5x200",
        'job="store",instance="web-1:8890",exporter="storage"',
      ),
      expect: { "6m": "quiet", "20m": "quiet" },
    },
    "stays quiet on what was lost long ago": {
      given: of("exporter_send_failed_log_records_total", steady(500)),
      // A Prometheus that has just begun to scrape sees it for the first time.
      expect: { "20m": "quiet", "40m": "quiet" },
    },
  }),
  ...scenarios("OtelcolRefusedData", {
    "warns where two of a hundred lines are refused, and resolves": {
      given: received(growing(98), growingThenStill(2)),
      expect: { "90s": "quiet", "4m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at one of a hundred": { given: received(growing(100), growing(1)), expect: { "10m": "quiet" } },
    "speaks of spans as well": {
      given: received(growing(0), growing(1), "spans"),
      expect: { "4m": ["warning"] },
    },
  }),
  ...scenarios("OtelcolQueueFull", {
    "warns at half, is critical at the end, and resolves": {
      given: queued("100x8 600x40 970x20 100x80"),
      expect: { "2m": "quiet", "9m": ["warning"], "14m": ["critical", "warning"], "22m": "quiet" },
    },
    "stays quiet at half": { given: queued("500x240"), expect: { "10m": "quiet", "30m": "quiet" } },
  }),
  ...scenarios("OtelcolNotSending", {
    "warns when the store is away, and resolves": {
      given: {
        ...of("exporter_sent_log_records_total", "0+100x40 4000x60 4000+100x60"),
        ...queued("0x40 50x64 0x60"),
      },
      expect: { "10m": "quiet", "19m": ["warning"], "32m": "quiet" },
    },
    "stays quiet where nothing waits": {
      given: { ...of("exporter_sent_log_records_total", steady(4000)), ...queued("0x240") },
      expect: { "10m": "quiet", "30m": "quiet" },
    },
  }),
];
