// Collections: their optimizer, their updates, and the replicas of their shards.
import { type Scenario, scenarios } from "../../../rules";
import { of, on, steady } from "./series";

const OPTIMIZING = of("collection_running_optimizations", 'id="articles"');
const QUEUE = of("collection_update_queue_length", 'id="articles"');

/** Shards with a replica that is not active, and the active replicas of the shard that has fewest. */
const replicas = (dead: string, active: string): Record<string, string> => ({
  [of("collection_dead_replicas")]: dead,
  [of("collection_active_replicas_min")]: active,
});

export const collectionScenarios: readonly Scenario[] = [
  ...scenarios("QdrantCollectionNotGreen", {
    "warns after an hour without a break, and resolves when it is done": {
      given: { [OPTIMIZING]: "1x260 0x60" },
      expect: { "58m": "quiet", "63m": ["warning"], "68m": "quiet" },
    },
    "stays quiet after half an hour": {
      given: { [OPTIMIZING]: "0x120 1x120 0x60" },
      expect: { "59m": "quiet", "65m": "quiet" },
    },
    "stays quiet on one that has breaks": {
      given: { [OPTIMIZING]: "1x100 0x4 1x100 0x4 1x100" },
      expect: { "60m": "quiet", "70m": "quiet" },
    },
    "stays quiet on a collection that is new": {
      given: { [OPTIMIZING]: "1x120" },
      expect: { "2m": "quiet", "29m": "quiet" },
    },
  }),
  ...scenarios("QdrantUpdateQueueLong", {
    "warns at 5,000 for ten minutes, and resolves": {
      given: { [QUEUE]: "5000x60 10x60" },
      expect: { "9m": "quiet", "12m": ["warning"], "16m": "quiet" },
    },
    "stays quiet at 900": { given: { [QUEUE]: steady(900) }, expect: { "12m": "quiet", "30m": "quiet" } },
    "stays quiet on a load that is worked off within eight minutes": {
      given: { [QUEUE]: "0x10 5000x32 0x80" },
      expect: { "9m": "quiet", "12m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("QdrantShardUnavailable", {
    "fires when the last replica of a shard is gone, and resolves when it is back": {
      given: replicas("0x3 1x20 0x40", "1x3 0x20 1x40"),
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet where another replica is left": {
      given: replicas(steady(1), steady(1)),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on an interruption of 45 seconds": {
      given: replicas("0x3 1x2 0x40", "1x3 0x2 1x40"),
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "stays quiet without any collection": {
      given: replicas(steady(0), steady(0)),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("QdrantReplicasDead", {
    "warns after ten minutes, whoever sees it, and resolves": {
      given: { [of("collection_dead_replicas")]: steady(0), [on("qdrant-2", "collection_dead_replicas")]: "2x60 0x60" },
      expect: { "9m": "quiet", "12m": ["warning"], "16m": "quiet" },
    },
    "stays quiet on a copy of nine minutes": {
      given: replicas("0x10 1x36 0x60", steady(1)),
      expect: { "9m": "quiet", "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet at 0": { given: replicas(steady(0), steady(2)), expect: { "12m": "quiet", "30m": "quiet" } },
  }),
];
