// A volume of which the kubelet reports the usage: a filesystem of its own on the node, filled by a pod.
import { stringify } from "yaml";
import { NAME } from "../../node/layout";
import { FAULTS_NAMESPACE, type Site } from "../site";
import type { Drill } from "./drill";
import { deployment, shell } from "./workloads";

const VOLUME = "filled";
const FOLDER = `/run/${VOLUME}`;
const SIZE = "32Mi";

const volume = {
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: VOLUME },
  spec: {
    capacity: { storage: SIZE },
    accessModes: ["ReadWriteOnce"],
    storageClassName: "",
    local: { path: FOLDER },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [NAME] }] }],
      },
    },
  },
};

const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: VOLUME, namespace: FAULTS_NAMESPACE },
  spec: {
    accessModes: ["ReadWriteOnce"],
    storageClassName: "",
    volumeName: VOLUME,
    resources: { requests: { storage: SIZE } },
  },
};

// What is written counts as the container's memory.
const filler = {
  ...shell("dd if=/dev/zero of=/volume/file bs=1M count=32; sleep 3600", { memory: "96Mi" }),
  volumeMounts: [{ name: "volume", mountPath: "/volume" }],
};

export const volumeFilled: Drill = {
  fault: "a volume is filled",
  alert: "KubePersistentVolumeFillingUp",
  severity: "critical",
  names: ["persistentvolumeclaim", VOLUME],
  // The kubelet looks at volumes every ten seconds.
  takes: 30,
  cause: async (site) => {
    await site.cluster.onNode([
      "sh",
      "-c",
      `mkdir -p ${FOLDER} && mount -t tmpfs -o size=32m,mode=0777 tmpfs ${FOLDER}`,
    ]);
    for (const manifest of [volume, claim]) await site.apply(stringify(manifest));
    const mounted = { volumes: [{ name: "volume", persistentVolumeClaim: { claimName: VOLUME } }] };
    await site.apply(stringify(deployment(VOLUME, filler, mounted)));
  },
};

/** Takes the volume away again, once no pod uses it. */
export async function removeVolume({ cluster }: Site): Promise<void> {
  await cluster.kubectl(["delete", "persistentvolume", VOLUME, "--ignore-not-found"]);
  await cluster.onNode(["sh", "-c", `umount ${FOLDER} 2> /dev/null; rm -rf ${FOLDER}`]);
}
