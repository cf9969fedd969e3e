// Nodes, their cluster and their limits.
import { type Scenario, scenarios } from "../../../rules";
import { between, growing, of, steady } from "./series";

/** A node of a cluster. */
const node = (name: string, values = steady(1), cluster = "c1") => ({
  [of("rabbitmq_identity_info", `rabbitmq_node="rabbit@${name}",rabbitmq_cluster_permanent_id="${cluster}"`, name)]:
    values,
});

/** The state of a node's link to another. */
const link = (from: string, to: string, values = steady(3)) => ({
  [of("erlang_vm_dist_node_state", `peer="${to}"`, from)]: values,
});

const memory = (values: string, limit = 1000) => ({
  [of("rabbitmq_process_resident_memory_bytes")]: values,
  [of("rabbitmq_resident_memory_limit_bytes")]: steady(limit),
});

const descriptors = (values: string, limit = 1000) => ({
  [of("rabbitmq_process_open_fds")]: values,
  [of("rabbitmq_process_max_fds")]: steady(limit),
});

const one = (metric: string, values: string) => ({ [of(metric)]: values });

/** Both alarms are raised and cleared alike. */
const alarm = (metric: string) =>
  ({
    "fires within two minutes of the alarm, and resolves": {
      given: one(metric, between(0, 1)),
      expect: { "5m": "quiet", "5m50s": ["critical"], "16m": "quiet" },
    },
    "stays quiet on an alarm of 15 seconds": {
      given: one(metric, "0x19 1 0x60"),
      expect: { "5m10s": "quiet", "6m": "quiet", "8m": "quiet" },
    },
  }) as const;

export const nodeScenarios: readonly Scenario[] = [
  ...scenarios("RabbitmqDown", {
    "fires within 45 seconds when the node stops, its plugin with it, while another goes on, and resolves": {
      given: { [of("up")]: "1x4 0x20 1x40", [of("up", "", "mq-2")]: steady(1) },
      expect: { "1m": "quiet", "2m": ["critical"], "8m": "quiet" },
    },
    "fires within 45 seconds when the plugin was never reached": {
      given: { [of("up")]: steady(0) },
      expect: { "10s": "quiet", "40s": ["critical"] },
    },
    "stays quiet on one missed scrape": {
      given: { [of("up")]: "1x4 0 1x40" },
      expect: { "80s": "quiet", "90s": "quiet", "2m": "quiet" },
    },
  }),
  ...scenarios("RabbitmqClusterPartition", {
    "fires within two minutes when two nodes lose their link, and resolves": {
      given: {
        ...node("a"),
        ...node("b"),
        ...link("a", "rabbit@b", "3x19 stale _x39 3x60"),
        ...link("b", "rabbit@a", "3x19 stale _x39 3x60"),
      },
      expect: { "5m": "quiet", "6m20s": ["critical"], "17m": "quiet" },
    },
    "fires when a link stays half up": {
      given: { ...node("a"), ...node("b"), ...link("a", "rabbit@b", steady(2)), ...link("b", "rabbit@a") },
      expect: { "30s": "quiet", "80s": ["critical"] },
    },
    "fires while a command line tool hides the loss": {
      given: { ...node("a"), ...node("b"), ...link("a", "rabbitmqcli-7-rabbit@a"), ...link("b", "rabbit@a") },
      expect: { "30s": "quiet", "80s": ["critical"] },
    },
    "stays quiet when one of two nodes is down": {
      given: {
        ...node("a"),
        ...node("b", "1x19 stale"),
        ...link("a", "rabbit@b", "3x19 stale"),
        ...link("b", "rabbit@a", "3x19 stale"),
      },
      expect: { "5m": "quiet", "7m": "quiet", "12m": "quiet" },
    },
    "stays quiet on a single node": { given: node("a"), expect: { "2m": "quiet", "10m": "quiet" } },
    "stays quiet on two clusters of one service": {
      given: { ...node("a"), ...node("b", steady(1), "c2") },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on a link that is back after 45 seconds": {
      given: { ...node("a"), ...node("b"), ...link("a", "rabbit@b", "3x19 1x2 3x60"), ...link("b", "rabbit@a") },
      expect: { "5m30s": "quiet", "6m": "quiet", "8m": "quiet" },
    },
  }),
  ...scenarios("RabbitmqMemoryHigh", {
    "warns at 86% of the limit, and resolves": {
      given: memory(between(500, 860)),
      expect: { "9m": "quiet", "12m": ["warning"], "17m": "quiet" },
    },
    "stays quiet at 84%": { given: memory(steady(840)), expect: { "6m": "quiet", "20m": "quiet" } },
    "stays quiet where the limit reads 0": { given: memory(steady(840), 0), expect: { "6m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("RabbitmqMemoryAlarm", alarm("rabbitmq_alarms_memory_used_watermark")),
  ...scenarios("RabbitmqDiskAlarm", alarm("rabbitmq_alarms_free_disk_space_watermark")),
  ...scenarios("RabbitmqFileDescriptorsUsage", {
    "warns at 81% and fires critical at 96%, and resolves": {
      given: descriptors("100x19 810x39 960x19 100x60"),
      expect: { "9m": "quiet", "12m": ["warning"], "17m": ["critical", "warning"], "25m": "quiet" },
    },
    "stays quiet at 79%": { given: descriptors(steady(790)), expect: { "6m": "quiet", "20m": "quiet" } },
    "stays quiet where the limit reads 0": {
      given: descriptors(steady(790), 0),
      expect: { "6m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("RabbitmqTooManyConnections", {
    "warns at 1,001 connections, and resolves": {
      given: one("rabbitmq_connections", between(100, 1001)),
      expect: { "9m": "quiet", "12m": ["warning"], "17m": "quiet" },
    },
    "stays quiet at 1,000": {
      given: one("rabbitmq_connections", steady(1000)),
      expect: { "6m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("RabbitmqHighConnectionChurn", {
    "warns at 11 new connections a second, and resolves": {
      given: one("rabbitmq_connections_opened_total", growing(11, 1)),
      expect: { "5m": "quiet", "12m": ["warning"], "25m": "quiet" },
    },
    "stays quiet at 9": {
      given: one("rabbitmq_connections_opened_total", growing(9)),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the node restarts": {
      given: one("rabbitmq_connections_opened_total", "90000x20 0x2 400x100"),
      expect: { "5m": "quiet", "8m": "quiet", "12m": "quiet" },
    },
  }),
];
