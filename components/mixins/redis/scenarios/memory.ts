// Memory, and what a lack of it does to keys.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, instanceInfo, of, steady } from "./series";

/** An instance with a limit of 100 and what is used of it. */
const memory = (used: string, limit = 100): Record<string, string> => ({
  [of("redis_memory_used_bytes")]: used,
  [of("redis_memory_max_bytes")]: steady(limit),
  ...instanceInfo("redis-1", "master"),
});

/** An instance on a host with memory of 100 and what it holds of it. */
const resident = (held: string, total = 100): Record<string, string> => ({
  [of("redis_memory_used_rss_bytes")]: held,
  [of("redis_total_system_memory_bytes")]: steady(total),
});

/** Keys found and not found per second. */
const lookups = (hits: number, misses: number, values = growing): Record<string, string> => ({
  [of("redis_keyspace_hits_total")]: values(hits),
  [of("redis_keyspace_misses_total")]: values(misses),
});

/** An instance that holds 36,000 keys, a sixth of them in a second database, and evicts some. */
const evictions = (values: string, keys = 36_000): Record<string, string> => ({
  [of("redis_db_keys", 'db="db0"')]: steady((keys * 5) / 6),
  [of("redis_db_keys", 'db="db1"')]: steady(keys / 6),
  [of("redis_evicted_keys_total")]: values,
});

export const memoryScenarios: readonly Scenario[] = [
  ...scenarios("RedisOutOfConfiguredMaxmemory", {
    "warns at 87%": { given: memory(steady(87)), expect: { "4m": "quiet", "6m": ["warning"] } },
    "is critical at 96%, and resolves at 50%": {
      given: memory("96x40 50x40"),
      expect: { "0s": "quiet", "10s": ["critical"], "6m": ["critical", "warning"], "12m": "quiet" },
    },
    "stays quiet at 84%": { given: memory(steady(84)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0, which is none": {
      given: memory(steady(96), 0),
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet on a cache that may evict any key": {
      given: {
        [of("redis_memory_used_bytes")]: steady(100),
        [of("redis_memory_max_bytes")]: steady(100),
        [of("redis_instance_info", 'role="master",maxmemory_policy="allkeys-lru"')]: steady(1),
      },
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("RedisOutOfSystemMemory", {
    "warns at 92%, and resolves": {
      given: resident("92x40 50x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 89%": { given: resident(steady(89)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a total of 0": { given: resident(steady(92), 0), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("RedisHitRateLow", {
    "warns at 75%, and resolves when the traffic ends": {
      given: lookups(75, 25, growingThenStill),
      expect: { "9m": "quiet", "12m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 81%": { given: lookups(81, 19), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet at nine lookups in ten seconds": {
      given: lookups(0, 0.9),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": { given: lookups(0, 0), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet when Redis restarts": {
      given: {
        [of("redis_keyspace_hits_total")]: "0+1350x60 0+1350x60",
        [of("redis_keyspace_misses_total")]: "0+150x60 0+150x60",
      },
      expect: { "15m": "quiet", "16m": "quiet", "20m": "quiet", "28m": "quiet" },
    },
  }),
  ...scenarios("RedisEvictingKeys", {
    "warns where all keys are gone in 50 minutes, and resolves": {
      given: evictions(growingThenStill(12)),
      expect: { "5m": "quiet", "10m": ["warning"], "30m": "quiet" },
    },
    "stays quiet where it takes 65 minutes": {
      given: evictions(growing(9.2)),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet at nine evictions in ten seconds, few as the keys are": {
      given: evictions(growing(0.9), 600),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet when nothing is evicted": {
      given: evictions(steady(500)),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet when Redis restarts": {
      given: evictions("9000000+138x80 0+138x80"),
      expect: { "20m": "quiet", "25m": "quiet", "32m": "quiet" },
    },
  }),
];
