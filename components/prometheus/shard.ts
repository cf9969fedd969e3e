// Several servers that divide the targets among them, each by the same sum.
import type { ScrapeJob } from "../monitoring";

export interface Shard {
  /** From 0. */
  index: number;
  /** How many there are. */
  of: number;
}

/** Jobs whose alerts are about one host; of all others a service stays whole, so that its ratios are those of all its targets. */
const BY_HOST = ["node", "container"];

/** The last of a job's `relabel_configs`: they read the labels that the others made. */
export function sharding({ name }: Pick<ScrapeJob, "name">, { index, of }: Shard) {
  return [
    {
      source_labels: [BY_HOST.includes(name) ? "host" : "service"],
      modulus: of,
      target_label: "__tmp_shard",
      action: "hashmod",
    },
    { source_labels: ["__tmp_shard"], regex: String(index), action: "keep" },
  ];
}
