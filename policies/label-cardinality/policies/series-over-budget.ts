import type { ScrapeJob } from "../../content";
import type { Policy } from "../../policy";

export const seriesOverBudget: Policy = {
  name: "series-over-budget",
  level: "advisory",
  description: "The limits of all jobs with listed targets together stay within the budget of series.",
  judges: "everything",
  settings: { series: { default: 2_000_000, description: "Series that one Prometheus server may hold" } },
  *check({ scrapeJobs }, settings) {
    const budget = settings.number("series");
    const forecasts = scrapeJobs
      .map((job) => ({ job, series: mostSeries(job) ?? 0 }))
      .sort((a, b) => b.series - a.series);
    const sum = forecasts.reduce((total, { series }) => total + series, 0);
    const [largest] = forecasts;
    if (sum <= budget || !largest) return;
    yield {
      place: largest.job.place,
      found: `the listed targets may have ${sum.toLocaleString("en")} series by their limits, over the budget of ${budget.toLocaleString("en")}; this one ${largest.series.toLocaleString("en")}`,
      why: "Prometheus needs about 4 kB of memory a series; limits that allow more than it has protect nothing",
      fix: "Lower sample_limit of the largest jobs, drop metrics that nobody uses, or raise the budget with the memory",
    };
  },
  examples: {
    bad: "scrape_configs:\n  - job_name: shop\n    sample_limit: 1000000\n    static_configs: [{ targets: [a, b, c] }]",
    good: "scrape_configs:\n  - job_name: shop\n    sample_limit: 10000\n    static_configs: [{ targets: [a, b, c] }]",
  },
};

/** Samples of each target times targets that are listed; undefined where there is no limit, or targets are discovered. */
function mostSeries({ fields, global, targets }: ScrapeJob): number | undefined {
  const samples = Number(fields.sample_limit ?? global.sample_limit ?? 0) || undefined;
  return samples === undefined || targets === undefined ? undefined : samples * targets;
}
