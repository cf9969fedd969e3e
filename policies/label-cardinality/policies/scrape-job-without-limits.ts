import type { Policy } from "../../policy";

const LIMITS = ["sample_limit", "label_limit", "label_value_length_limit", "target_limit"];

export const scrapeJobWithoutLimits: Policy = {
  name: "scrape-job-without-limits",
  level: "advisory",
  isStyle: true,
  description: "Every scrape job, or the global section, limits samples, labels, their length and targets.",
  judges: "scrape job",
  *check({ name, fields, global }) {
    const missing = LIMITS.filter((limit) => !Number(fields[limit] ?? global[limit] ?? 0));
    if (missing.length === 0) return;
    yield {
      found: `scrape job "${name}" has no ${missing.join(", ")}`,
      why: "One faulty release of a target can then fill Prometheus' memory with series and end all alerting",
      fix: `Set ${missing.join(", ")} a few times above what the job has today`,
    };
  },
  examples: {
    bad: "scrape_configs:\n  - job_name: shop\n    static_configs: [{ targets: [shop:8080] }]",
    good: "scrape_configs:\n  - job_name: shop\n    sample_limit: 5000\n    label_limit: 30\n    label_value_length_limit: 200\n    target_limit: 50\n    static_configs: [{ targets: [shop:8080] }]",
  },
};
