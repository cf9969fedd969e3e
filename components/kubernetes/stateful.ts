// A part that keeps something: one pod with a volume of its own, without rights.

import type { types } from "@pulumi/kubernetes";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import type * as pulumi from "@pulumi/pulumi";
import { LOCKED, WITHOUT_RIGHTS } from "./node-program";

export interface Stateful {
  metadata: { name: string; namespace: string; labels: Readonly<Record<string, string>> };
  /** By which its pods are found. */
  pods: Readonly<Record<string, string>>;
  /** Another one means another pod. */
  annotations?: Readonly<Record<string, string>>;
  container: types.input.core.v1.Container;
  /** What it has beside its volume. */
  mounts: types.input.core.v1.VolumeMount[];
  volumes: types.input.core.v1.Volume[];
  /** The volume, where the container has it, and its size in gigabytes. */
  volume: { name: string; mountPath: string; gigabytes: number; storageClass?: string | undefined };
}

const { securityContext } = WITHOUT_RIGHTS;

export function stateful(name: string, args: Stateful, opts: pulumi.CustomResourceOptions): StatefulSet {
  const { metadata, pods, annotations, container, mounts, volumes, volume } = args;
  return new StatefulSet(
    name,
    {
      metadata,
      spec: {
        serviceName: metadata.name,
        replicas: 1,
        selector: { matchLabels: pods },
        template: {
          metadata: { labels: pods, ...(annotations && { annotations }) },
          spec: {
            ...WITHOUT_RIGHTS,
            securityContext: {
              ...securityContext,
              fsGroup: securityContext.runAsUser,
              fsGroupChangePolicy: "OnRootMismatch",
            },
            containers: [
              {
                ...container,
                securityContext: LOCKED,
                volumeMounts: [{ name: volume.name, mountPath: volume.mountPath }, ...mounts],
              },
            ],
            volumes,
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: volume.name },
            spec: {
              ...(volume.storageClass && { storageClassName: volume.storageClass }),
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: `${Math.ceil(volume.gigabytes)}G` } },
            },
          },
        ],
      },
    },
    opts,
  );
}
