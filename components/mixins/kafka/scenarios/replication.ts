// Partitions, their leaders and their replicas.
import { type Scenario, scenarios } from "../../../rules";
import { broker, exported, steady } from "./series";

const SHRINKS = "kafka_server_replicamanager_isrshrinks_total";
const UNCLEAN = "kafka_controller_controllerstats_uncleanleaderelections_total";

/** Two partitions as kafka_exporter sees them, and the leader of the second. */
const leaderOfSecond = (leader: string): Record<string, string> => ({
  [exported("kafka_topic_partitions", 'topic="orders"')]: steady(2),
  [exported("kafka_topic_partition_leader", 'topic="orders",partition="0"')]: steady(1),
  [exported("kafka_topic_partition_leader", 'topic="orders",partition="1"')]: leader,
});

const offline = (values: string) => ({
  [broker(1, "kafka_controller_kafkacontroller_offlinepartitionscount")]: values,
});

const underReplicated = (values: string) => ({
  [broker(1, "kafka_server_replicamanager_underreplicatedpartitions")]: values,
  [broker(2, "kafka_server_replicamanager_underreplicatedpartitions")]: steady(0),
});

const refusing = (values: string) => ({
  [broker(1, "kafka_server_replicamanager_underminisrpartitioncount")]: values,
});

export const replicationScenarios: readonly Scenario[] = [
  ...scenarios("KafkaOfflinePartitionCount", {
    "fires when partitions have no leader, and resolves when they have one": {
      given: offline("0x3 4x20 0x40"),
      expect: { "55s": "quiet", "105s": ["critical"], "7m": "quiet" },
    },
    "fires where only kafka_exporter knows, and resolves": {
      given: leaderOfSecond("2x3 stale _x19 1x40"),
      expect: { "55s": "quiet", "105s": ["critical"], "7m": "quiet" },
    },
    "fires where kafka_exporter sees no leader at all": {
      given: { [exported("kafka_topic_partitions", 'topic="orders"')]: steady(2) },
      expect: { "1m": ["critical"] },
    },
    "stays quiet at 0": {
      given: { ...offline(steady(0)), ...leaderOfSecond(steady(2)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet when every partition has a leader in kafka_exporter's view": {
      given: leaderOfSecond(steady(2)),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet when a leader is elected within 15 seconds": {
      given: offline("0x3 4x1 0x40"),
      expect: { "75s": "quiet", "90s": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios("KafkaUnderReplicatedPartitionCount", {
    "fires when a replica is lost, and resolves when it has caught up": {
      given: underReplicated("0x3 7x20 0x40"),
      expect: { "90s": "quiet", "135s": ["critical"], "7m": "quiet" },
    },
    "fires where only kafka_exporter knows": {
      given: {
        [exported("kafka_topic_partition_under_replicated_partition", 'topic="orders",partition="0"')]: "0x3 1x40",
        [exported("kafka_topic_partition_under_replicated_partition", 'topic="orders",partition="1"')]: steady(0),
      },
      expect: { "90s": "quiet", "135s": ["critical"] },
    },
    "stays quiet at 0": { given: underReplicated(steady(0)), expect: { "2m": "quiet", "10m": "quiet" } },
    "stays quiet when a broker restarts within 45 seconds": {
      given: underReplicated("0x3 7x2 0x40"),
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios("KafkaUnderMinISRPartitionCount", {
    "fires when partitions refuse writes, and resolves": {
      given: refusing("0x3 2x20 0x40"),
      expect: { "90s": "quiet", "135s": ["critical"], "7m": "quiet" },
    },
    "stays quiet at 0": { given: refusing(steady(0)), expect: { "2m": "quiet", "10m": "quiet" } },
    "stays quiet when a broker restarts within 45 seconds": {
      given: refusing("0x3 2x2 0x40"),
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios("KafkaUncleanLeaderElection", {
    "fires at the first one, whichever controllers count it, and resolves five minutes later": {
      given: { [broker(1, UNCLEAN)]: "0x8 1x60", [broker(2, UNCLEAN)]: "0x8 1x60" },
      expect: { "2m": "quiet", "150s": ["critical"], "8m": "quiet" },
    },
    "stays quiet on 0 new ones": { given: { [broker(1, UNCLEAN)]: steady(3) }, expect: { "5m": "quiet" } },
    "stays quiet when a controller restarts": {
      given: { [broker(1, UNCLEAN)]: "3x20 0x60" },
      expect: { "5m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("KafkaISRShrinkRate", {
    "warns after ten minutes of it, and resolves": {
      given: { [broker(1, SHRINKS)]: "0+3x60 180x60" },
      expect: { "9m": "quiet", "12m": ["warning"], "25m": "quiet" },
    },
    "stays quiet when a broker goes away and comes back, which shrinks many sets at one time": {
      given: { [broker(1, SHRINKS)]: "0x20 200x60", [broker(2, SHRINKS)]: "0x20 180x60" },
      expect: { "6m": "quiet", "10m": "quiet", "16m": "quiet" },
    },
    "stays quiet at 0": { given: { [broker(1, SHRINKS)]: steady(200) }, expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet when a broker restarts": {
      given: { [broker(1, SHRINKS)]: "200x60 0x60" },
      expect: { "15m": "quiet", "16m": "quiet", "28m": "quiet" },
    },
  }),
];
