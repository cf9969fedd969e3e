import { selectorsIn } from "../../../components/promql";
import { type Content, expressionsOf, type ScrapeJob, textOf } from "../../content";
import type { Policy } from "../../policy";

/** Metrics with thousands of series a target that few alerts and panels use, and the job that has them, as its name or port tells. */
const HEAVY: readonly { metric: string; of: RegExp }[] = [
  { metric: "apiserver_request_duration_seconds_bucket", of: /apiserver|kube-?api/i },
  { metric: "apiserver_request_sli_duration_seconds_bucket", of: /apiserver|kube-?api/i },
  { metric: "etcd_request_duration_seconds_bucket", of: /apiserver|kube-?api/i },
  { metric: "container_memory_failures_total", of: /cadvisor/i },
  { metric: "container_tasks_state", of: /cadvisor/i },
  { metric: "container_network_tcp_usage_total", of: /cadvisor/i },
  { metric: "container_blkio_device_usage_total", of: /cadvisor/i },
  { metric: "istio_request_bytes_bucket", of: /istio|envoy/i },
  { metric: "istio_response_bytes_bucket", of: /istio|envoy/i },
];

export const heavyMetricKept: Policy = {
  name: "heavy-metric-kept",
  level: "advisory",
  isStyle: true,
  description: "Metrics with thousands of series are kept only where something uses them.",
  judges: "everything",
  *check(everything) {
    // Without a rule or a dashboard nothing is known of what is used.
    const used = namesIn(everything);
    if (used.size === 0) return;
    for (const job of everything.scrapeJobs) {
      const kept = HEAVY.filter(
        ({ metric, of }) => of.test(job.name) && !used.has(metric) && !isDropped(metric, job),
      ).map(({ metric }) => metric);
      if (kept.length === 0) continue;
      yield {
        place: job.place,
        found: `the job keeps ${kept.join(", ")}, which no rule and no dashboard uses`,
        why: "They are most of what such a target has: memory and disk for series that nobody looks at",
        fix: `Drop them: metric_relabel_configs: [{ source_labels: [__name__], regex: ${kept.join("|")}, action: drop }]`,
      };
    }
  },
  examples: {
    bad: "scrape_configs:\n  - job_name: cadvisor\n    metric_relabel_configs: [{ source_labels: [__name__], regex: container_tasks_state|container_network_tcp_usage_total|container_blkio_device_usage_total, action: drop }]\n---\ngroups:\n  - name: shop\n    rules: [{ record: 'job:up:sum', expr: sum by (job) (up) }]",
    good: "scrape_configs:\n  - job_name: cadvisor\n    metric_relabel_configs: [{ source_labels: [__name__], regex: container_(memory_failures_total|tasks_state|network_tcp_usage_total|blkio_device_usage_total), action: drop }]\n---\ngroups:\n  - name: shop\n    rules: [{ record: 'job:up:sum', expr: sum by (job) (up) }]",
  },
};

const namesIn = (content: Content) =>
  new Set(expressionsOf(content).flatMap((expression) => selectorsIn(expression).flatMap(({ name }) => name ?? [])));

/** Whether a relabeling of samples drops it, or keeps others only. */
function isDropped(metric: string, { relabelings, fields }: ScrapeJob): boolean {
  // A list of what is scraped, as cAdvisor's and the kubelet's own flags take, is the job's choice.
  if (textOf(fields.params) !== undefined) return true;
  return relabelings.some(
    ({ stage, action, sources, regex }) =>
      stage === "sample" &&
      sources.join() === "__name__" &&
      (action === "drop" ? matches(regex, metric) : action === "keep" && !matches(regex, metric)),
  );
}

function matches(regex: string | undefined, text: string): boolean {
  try {
    return new RegExp(`^(?:${regex ?? ".*"})$`).test(text);
  } catch {
    // RE2 knows patterns that JavaScript does not: nothing is known then.
    return true;
  }
}
