// Links, bonds and the table of connections.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady } from "./series";

const ETH = 'device="eth0"';

/** Packets per second in a direction, and how many of them are in error. */
const packets = (way: string, perSecond: number, inError: number, values = growing, device = ETH) => ({
  [of(`node_network_${way}_packets_total`, device)]: values(perSecond),
  [of(`node_network_${way}_errs_total`, device)]: values(inError),
});

const errors = (alert: string, way: "receive" | "transmit"): Scenario[] =>
  scenarios(alert, {
    "warns at 1.2% of the packets, and resolves": {
      given: packets(way, 100, 1.2, growingThenStill),
      expect: { "9m": "quiet", "15m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 0.9%": { given: packets(way, 100, 0.9), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet on a packet every two seconds": {
      given: packets(way, 0.5, 0.5),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet on a container's interface": {
      given: packets(way, 100, 50, growing, 'device="veth1a2b"'),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
  });

const changes = (values: string) => ({ [of("node_network_carrier_changes_total", ETH)]: values });

const bond = (active: string): Record<string, string> => ({
  [of("node_bonding_slaves", 'master="bond0"')]: steady(2),
  [of("node_bonding_active", 'master="bond0"')]: active,
});

/** A table of connections with a limit of 100. */
const connections = (entries: string, limit = 100): Record<string, string> => ({
  [of("node_nf_conntrack_entries")]: entries,
  [of("node_nf_conntrack_entries_limit")]: steady(limit),
});

export const networkScenarios: readonly Scenario[] = [
  ...errors("NodeNetworkReceiveErrs", "receive"),
  ...errors("NodeNetworkTransmitErrs", "transmit"),
  ...scenarios("NodeNetworkInterfaceFlapping", {
    // At 40 seconds a sample, no window of five minutes is covered whole, as on a real host.
    "warns at five changes in five minutes, and resolves ten minutes later": {
      interval: "40s",
      given: changes("2x3 3 4 5 6 7x60"),
      expect: { "5m": "quiet", "400s": ["warning"], "14m": "quiet" },
    },
    "stays quiet at four changes": {
      interval: "40s",
      given: changes("2x3 3 4 5 6x60"),
      expect: { "4m": "quiet", "6m": "quiet", "7m": "quiet", "15m": "quiet" },
    },
    "stays quiet when the host restarts": {
      given: changes("90x20 2x60"),
      expect: { "6m": "quiet", "8m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("NodeBondingDegraded", {
    "warns when one of two interfaces is down, and resolves": {
      given: bond("2x4 1x40 2x60"),
      expect: { "5m": "quiet", "7m": ["warning"], "15m": "quiet" },
    },
    "stays quiet with both": { given: bond(steady(2)), expect: { "5m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("NodeHighNumberConntrackEntriesUsed", {
    "warns at 80%, and resolves": {
      given: connections("80x40 20x60"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 74%": { given: connections(steady(74)), expect: { "5m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0": { given: connections(steady(0), 0), expect: { "5m": "quiet", "15m": "quiet" } },
  }),
];
