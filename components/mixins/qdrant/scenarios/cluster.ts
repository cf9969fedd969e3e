// The peers of a cluster and what they agree on.
import { type Scenario, scenarios } from "../../../rules";
import { of, on, steady } from "./series";

/** A peer that answers at these times, and how many peers it knows. */
const peer = (node: string, enabled: string, known: string): Record<string, string> => ({
  [on(node, "cluster_enabled")]: enabled,
  [on(node, "cluster_peers_total")]: known,
});

const PENDING = of("cluster_pending_operations_total");
const STOPPED = of("cluster_working_state", 'state="stopped"');

export const clusterScenarios: readonly Scenario[] = [
  ...scenarios("QdrantClusterPeerMissing", {
    "fires when one of three peers is gone, and resolves when it is back": {
      given: {
        ...peer("qdrant-1", steady(1), steady(3)),
        ...peer("qdrant-2", steady(1), steady(3)),
        ...peer("qdrant-3", "1x7 stale _x20 1x60", "3x7 stale _x20 3x60"),
      },
      expect: { "2m45s": "quiet", "3m45s": ["critical"], "9m": "quiet" },
    },
    "stays quiet on a restart of 45 seconds": {
      given: {
        ...peer("qdrant-1", steady(1), steady(2)),
        ...peer("qdrant-2", "1x7 stale _x2 1x60", "2x7 stale _x2 2x60"),
      },
      expect: { "2m30s": "quiet", "3m": "quiet", "6m": "quiet" },
    },
    "stays quiet when a peer is removed from the cluster": {
      given: {
        ...peer("qdrant-1", steady(1), "3x8 2x60"),
        ...peer("qdrant-2", steady(1), "3x8 2x60"),
        ...peer("qdrant-3", "1x8 stale", "3x8 stale"),
      },
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "stays quiet where one target stands for all peers": {
      given: peer("lb", steady(1), steady(3)),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "stays quiet without a cluster": {
      given: { [of("cluster_enabled")]: steady(0) },
      expect: { "3m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("QdrantConsensusStopped", {
    "fires when the thread has stopped, and resolves after a restart": {
      given: { [STOPPED]: "0x3 1x20 0x40" },
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet while it works": { given: { [STOPPED]: steady(0) }, expect: { "2m": "quiet", "10m": "quiet" } },
  }),
  ...scenarios("QdrantPendingOperationsGrowing", {
    "warns at 40 for five minutes, and resolves": {
      given: { [PENDING]: "0x4 40x40 0x60" },
      expect: { "5m": "quiet", "7m": ["warning"], "13m": "quiet" },
    },
    "stays quiet at 10": { given: { [PENDING]: steady(10) }, expect: { "7m": "quiet", "20m": "quiet" } },
    "stays quiet on many collections that are made at once": {
      given: { [PENDING]: "0x4 200x12 0x60" },
      expect: { "4m": "quiet", "7m": "quiet", "12m": "quiet" },
    },
  }),
];
