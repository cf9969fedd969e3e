// Encrypted volumes for an EKS cluster, whose own class is neither encrypted nor of the newer kind.
import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import * as pulumi from "@pulumi/pulumi";
import { COMMON_LABELS } from "../names";

export class EncryptedStorage extends pulumi.ComponentResource {
  constructor(name: string, args: { className: string }, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:EncryptedStorage", name, {}, opts);
    new StorageClass(
      name,
      {
        metadata: { name: args.className, labels: COMMON_LABELS },
        provisioner: "ebs.csi.aws.com",
        parameters: { type: "gp3", encrypted: "true" },
        // In the zone of the pod that asks, and larger without a new volume.
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: "Delete",
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
