// The configuration files of the node's processes.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { PAUSE_IMAGE } from "../build/images";
import { ADDRESSES, NAME } from "./layout";
import type { Folders } from "./parts";

/** Writes them into the folder of the running cluster. */
export async function writeFiles({ state, packages }: Folders): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    "containerd.toml": `version = 2
root = "${state}/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  # Without CAP_SYS_RESOURCE a score below one's own is refused.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${packages}/usr/lib/cni"
    conf_dir = "${state}/cni"
`,
    "cni/10-bridge.conflist": JSON.stringify({
      cniVersion: "0.4.0",
      name: NAME,
      plugins: [
        {
          type: "bridge",
          bridge: "cni0",
          isGateway: true,
          ipMasq: true,
          hairpinMode: true,
          ipam: {
            type: "host-local",
            ranges: [[{ subnet: ADDRESSES.pods.replace(/\/\d+$/, "/24") }]],
            routes: [{ dst: "0.0.0.0/0" }],
          },
        },
        { type: "portmap", capabilities: { portMappings: true } },
      ],
    }),
    "resolv.conf": `nameserver ${ADDRESSES.machine}\n`,
    "kubelet.yaml": stringify({
      apiVersion: "kubelet.config.k8s.io/v1beta1",
      kind: "KubeletConfiguration",
      authentication: {
        anonymous: { enabled: false },
        webhook: { enabled: true },
        x509: { clientCAFile: join(state, "pki/ca.crt") },
      },
      authorization: { mode: "Webhook" },
      cgroupDriver: "cgroupfs",
      cgroupRoot: `/${NAME}`,
      failCgroupV1: false,
      failSwapOn: false,
      clusterDomain: "cluster.local",
      clusterDNS: [ADDRESSES.dns],
      containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
      resolvConf: join(state, "resolv.conf"),
      // The machine's disk is others' too.
      evictionHard: { "memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
      imageGCHighThresholdPercent: 100,
      serializeImagePulls: false,
      maxPods: 110,
      // By default a volume's usage is as old as a minute.
      volumeStatsAggPeriod: "10s",
    }),
    "kube-proxy.yaml": stringify({
      apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
      kind: "KubeProxyConfiguration",
      clientConnection: { kubeconfig: join(state, "pki/kube-proxy.kubeconfig") },
      mode: "iptables",
      clusterCIDR: ADDRESSES.pods,
      hostnameOverride: NAME,
      conntrack: { maxPerCore: 0 },
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(state, name), text);
}
