// What is left of an environment after `destroy`, by platform: what has data is protected, and only a purge deletes it.
import type { Platform, Settings } from "../../components/monitoring";

interface Destroyed {
  environment: string;
  /** The folder with the logs and data of parts that ran on this machine. */
  folder: string;
}

interface Remains<Kind extends Platform["kind"]> {
  /** Without a purge. */
  kept: (platform: Extract<Platform, { kind: Kind }>, destroyed: Destroyed) => string;
  /** After one. */
  purged: (platform: Extract<Platform, { kind: Kind }>, destroyed: Destroyed) => string;
}

const bucketOf = ({ prometheus }: Extract<Platform, { kind: "kubernetes" }>) =>
  prometheus.thanos?.bucket ? ` The bucket ${prometheus.thanos.bucket} stays in any case.` : "";

const CRDS = "The custom resource definitions stay, because others may use them.";

const REMAINS: { [Kind in Platform["kind"]]: Remains<Kind> } = {
  local: {
    kept: (_, { folder }) => `Logs and data stay in ${folder}; --purge removes them.`,
    purged: () => "Logs and data are gone as well.",
  },
  kubernetes: {
    kept: (platform) =>
      `The namespace ${platform.namespace} stays with its volume claims and the certificate of the webhook${platform.cluster.eks ? ", and so does the cluster" : ""}; ` +
      `--purge removes ${platform.cluster.eks ? "both" : "it"}. ${CRDS}${bucketOf(platform)}`,
    purged: (platform) =>
      platform.cluster.eks
        ? `The cluster is gone with all that was in it.${bucketOf(platform)}`
        : `The namespace ${platform.namespace} is gone with its volume claims; a volume whose StorageClass says Retain is still there. ` +
          `${CRDS}${bucketOf(platform)}`,
  },
  ec2: {
    kept: (platform) =>
      `The servers' data volumes, their snapshots and the configuration bucket stay${
        platform.remoteWrite?.to === "managed" ? ", and so does the workspace of Amazon Managed Prometheus" : ""
      }; --purge removes all but the snapshots.`,
    purged: (_, { environment }) =>
      `Data volumes and bucket are gone. Their snapshots stay; they have the tag tocsin:environment=${environment}.`,
  },
  grafana: {
    kept: () => "Grafana and its data source have all their data; nothing of this environment is left.",
    purged: () => "Nothing of this environment had data; Grafana and its data source have all of theirs.",
  },
};

/** One or two sentences for the end of `destroy`. */
export function remainsOf({ platform }: Pick<Settings, "platform">, purged: boolean, destroyed: Destroyed): string {
  const when = purged ? "purged" : "kept";
  switch (platform.kind) {
    case "local":
      return REMAINS.local[when](platform, destroyed);
    case "kubernetes":
      return REMAINS.kubernetes[when](platform, destroyed);
    case "ec2":
      return REMAINS.ec2[when](platform, destroyed);
    case "grafana":
      return REMAINS.grafana[when](platform, destroyed);
  }
}
