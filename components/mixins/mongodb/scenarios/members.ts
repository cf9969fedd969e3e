// The members of a replica set, as they see each other.
import { type Scenario, scenarios } from "../../../rules";
import { member, myState, on, steady } from "./series";

const state = (server: string, seenBy: 1 | 2, name: string, memberState: string, values: string) => ({
  [on(server, "mongodb_rs_members_state", member(name, memberState, seenBy))]: values,
});

/** How the server sees the member's health. */
const health = (server: string, seenBy: 1 | 2, name: string, values: string, memberState = "SECONDARY") => ({
  [on(server, "mongodb_rs_members_health", member(name, memberState, seenBy))]: values,
});

export const memberScenarios: readonly Scenario[] = [
  ...scenarios("MongodbPrimaryMissing", {
    "fires when the primary is gone and nobody is elected, and resolves when somebody is": {
      given: {
        ...state("mongo-2", 2, "mongo-1", "PRIMARY", "1x3 stale"),
        ...state("mongo-2", 2, "mongo-1", "(not reachable/healthy)", "_x4 8x60"),
        ...state("mongo-2", 2, "mongo-2", "SECONDARY", "2x23 stale"),
        ...state("mongo-2", 1, "mongo-2", "PRIMARY", "_x24 1x40"),
        ...state("mongo-3", 2, "mongo-3", "SECONDARY", "2x60"),
      },
      expect: { "75s": "quiet", "105s": ["critical"], "7m": "quiet" },
    },
    "stays quiet on an election of 15 seconds": {
      given: {
        ...state("mongo-2", 2, "mongo-1", "PRIMARY", "1x3 stale"),
        ...state("mongo-2", 2, "mongo-2", "SECONDARY", "2x4 stale"),
        ...state("mongo-2", 1, "mongo-2", "PRIMARY", "_x5 1x40"),
      },
      expect: { "75s": "quiet", "90s": "quiet", "3m": "quiet" },
    },
    "stays quiet where one member does not see the primary that another sees": {
      given: {
        ...state("mongo-1", 1, "mongo-1", "PRIMARY", steady(1)),
        ...state("mongo-3", 2, "mongo-1", "(not reachable/healthy)", steady(8)),
        ...state("mongo-3", 2, "mongo-3", "SECONDARY", steady(2)),
      },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("MongodbReplicaMemberUnhealthy", {
    "fires when the primary does not reach a member, and resolves when it does": {
      given: {
        ...myState("mongo-1", 1),
        ...health("mongo-1", 1, "mongo-3", "1x3 stale _x20 1x40"),
        ...health("mongo-1", 1, "mongo-3", "_x4 0x20 stale", "(not reachable/healthy)"),
      },
      expect: { "105s": "quiet", "130s": ["critical"], "8m": "quiet" },
    },
    "stays quiet on a restart of 45 seconds": {
      given: { ...myState("mongo-1", 1), ...health("mongo-1", 1, "mongo-3", "1x3 0x2 1x40") },
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "stays quiet on a secondary that is cut off and sees nobody": {
      given: {
        ...myState("mongo-1", 1),
        ...myState("mongo-3", 2),
        ...health("mongo-1", 1, "mongo-2", steady(1)),
        ...health("mongo-3", 2, "mongo-2", steady(0)),
      },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("MongodbReplicaMemberNotReady", {
    "warns of a member that has been recovering for ten minutes, and resolves": {
      given: {
        ...myState("mongo-1", 1),
        ...state("mongo-1", 1, "mongo-3", "RECOVERING", "3x60 stale"),
        ...state("mongo-1", 1, "mongo-3", "SECONDARY", "_x61 2x60"),
      },
      expect: { "9m": "quiet", "12m": ["warning"], "16m": "quiet" },
    },
    "stays quiet on a member that copies its data within nine minutes": {
      given: {
        ...myState("mongo-1", 1),
        ...state("mongo-1", 1, "mongo-3", "STARTUP2", "5x36 stale"),
        ...state("mongo-1", 1, "mongo-3", "SECONDARY", "_x37 2x60"),
      },
      expect: { "9m": "quiet", "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet on an arbiter": {
      given: { ...myState("mongo-1", 1), ...state("mongo-1", 1, "mongo-3", "ARBITER", steady(7)) },
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "leaves a member that is gone to its own alert": {
      given: { ...myState("mongo-1", 1), ...state("mongo-1", 1, "mongo-3", "(not reachable/healthy)", steady(8)) },
      expect: { "12m": "quiet", "20m": "quiet" },
    },
  }),
];
