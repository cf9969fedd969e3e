// Each alert about deliveries, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../rules";

const SERVER = 'job="delivery",instance="monitoring-1:9100",service="delivery",team="platform",host="monitoring-1"';

/** At 15 s a sample. */
const error = (stage: string, values: string): Record<string, string> => ({
  [`tocsin_delivery_error{${SERVER},stage="${stage}"}`]: values,
});

const success = (values: string): Record<string, string> => ({
  [`tocsin_delivery_last_success_timestamp_seconds{${SERVER}}`]: values,
});

const DAY = 86_400;
const HOUR = 3_600;

const certificate = (values: string): Record<string, string> => ({
  [`tocsin_delivery_certificate_not_after_timestamp_seconds{${SERVER}}`]: values,
});

export const deliveryScenarios: readonly Scenario[] = [
  ...scenarios("DeliveryFailing", {
    "warns of a configuration that the checks refuse, and resolves with a good one": {
      given: error("check", "0x3 1x20 0x20"),
      expect: { "90s": "quiet", "2m30s": ["warning"], "7m": "quiet" },
    },
    "stays quiet on one run that met a deployment half-way": {
      given: error("pull", "0x3 1x1 0x20"),
      expect: { "75s": "quiet", "90s": "quiet", "3m": "quiet" },
    },
    "stays quiet on the same metric in the host's own job": {
      given: { 'tocsin_delivery_error{job="node",instance="monitoring-1",service="node",stage="check"}': "1x60" },
      expect: { "5m": "quiet" },
    },
  }),
  ...scenarios("DeliveryStale", {
    "warns five minutes after the last run, and resolves with the next": {
      given: { ...success("0x40 600x20"), ...error("check", "0x60") },
      expect: { "5m45s": "quiet", "6m30s": ["warning"], "10m30s": "quiet" },
    },
    "stays quiet while a run comes every half a minute": {
      given: success(
        "0 0 30 30 60 60 90 90 120 120 150 150 180 180 210 210 240 240 270 270 300 300 330 330 360 360 390 390 420 420 450 450",
      ),
      expect: { "7m30s": "quiet" },
    },
    "stays quiet at five minutes": { given: success("0x20"), expect: { "5m": "quiet" } },
    "leaves runs that fail to DeliveryFailing": {
      given: { ...success("0x60"), ...error("check", "1x60") },
      expect: { "10m": "quiet" },
    },
  }),
  ...scenarios("ServerCertificateExpiring", {
    "warns when 30 days are left": {
      given: certificate(`${30 * DAY}x240`),
      expect: { "9m": "quiet", "12m": ["warning"] },
    },
    "is critical when seven days are left, and resolves with the next deployment": {
      given: certificate(`${7 * DAY}x60 ${395 * DAY}x60`),
      expect: { "15s": "quiet", "2m": ["critical"], "13m": ["critical", "warning"], "20m": "quiet" },
    },
    "goes on when it has ended": {
      given: certificate("600x240"),
      expect: { "5m": ["critical"], "50m": ["critical", "warning"] },
    },
    "only warns with seven days and an hour left": {
      given: certificate(`${7 * DAY + HOUR}x240`),
      expect: { "12m": ["warning"], "50m": ["warning"] },
    },
    "stays quiet with 30 days and an hour left": {
      given: certificate(`${30 * DAY + HOUR}x240`),
      expect: { "30m": "quiet", "55m": "quiet" },
    },
    "stays quiet on a certificate without an end": {
      given: certificate("253402300799x240"),
      expect: { "30m": "quiet", "55m": "quiet" },
    },
  }),
];
