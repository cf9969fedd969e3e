// The node's exporter cannot be reached: as of a node that is drained on purpose, and as of one that dies.
import { NAME } from "../../node/layout";
import { FAULTS_NAMESPACE, type Site } from "../site";
import type { Drill } from "./drill";
import { STEADY } from "./workloads";

// Not on the node's own loopback: the kubelet would find the container dead and start it again and again.
const block = (how: "-I" | "-D") => `iptables ${how} INPUT ! -i lo -p tcp --dport 9100 -j REJECT`.split(" ");

/** Nothing reaches the exporter from outside of its node any more; the container itself runs on. */
export const stopExporter = ({ cluster }: Site) => cluster.onNode(block("-I"));

export const startExporter = ({ cluster }: Site) => cluster.onNode(block("-D"));

/** The node takes no more pods, and those that can move have to. */
export async function drain({ cluster }: Site): Promise<void> {
  await cluster.kubectl(["cordon", NAME]);
  // All other pods have nowhere to go: there is no second node.
  await cluster.kubectl(["drain", NAME, "--ignore-daemonsets", `--pod-selector=app=${STEADY}`, "--timeout=60s"]);
}

export const uncordon = ({ cluster }: Site) => cluster.kubectl(["uncordon", NAME]);

/** The drained node is one that is meant to be there again: it is missed from now on. */
export const nodeDies: Drill = {
  fault: "the node exporter is stopped",
  alert: "InstanceDown",
  severity: "critical",
  names: ["instance", NAME],
  takes: 15,
  cause: uncordon,
};

export const pending = ({ cluster }: Site) =>
  cluster.kubectl([
    "get",
    "pods",
    `--selector=app=${STEADY}`,
    "--namespace",
    FAULTS_NAMESPACE,
    "--output=name",
    "--field-selector=status.phase=Pending",
  ]);
