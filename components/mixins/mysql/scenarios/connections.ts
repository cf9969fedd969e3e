// Connections: how many there are, how many were refused, and how many work at once.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

/** A server that accepts 200 connections and how many are open. */
const connections = (open: string, limit = 200): Record<string, string> => ({
  [of("mysql_global_status_threads_connected")]: open,
  [of("mysql_global_variables_max_connections")]: steady(limit),
});

const refused = (values: string, error = "max_connections") => ({
  [of("mysql_global_status_connection_errors_total", `error="${error}"`)]: values,
});

const running = (values: string) => ({ [of("mysql_global_status_threads_running")]: values });

export const connectionScenarios: readonly Scenario[] = [
  ...scenarios("MysqlTooManyConnections", {
    "warns at 85%": { given: connections(steady(170)), expect: { "4m": "quiet", "6m": ["warning"] } },
    "is critical at 96%, and resolves at 20%": {
      given: connections("192x40 40x40"),
      expect: { "30s": "quiet", "90s": ["critical"], "6m": ["critical", "warning"], "12m": "quiet" },
    },
    "stays quiet at 79%": { given: connections(steady(158)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0": {
      given: connections(steady(192), 0),
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("MysqlRejectedConnections", {
    "warns at the first refused client, and resolves five minutes later": {
      given: refused("7x8 8x60"),
      expect: { "2m": "quiet", "150s": ["warning"], "8m": "quiet" },
    },
    "stays quiet on 0 new ones, whatever was refused long ago": {
      given: refused(steady(7)),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet on other errors": {
      given: refused("0+1x60", "peer_address"),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet when the server restarts": {
      given: refused("7x20 0x60"),
      expect: { "5m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("MysqlHighThreadsRunning", {
    "warns at 60, and resolves": {
      given: running("60x40 5x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "13m": "quiet" },
    },
    "stays quiet at 49": { given: running(steady(49)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a burst of a minute": {
      given: running("5x10 200x4 5x60"),
      expect: { "4m": "quiet", "6m": "quiet", "10m": "quiet" },
    },
  }),
];
