// A host at a glance: is it up, then utilisation, saturation and errors of each resource.
import { dashboard as declare, variable } from "../../../dashboards";
import { cpu, memory } from "./compute";
import { network } from "./network";
import { state } from "./state";
import { disks, filesystems } from "./storage";
import { parts, system } from "./system";

export const dashboard = declare({
  uid: "tocsin-node",
  title: "Hosts",
  description: "Utilisation, saturation and errors of each host's CPU, memory, disks and network.",
  tags: ["infrastructure"],
  variables: [variable("instance", 'up{job="node"}')],
  rows: [state, cpu, memory, filesystems, disks, network, system, parts],
});
