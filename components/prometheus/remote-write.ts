// A storage elsewhere → an entry of `remote_write`.

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
  queue?: {
    /** Samples that wait for each shard. */
    capacity: number;
    /** Requests at the same time, at most. */
    maxShards: number;
    maxSamplesPerSend: number;
  };
}

export function remoteWrite({ name, url, keep, region, tokenFile, queue }: RemoteWrite) {
  return {
    url,
    name,
    ...(region && { sigv4: { region } }),
    ...(tokenFile && { authorization: { credentials_file: tokenFile } }),
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
