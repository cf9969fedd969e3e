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
];
