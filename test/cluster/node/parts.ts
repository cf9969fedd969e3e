// The processes of the node, in the order in which they start.
import { join } from "node:path";
import type { Made } from "../build";
import { ADDRESSES, API_PORT, NAME } from "./layout";

/** Folders that the processes are started with. */
export interface Folders extends Made {
  /** Of the running cluster. */
  readonly state: string;
}

/** A process of the node. */
export interface Part {
  readonly program: string;
  readonly flags: readonly string[];
  /** It waits for that before the next one starts: a path of the API server or a file. */
  readonly readyAt?: { readonly file: string } | { readonly url: string };
}

/** The processes by name. */
export function parts({ state, packages, kubernetes }: Folders): Readonly<Record<string, Part>> {
  const pki = (file: string) => join(state, "pki", file);
  const program = (name: string) => join(kubernetes, "bin", name);
  const as = (name: string) => `--kubeconfig=${pki(`${name}.kubeconfig`)}`;
  return {
    etcd: {
      program: join(packages, "usr/bin/etcd"),
      flags: [
        `--data-dir=${join(state, "etcd")}`,
        // What it loses when the machine fails is nobody's.
        "--unsafe-no-fsync",
        "--listen-client-urls=http://127.0.0.1:2379",
        "--advertise-client-urls=http://127.0.0.1:2379",
        "--listen-peer-urls=http://127.0.0.1:2380",
        "--initial-advertise-peer-urls=http://127.0.0.1:2380",
        "--initial-cluster=default=http://127.0.0.1:2380",
      ],
    },
    containerd: {
      program: join(packages, "usr/bin/containerd"),
      flags: [`--config=${join(state, "containerd.toml")}`],
      readyAt: { file: "/run/containerd/containerd.sock" },
    },
    "kube-apiserver": {
      program: program("kube-apiserver"),
      flags: [
        "--etcd-servers=http://127.0.0.1:2379",
        `--advertise-address=${ADDRESSES.node}`,
        `--secure-port=${API_PORT}`,
        `--service-cluster-ip-range=${ADDRESSES.services}`,
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        `--token-auth-file=${pki("tokens.csv")}`,
        `--client-ca-file=${pki("ca.crt")}`,
        `--tls-cert-file=${pki("server.crt")}`,
        `--tls-private-key-file=${pki("server.key")}`,
        `--kubelet-client-certificate=${pki("client.crt")}`,
        `--kubelet-client-key=${pki("client.key")}`,
        "--kubelet-preferred-address-types=InternalIP",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        `--service-account-key-file=${pki("service-accounts.key")}`,
        `--service-account-signing-key-file=${pki("service-accounts.key")}`,
      ],
      readyAt: { url: "/readyz" },
    },
    "kube-controller-manager": {
      program: program("kube-controller-manager"),
      flags: [
        as("kube-controller-manager"),
        `--authentication-kubeconfig=${pki("kube-controller-manager.kubeconfig")}`,
        `--authorization-kubeconfig=${pki("kube-controller-manager.kubeconfig")}`,
        "--use-service-account-credentials=true",
        `--service-account-private-key-file=${pki("service-accounts.key")}`,
        `--root-ca-file=${pki("ca.crt")}`,
        "--allocate-node-cidrs=true",
        `--cluster-cidr=${ADDRESSES.pods}`,
        "--node-cidr-mask-size=24",
        "--leader-elect=false",
        `--cluster-signing-cert-file=${pki("ca.crt")}`,
        `--cluster-signing-key-file=${pki("ca.key")}`,
      ],
    },
    "kube-scheduler": {
      program: program("kube-scheduler"),
      flags: [
        as("kube-scheduler"),
        `--authentication-kubeconfig=${pki("kube-scheduler.kubeconfig")}`,
        `--authorization-kubeconfig=${pki("kube-scheduler.kubeconfig")}`,
        "--leader-elect=false",
      ],
    },
    kubelet: {
      program: program("kubelet"),
      flags: [
        as("kubelet"),
        `--config=${join(state, "kubelet.yaml")}`,
        `--hostname-override=${NAME}`,
        `--node-ip=${ADDRESSES.node}`,
        `--cert-dir=${join(state, "kubelet-pki")}`,
      ],
    },
    "kube-proxy": { program: program("kube-proxy"), flags: [`--config=${join(state, "kube-proxy.yaml")}`] },
  };
}
