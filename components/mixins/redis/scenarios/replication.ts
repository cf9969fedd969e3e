// Primaries and their replicas, and clusters.
import { type Scenario, scenarios } from "../../../rules";
import { instanceInfo, of, on, steady } from "./series";

const PRIMARY = 'master_host="10.0.0.1",master_port="6379"';

/** A replica, whether it reaches its primary, and whether it copies all its data. */
const replica = (instance: string, link: string, copying = steady(0)): Record<string, string> => ({
  ...instanceInfo(instance, "slave"),
  [on(instance, "redis_master_link_up", PRIMARY)]: link,
  [on(instance, "redis_master_sync_in_progress", PRIMARY)]: copying,
});

/** A primary and the number of its replicas. */
const primaryWith = (replicas: string): Record<string, string> => ({
  ...instanceInfo("redis-1", "master"),
  [of("redis_connected_slaves")]: replicas,
});

const node = (instance: string, state: string) => ({ [on(instance, "redis_cluster_state")]: state });

export const replicationScenarios: readonly Scenario[] = [
  ...scenarios("RedisMissingMaster", {
    "fires when the primary is gone and no replica reaches it, and resolves when it is back": {
      given: {
        ...instanceInfo("redis-1", "master", "1x3 stale _x19 1x40"),
        ...replica("redis-2", "1x3 0x20 1x40"),
        ...replica("redis-3", "1x3 0x20 1x40"),
      },
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet when a replica takes over within 45 seconds": {
      given: {
        ...instanceInfo("redis-1", "master", "1x3 stale"),
        ...instanceInfo("redis-2", "master", "_x7 1x40"),
        ...replica("redis-3", "1x3 0x3 1x40"),
      },
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "stays quiet where one of two replicas reaches a primary that is watched elsewhere": {
      given: { ...replica("redis-2", steady(0)), ...replica("redis-3", steady(1)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on a replica that is cut off from a primary that is there": {
      given: { ...primaryWith(steady(0)), ...replica("redis-2", steady(0)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on a single instance": { given: primaryWith(steady(0)), expect: { "2m": "quiet", "10m": "quiet" } },
  }),
  ...scenarios("RedisTooManyMasters", {
    "fires when two instances are primaries where one was a replica, and resolves when one is again": {
      given: {
        ...instanceInfo("redis-1", "master"),
        ...instanceInfo("redis-2", "slave", "1x3 stale _x19 1x40"),
        ...instanceInfo("redis-2", "master", "_x4 1x19 stale"),
      },
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet at one primary": {
      given: { ...instanceInfo("redis-1", "master"), ...replica("redis-2", steady(1)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on instances that have nothing to do with each other": {
      given: { ...instanceInfo("redis-1", "master"), ...instanceInfo("redis-2", "master") },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet in a cluster": {
      given: {
        ...instanceInfo("redis-1", "master", steady(1), "cluster"),
        ...instanceInfo("redis-2", "master", steady(1), "cluster"),
        ...instanceInfo("redis-3", "slave", steady(1), "cluster"),
      },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("RedisMasterLinkDown", {
    "fires when a replica is cut off from its primary, and resolves": {
      given: { ...primaryWith(steady(0)), ...replica("redis-2", "1x3 0x20 1x40") },
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "fires when another replica still reaches a primary that is watched elsewhere": {
      given: { ...replica("redis-2", "1x3 0x40"), ...replica("redis-3", steady(1)) },
      expect: { "105s": "quiet", "130s": ["critical"] },
    },
    "stays quiet on an interruption of 45 seconds": {
      given: { ...primaryWith(steady(1)), ...replica("redis-2", "1x3 0x2 1x40") },
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "stays quiet while a replica copies the data": {
      given: { ...primaryWith(steady(1)), ...replica("redis-2", steady(0), steady(1)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "leaves it to RedisMissingMaster where the primary is gone": {
      given: { ...replica("redis-2", steady(0)), ...replica("redis-3", steady(0)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("RedisDisconnectedSlaves", {
    "warns when one of two replicas is gone, and resolves when it is back": {
      given: primaryWith("2x8 1x40 2x40"),
      expect: { "6m": "quiet", "8m": ["warning"], "13m": "quiet" },
    },
    "stays quiet with both replicas": { given: primaryWith(steady(2)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a primary that has become a replica": {
      given: {
        ...instanceInfo("redis-1", "master", "1x8 stale"),
        ...instanceInfo("redis-1", "slave", "_x9 1x60"),
        [of("redis_connected_slaves")]: "2x8 0x60",
      },
      expect: { "6m": "quiet", "8m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("RedisClusterFlapping", {
    "warns at the fourth change in ten minutes, and resolves a quarter of an hour later": {
      given: primaryWith("2x4 1x3 2x3 1x3 2x80"),
      expect: { "4m": "quiet", "5m": ["warning"], "22m": "quiet" },
    },
    "stays quiet at three changes": {
      given: primaryWith("2x4 1x3 2x3 1x80"),
      expect: { "4m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("RedisClusterStateFailed", {
    "fires when nodes see slots that nobody serves, and resolves": {
      given: { ...node("redis-1", "1x3 0x20 1x40"), ...node("redis-2", "1x3 0x20 1x40") },
      expect: { "75s": "quiet", "2m": ["critical"], "7m": "quiet" },
    },
    "stays quiet on a failover of 15 seconds": {
      given: { ...node("redis-1", "1x3 0x1 1x40"), ...node("redis-2", "1x3 0x1 1x40") },
      expect: { "75s": "quiet", "90s": "quiet", "3m": "quiet" },
    },
    "stays quiet at 0 such nodes": {
      given: { ...node("redis-1", steady(1)), ...node("redis-2", steady(1)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
];
