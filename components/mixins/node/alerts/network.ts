// Network interfaces, bonds and the connection table.
import { type Alert, alert } from "../../../rules";
import { LINK } from "../recordings";

export const network: readonly Alert[] = [
  alert({
    name: "NodeNetworkReceiveErrs",
    expr: `rate(node_network_receive_errs_total{${LINK}}[5m]) / (rate(node_network_receive_packets_total{${LINK}}[5m]) > 1)`,
    above: { warning: 0.01 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.device }} of {{ $labels.instance }} receives broken packets",
    description: "{{ $value | humanizePercentage }} of what it receives is in error.",
  }),
  alert({
    name: "NodeNetworkTransmitErrs",
    expr: `rate(node_network_transmit_errs_total{${LINK}}[5m]) / (rate(node_network_transmit_packets_total{${LINK}}[5m]) > 1)`,
    above: { warning: 0.01 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.device }} of {{ $labels.instance }} cannot send",
    description: "{{ $value | humanizePercentage }} of what it sends is in error.",
  }),
  alert({
    name: "NodeNetworkInterfaceFlapping",
    // Rounded, because increase() extrapolates: four changes would read as 4.2 and pass the threshold.
    expr: `round(increase(node_network_carrier_changes_total{${LINK}}[5m]))`,
    above: { warning: 4 },
    for: "1m",
    keepFiringFor: "5m",
    summary: "The link of {{ $labels.device }} of {{ $labels.instance }} goes up and down",
    description: "It changed {{ $value | humanize }} times in five minutes.",
  }),
  alert({
    name: "NodeBondingDegraded",
    expr: "node_bonding_slaves - node_bonding_active",
    above: { warning: 0 },
    for: "5m",
    summary: "Bond {{ $labels.master }} of {{ $labels.instance }} is degraded",
    description: "{{ $value | humanize }} of its interfaces do not work.",
  }),
  alert({
    name: "NodeHighNumberConntrackEntriesUsed",
    expr: "node_nf_conntrack_entries / (node_nf_conntrack_entries_limit > 0)",
    above: { warning: 0.75 },
    unit: "ratio",
    for: "5m",
    summary: "The connection table of {{ $labels.instance }} is almost full",
    description: "{{ $value | humanizePercentage }} of it is in use; when it is full, new connections are dropped.",
  }),
];
