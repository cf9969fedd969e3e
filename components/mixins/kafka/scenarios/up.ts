// Whether brokers, exporters and the controller are there.
import { type Scenario, scenarios } from "../../../rules";
import { broker, exported, steady } from "./series";

const DOWN_FOR_2M = "1x3 0x8 1x20";

/** Which of two controllers is active. */
const controllers = (first: string, second: string): Record<string, string> => ({
  [broker(1, "kafka_controller_kafkacontroller_activecontrollercount")]: first,
  [broker(2, "kafka_controller_kafkacontroller_activecontrollercount")]: second,
  [broker(1, "up")]: steady(1),
  [broker(2, "up")]: steady(1),
});

export const upScenarios: readonly Scenario[] = [
  ...scenarios("KafkaDown", {
    "fires within 45 seconds of a broker going away, and resolves when it is back": {
      given: { [broker(1, "up")]: DOWN_FOR_2M, [broker(2, "up")]: steady(1) },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "fires when no broker answers the exporter, and resolves": {
      given: { [exported("up")]: steady(1), [exported("kafka_brokers")]: "3x3 0x8 3x20" },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [broker(1, "up")]: "1x3 0 1x20" },
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "stays quiet when one of three brokers is gone from the exporter's view": {
      given: { [exported("up")]: steady(1), [exported("kafka_brokers")]: "3x3 2x40" },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "leaves other jobs to their own alerts": {
      given: { 'up{job="node",instance="web-1",service="node",team="platform"}': steady(0) },
      expect: { "2m": "quiet" },
    },
  }),
  ...scenarios("KafkaBrokerCount", {
    "fires when one of three brokers is lost, and resolves when it is back": {
      given: { [broker(1, "kafka_controller_kafkacontroller_activebrokercount")]: "3x8 2x20 3x40" },
      expect: { "2m": "quiet", "4m": ["critical"], "9m": "quiet" },
    },
    "fires where only kafka_exporter knows": {
      given: { [exported("kafka_brokers")]: "3x8 2x40" },
      expect: { "2m": "quiet", "4m": ["critical"] },
    },
    "says for an hour that a broker was taken away, and no longer": {
      given: { [exported("kafka_brokers")]: "3x8 2x400" },
      expect: { "50m": ["critical"], "65m": "quiet" },
    },
    "stays quiet when a broker restarts within 45 seconds": {
      given: { [exported("kafka_brokers")]: "3x8 2x2 3x40" },
      expect: { "150s": "quiet", "195s": "quiet", "5m": "quiet" },
    },
    "stays quiet when brokers are added": {
      given: { [exported("kafka_brokers")]: "3x8 4x40" },
      expect: { "4m": "quiet", "10m": "quiet" },
    },
    "leaves it to KafkaDown that no broker is left": {
      given: { [exported("kafka_brokers")]: "3x8 0x40" },
      expect: { "4m": "quiet", "10m": "quiet" },
    },
    "prefers the controller, which knows of the loss at once": {
      given: {
        [broker(1, "kafka_controller_kafkacontroller_activebrokercount")]: "3x8 2x40",
        [exported("kafka_brokers")]: steady(3),
      },
      expect: { "4m": ["critical"] },
    },
  }),
  ...scenarios("KafkaNoActiveController", {
    "fires when none is active, and resolves when one is elected": {
      given: controllers("1x3 0x20 1x40", steady(0)),
      expect: { "60s": "quiet", "135s": ["critical"], "7m": "quiet" },
    },
    "stays quiet at one": { given: controllers(steady(0), steady(1)), expect: { "2m": "quiet", "10m": "quiet" } },
    "stays quiet when another takes over within 45 seconds": {
      given: controllers("1x3 0x40", "0x6 1x40"),
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "leaves it to KafkaDown that the active one may only be unseen": {
      given: { ...controllers("1x3 stale", steady(0)), [broker(1, "up")]: "1x3 0x40" },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on brokers, which are no controllers, and where there is only kafka_exporter": {
      given: { [broker(1, "up")]: steady(1), [exported("kafka_brokers")]: steady(3) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
];
