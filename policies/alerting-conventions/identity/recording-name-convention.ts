import type { Policy } from "../../policy";

export const recordingNameConvention: Policy = {
  name: "recording-name-convention",
  level: "advisory",
  isStyle: true,
  description: "Recordings are named level:metric:operations.",
  judges: "rule",
  *check({ kind, name }) {
    if (kind !== "recording" || /^[a-zA-Z0-9_]*:[a-zA-Z0-9_]+(:[a-zA-Z0-9_]+)?$/.test(name)) return;
    yield {
      found: `the recording's name "${name}" is not level:metric:operations`,
      why: "A reader cannot tell it from a scraped metric, nor which labels are left and what was computed",
      fix: "Name the labels that remain, the metric and the operations, as in instance:node_cpu_utilisation:ratio_rate5m",
    };
  },
  examples: {
    bad: "- record: shop_requests_rate\n  expr: sum by (job) (rate(http_requests_total[5m]))",
    good: "- record: job:http_requests:rate5m\n  expr: sum by (job) (rate(http_requests_total[5m]))",
  },
};
