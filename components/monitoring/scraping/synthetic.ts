// What Prometheus itself writes of every target. A target that shows a metric under one of these names takes its place: most Express
// services show an `up` of 1 (express-prom-bundle). Worst is the first scrape that fails, which ends all that the target
// showed: at that very time its `up` ends, the 0 is a second value and is dropped, and the target is down one scrape later.

export const SYNTHETIC = [
  "up",
  "scrape_duration_seconds",
  "scrape_samples_scraped",
  "scrape_samples_post_metric_relabeling",
  "scrape_series_added",
];

/** The regular expression of what a job drops of what its targets show; what Prometheus writes itself is not relabelled. */
export const SHOWN_AS_SYNTHETIC = SYNTHETIC.join("|");

/** That as Prometheus takes it: a new value for each job, which YAML would refer to otherwise. */
export const droppingSynthetic = () => ({ source_labels: ["__name__"], regex: SHOWN_AS_SYNTHETIC, action: "drop" });
