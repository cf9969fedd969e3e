import { type Aggregation, canHave, labelsOf, selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

/** Labels with a value a process, a connection or an object of storage: bounded, but new ones come with every deployment. */
const MANY = new Set([
  "uid",
  "pod_uid",
  "container_id",
  "id",
  "image_id",
  "image_sha",
  "pid",
  "name_hash",
  "hash",
  "thread",
  "thread_id",
  "connection_id",
  "queryid",
  "query_id",
  "digest",
  "client_id",
]);

/** Metrics of which such a label has few values, as a database's number or a disk's. */
const FEW: Readonly<Record<string, RegExp>> = {
  id: /^(windows|node|smartctl|ipmi|hwmon|ceph|proxmox|pve|rpc|couchbase|clickhouse|kafka|zookeeper|broker)/,
};

export const highCardinalityGrouping: Policy = {
  name: "high-cardinality-grouping",
  level: "advisory",
  description: "A recording keeps few labels, and none that every deployment recreates.",
  judges: "rule",
  settings: { mostLabels: { default: 8, description: "Labels that a grouping may keep" } },
  *check({ parsed, kind }, settings) {
    if ("error" in parsed || kind !== "recording") return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "aggregation") continue;
      const problem = problemOf(part, settings.number("mostLabels"), (label) =>
        canHave(labelsOf(parsed.expression), label),
      );
      if (problem) yield problem;
    }
  },
  examples: {
    bad: "- record: container:memory:sum\n  expr: sum by (namespace, container_id) (container_memory_working_set_bytes)",
    good: "- record: container:memory:sum\n  expr: sum by (namespace, pod, container) (container_memory_working_set_bytes)",
  },
};

function problemOf({ text, grouping, operator, of }: Aggregation, most: number, reaches: (label: string) => boolean) {
  if (!grouping || ["topk", "bottomk", "limitk"].includes(operator)) return undefined;
  if (!grouping.by) {
    if (grouping.labels.length > 0) return undefined;
    return {
      found: `"${text}" aggregates without () and so nothing`,
      why: "Every series is recorded a second time",
      fix: "Name the labels to leave out, or those to keep with by (…)",
    };
  }
  const one = grouping.labels.find(
    (label) => MANY.has(label) && reaches(label) && !selectorsIn(of).some(({ name = "" }) => FEW[label]?.test(name)),
  );
  if (one) {
    return {
      found: `"${text}" keeps ${one}`,
      why: "It is another one after every restart: the recording has as many series as what it was to sum up, and more each day",
      fix: `Leave ${one} out: ${by(grouping.labels.filter((label) => label !== one))}`,
    };
  }
  if (grouping.labels.length <= most || !grouping.labels.every(reaches)) return undefined;
  return {
    found: `"${text}" keeps ${grouping.labels.length} labels`,
    why: "The product of their values is the number of series; so many labels seldom leave fewer than there were",
    fix: "Keep the labels that a question is asked of",
  };
}

const by = (labels: readonly string[]) => `by (${labels.join(", ") || "job"})`;
