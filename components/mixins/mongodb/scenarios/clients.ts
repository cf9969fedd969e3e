// Connections and cursors: what clients hold, and what they are refused.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady, topology } from "./series";

const connectionsOf = (type: string, state: 1 | 2 = 1) =>
  of("mongodb_ss_connections", `${topology(state)},conn_type="${type}"`);

/** A server that accepts 1,000 connections and how many are open. */
const connections = (open: string, available: string): Record<string, string> => ({
  [connectionsOf("current")]: open,
  [connectionsOf("available")]: available,
});

const rejected = (values: string) => ({ [connectionsOf("rejected")]: values });
const cursors = (values: string) => ({
  [of("mongodb_ss_metrics_cursor_open", `${topology(1)},csr_type="total"`)]: values,
});
const timedOut = (values: string) => ({ [of("mongodb_ss_metrics_cursor_timedOut", topology(1))]: values });

export const clientScenarios: readonly Scenario[] = [
  ...scenarios("MongodbTooManyConnections", {
    "warns at 85%, and resolves": {
      given: connections("850x40 200x60", "150x40 800x60"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "is critical at 96%": {
      given: connections(steady(960), steady(40)),
      expect: { "45s": "quiet", "75s": ["critical"], "6m": ["critical", "warning"] },
    },
    "stays quiet at 79%": {
      given: connections(steady(790), steady(210)),
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet where nothing is open and nothing allowed": {
      given: connections(steady(0), steady(0)),
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("MongodbConnectionsRejected", {
    "warns at the first refused client, and resolves five minutes later": {
      given: rejected("7x8 8x60"),
      expect: { "2m": "quiet", "150s": ["warning"], "8m": "quiet" },
    },
    "stays quiet on 0 new ones, whatever was refused long ago": {
      given: rejected(steady(7)),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet when MongoDB restarts": {
      given: rejected("7x20 0x60"),
      expect: { "5m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet when the server becomes a secondary, and its series change their label": {
      given: { [connectionsOf("rejected")]: "7x20 stale", [connectionsOf("rejected", 2)]: "_x21 7x60" },
      expect: { "5m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("MongodbNumberCursorsOpen", {
    "warns at 11,000, and resolves": {
      given: cursors("11000x40 200x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 9,900": { given: cursors(steady(9_900)), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("MongodbCursorsTimeouts", {
    "warns at 120 in five minutes, and resolves when clients close them again": {
      given: timedOut(growingThenStill(0.4)),
      expect: { "3m": "quiet", "6m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 90 in five minutes": {
      given: timedOut(growing(0.3)),
      expect: { "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet when MongoDB restarts": {
      given: timedOut("5000x20 0x60"),
      expect: { "5m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
];
