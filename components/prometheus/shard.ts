// Several servers that divide the targets among them, each by the same sum.
import { createHash } from "node:crypto";
import type { RuleGroup, ScrapeJob } from "../monitoring";
import { ABSENT, FOUND } from "../monitoring/alerts/expected";
import type { PlainJob } from "../monitoring/scraping/plain-jobs";
import { labelValueOf, readingsIn } from "../promql";
import type { Recording } from "../rules";

export interface Shard {
  /** From 0. */
  index: number;
  /** How many there are. */
  of: number;
}

/** Where alerts are not about one host, a service stays whole, so that its ratios are those of all its targets. */
const labelOf = (by: RuleGroup["shardBy"]) => (by === "host" ? "host" : "service");

/** The last of a job's `relabel_configs`: they read the labels that the others made. */
export const sharding = ({ shardBy }: Pick<ScrapeJob, "shardBy">, shard: Shard) => dividing(labelOf(shardBy), shard);

/** The share of a plain job: a service stays whole, as elsewhere. */
export function shared(job: PlainJob, shard: Shard): PlainJob {
  const before = Array.isArray(job.relabel_configs) ? job.relabel_configs : [];
  return { ...job, relabel_configs: [...before, ...dividing("service", shard)] };
}

function dividing(label: string, { index, of }: Shard) {
  return [
    {
      source_labels: [label],
      modulus: of,
      target_label: "__tmp_shard",
      action: "hashmod",
    },
    { source_labels: ["__tmp_shard"], regex: String(index), action: "keep" },
  ];
}

/** What is asked for by its name is one target; of others, how many there are no server knows alone. */
const isOneTarget = ({ expr }: Recording) => {
  const [sought] = readingsIn(expr);
  return sought !== undefined && labelValueOf(sought.selector, "instance") !== undefined;
};

/** A group as one of several servers evaluates it: it misses the named targets that it scrapes. */
export function shareOf(group: RuleGroup, { index, of }: Shard): RuleGroup {
  const recordings = group.recordings.filter((one) => {
    if (one.record !== ABSENT && one.record !== FOUND) return true;
    return isOneTarget(one) && hashmod(one.adds?.[labelOf(group.shardBy)] ?? "", of) === index;
  });
  return { ...group, recordings };
}

/** Prometheus' action of that name: the last eight bytes of the value's MD5. */
export function hashmod(value: string, modulus: number): number {
  const hash = createHash("md5").update(value).digest();
  return Number(hash.readBigUInt64BE(8) % BigInt(modulus));
}
