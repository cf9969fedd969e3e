// A storage elsewhere → an entry of `remote_write`.

import { type HttpAccess, httpClient } from "./http-access";

/** Says which one of several that scrape the same wrote a series. */
export const REPLICA_LABEL = "__replica__";

export interface RemoteWrite {
  /** Names the queue in Prometheus' own metrics. */
  name: string;
  /** Takes the writes: `https://…/api/v1/remote_write`. */
  url: string;
  /** The only series that are written; all where it is left out. */
  keep?: readonly string[];
  /** Whether it is written without the label of the replica: such a storage only takes series for one where all labels are the same. */
  withoutReplica?: boolean;
  /** Signs with the machine's role, for Amazon Managed Service for Prometheus in this region. */
  region?: string;
  /** Absolute path of a file with a bearer token. */
  tokenFile?: string;
  /** How it is reached where it asks for a password. */
  access?: HttpAccess;
  queue?: {
    /** Samples that wait for each shard. */
    capacity: number;
    /** Requests at the same time, at most. */
    maxShards: number;
    maxSamplesPerSend: number;
  };
}

export function remoteWrite({ name, url, keep, withoutReplica, region, tokenFile, access, queue }: RemoteWrite) {
  const relabelling = [
    ...(keep ? [{ source_labels: ["__name__"], regex: keep.join("|"), action: "keep" }] : []),
    ...(withoutReplica ? [{ regex: REPLICA_LABEL, action: "labeldrop" }] : []),
  ];
  return {
    url,
    name,
    ...(region && { sigv4: { region } }),
    ...(tokenFile && { authorization: { credentials_file: tokenFile } }),
    ...(access && httpClient(access)),
    ...(queue && {
      queue_config: {
        capacity: queue.capacity,
        max_shards: queue.maxShards,
        max_samples_per_send: queue.maxSamplesPerSend,
      },
    }),
    ...(relabelling.length > 0 && { write_relabel_configs: relabelling }),
  };
}
