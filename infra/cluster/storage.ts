// The classes of volumes that a cluster has: whether ours get one, and whether it is a mere folder of a node.
import { z } from "zod";
import { listOf, metadata } from "./owners";

const classes = listOf(z.looseObject({ metadata, provisioner: z.string() }));

const DEFAULT = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

/**
 * Provisioners whose volumes are folders of a node: the kubelet reports no size and usage of them, and they fill the node's own
 * disk. k3d and kind have local-path, which is Rancher's.
 */
const FOLDERS_OF_NODES =
  /^(rancher\.io\/local-path|k8s\.io\/minikube-hostpath|docker\.io\/hostpath|microk8s\.io\/hostpath)$/;

/** Alerts on what the kubelet reports of volumes. */
export const SILENT = [
  "KubePersistentVolumeFillingUp",
  "KubePersistentVolumeFullSoon",
  "KubePersistentVolumeInodesFillingUp",
] as const;

export interface Storage {
  /** Why no volume would be made. */
  problem?: string;
  /** What does not work on such volumes. */
  advice?: string;
}

/** What the volumes of an environment are made of; `wanted` is the setting `platform.storageClass`. */
export function storageIn(list: unknown, wanted: string | undefined): Storage {
  const { items } = classes.parse(list);
  const names = items.map((one) => one.metadata.name);
  const isDefault = ({ annotations }: (typeof items)[number]["metadata"]) =>
    DEFAULT.some((key) => annotations[key] === "true");
  const found = items.find((one) => (wanted ? one.metadata.name === wanted : isDefault(one.metadata)));
  if (!found) {
    const there = names.length > 0 ? `the cluster has ${names.join(", ")}` : "the cluster has none";
    return {
      problem: wanted
        ? `platform.storageClass: found "${wanted}", which is no StorageClass of the cluster; ${there}`
        : `The cluster has no default StorageClass, so that volumes would wait forever; set platform.storageClass: ${there}`,
    };
  }
  if (!FOLDERS_OF_NODES.test(found.provisioner)) return {};
  return {
    advice:
      `Volumes are folders of a node (StorageClass ${found.metadata.name}, ${found.provisioner}), of which the kubelet reports no ` +
      `usage: ${SILENT.join(", ")} cannot fire. NodeFilesystemAlmostOutOfSpace covers the node's disk that they lie on.`,
  };
}
