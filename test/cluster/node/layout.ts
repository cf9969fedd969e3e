// Where a running cluster lies: its folder, its addresses and the names of what it makes on the machine.
import { join } from "node:path";
import { cacheFolder } from "../../../components/host/tools/cache";
import type { Environment } from "../../../components/host/tools/environment";

/** Everything of the running cluster; removed when it stops. */
export const stateFolder = (environment: Environment) => cacheFolder(environment, "cluster");

/** The file for `kubectl` and Pulumi. */
export const kubeconfigPath = (folder: string) => join(folder, "kubeconfig");

/** The name of the node, its network device and its control groups. */
export const NAME = "tocsin-node";

/** A pair of devices joins the machine and the node; nothing is forwarded further. */
export const ADDRESSES = {
  machine: "10.213.0.1",
  node: "10.213.0.2",
  pods: "10.213.64.0/20",
  services: "10.213.128.0/20",
  /** The API server's service. */
  api: "10.213.128.1",
  dns: "10.213.128.10",
} as const;

export const API_PORT = 6443;
