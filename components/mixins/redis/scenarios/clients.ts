// Connections: how many there are, and how many were refused.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

/** An instance that accepts 1,000 connections and how many are open. */
const connections = (open: string, limit = 1_000): Record<string, string> => ({
  [of("redis_connected_clients")]: open,
  [of("redis_config_maxclients")]: steady(limit),
});

const refused = (values: string) => ({ [of("redis_rejected_connections_total")]: values });

export const clientScenarios: readonly Scenario[] = [
  ...scenarios("RedisTooManyConnections", {
    "warns at 85%, and resolves": {
      given: connections("850x40 200x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 79%": { given: connections(steady(790)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0": { given: connections(steady(850), 0), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("RedisRejectedConnections", {
    "warns at the first refused client, and resolves five minutes later": {
      given: refused("7x8 8x60"),
      expect: { "2m": "quiet", "150s": ["warning"], "8m": "quiet" },
    },
    "stays quiet on 0 new ones, whatever was refused long ago": {
      given: refused(steady(7)),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet when Redis restarts": {
      given: refused("7x20 0x60"),
      expect: { "5m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
];
