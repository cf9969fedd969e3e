// A storage elsewhere → an entry of `remote_write`.

import { type HttpAccess, httpClient } from "./http-access";

export interface RemoteWrite {
  /** Names the queue in Prometheus' own metrics. */
  name: string;
  /** Takes the writes: `https://…/api/v1/remote_write`. */
  url: string;
  /** The only series that are written; all where it is left out. */
  keep?: readonly string[];
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

export function remoteWrite({ name, url, keep, region, tokenFile, access, queue }: RemoteWrite) {
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
    ...(keep && { write_relabel_configs: [{ source_labels: ["__name__"], regex: keep.join("|"), action: "keep" }] }),
  };
}
