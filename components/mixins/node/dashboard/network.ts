// What hosts receive and send, and what gets lost on the way.
import { row, timeseries } from "../../../dashboards";
import { LINK } from "../recordings";
import { on } from "./on";

const bytes = (way: string) => `rate(node_network_${way}_bytes_total{${LINK},${on}}[5m])`;

const errors = (way: string) =>
  `rate(node_network_${way}_errs_total{${LINK},${on}}[5m])
        / (rate(node_network_${way}_packets_total{${LINK},${on}}[5m]) > 0)`;

export const network = row(
  "Network",
  timeseries("Received", "bytesPerSecond", "Bytes received from other machines; a bond's count once.", {
    "{{instance}}": `instance:node_network_receive_bytes:rate5m{${on}}`,
  }),
  timeseries("Sent", "bytesPerSecond", "Bytes sent to other machines; a bond's count once.", {
    "{{instance}}": `instance:node_network_transmit_bytes:rate5m{${on}}`,
  }),
  timeseries(
    "Received by interface",
    "bytesPerSecond",
    "Bytes received by each interface. A bond, bridge or VLAN shows again what its members do: worry where they share the work badly.",
    { "{{instance}} {{device}}": bytes("receive") },
  ),
  timeseries(
    "Sent by interface",
    "bytesPerSecond",
    "Bytes sent by each interface. A bond, bridge or VLAN shows again what its members do: worry where they share the work badly.",
    { "{{instance}} {{device}}": bytes("transmit") },
  ),
  timeseries(
    "Errors in receiving",
    "ratio",
    "Packets received in error, for each packet received; it matters where there is more than one packet a second.",
    { "{{instance}} {{device}}": errors("receive") },
    { alert: "NodeNetworkReceiveErrs" },
  ),
  timeseries(
    "Errors in sending",
    "ratio",
    "Packets that could not be sent, for each packet sent; it matters where there is more than one packet a second.",
    { "{{instance}} {{device}}": errors("transmit") },
    { alert: "NodeNetworkTransmitErrs" },
  ),
  timeseries(
    "Link changes",
    "count",
    "Times that a link went up or down in five minutes.",
    { "{{instance}} {{device}}": `round(increase(node_network_carrier_changes_total{${LINK},${on}}[5m]))` },
    { alert: "NodeNetworkInterfaceFlapping" },
  ),
  timeseries(
    "Connections tracked",
    "ratio",
    "Share of the firewall's table of connections in use; when it is full, new connections are dropped.",
    { "{{instance}}": `node_nf_conntrack_entries{${on}} / (node_nf_conntrack_entries_limit{${on}} > 0)` },
    { alert: "NodeHighNumberConntrackEntriesUsed", max: 1 },
  ),
);
