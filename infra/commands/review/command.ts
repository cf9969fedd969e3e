// `review` on the command line: what fired in an environment, and what would make it quieter.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Monitoring } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";
import type { Address } from "../../running/address";
import { prometheusAt } from "../../running/prometheus-query";
import { daysIn } from "../backtest/days";
import { gridOf, since } from "../backtest/grid";
import { History } from "../backtest/history";
import { figuresOf } from "./figures";
import { firingsIn } from "./firings";
import { zoneIn } from "./night";
import { proposalsFor } from "./proposals";
import { markdownOf, type Review } from "./report";
import { changing, patched } from "./settings-patch";

export interface ReviewOptions {
  prometheus?: string;
  days?: string;
  zone?: string;
  json?: boolean;
  /** Writes the proposals into the settings' file. */
  write?: boolean;
}

const DAYS = "7";

/** Whole grids of a fortnight at half a minute: the series of alerts are few, and what is between two times is not seen. */
const EVALUATIONS = 50_000;

/** Of every target, and so a sign of how far the history reaches. */
const EVERYWHERE = "up";

interface Source {
  monitoringOf: (environment: string) => Promise<Monitoring>;
  projectDir: string;
}

export const reviewCommand =
  ({ monitoringOf, projectDir }: Source) =>
  async (environment: string, options: ReviewOptions): Promise<void> => {
    const prometheus = prometheusAt(options.prometheus);
    const zone = zoneIn(options.zone ?? "UTC");
    const days = daysIn(options.days ?? DAYS);
    const review = await reviewed({ environment, prometheus, days, zone, monitoring: await monitoringOf(environment) });
    console.log(options.json ? JSON.stringify(review) : markdownOf(review));
    if (!options.write) return;
    const changes = changing(review.proposals).length;
    if (changes === 0) return console.error("No proposal is a change of the settings: nothing is written.");
    const file = join(projectDir, `Pulumi.${environment}.yaml`);
    await writeFile(file, patched(await readFile(file, "utf8"), review.proposals));
    console.error(`${changes} of ${review.proposals.length} proposals are written to ${file}.`);
  };

interface Asked {
  environment: string;
  prometheus: Address;
  days: number;
  zone: string;
  monitoring: Monitoring;
}

/** Throws where Prometheus does not answer, or has no history in that time. */
export async function reviewed({ environment, prometheus, days, zone, monitoring }: Asked): Promise<Review> {
  const history = new History(prometheus);
  const whole = gridOf(days, seconds(monitoring.evaluationInterval), Date.now() / 1000, EVALUATIONS);
  const begins = (await history.since([EVERYWHERE], whole)).get(EVERYWHERE);
  const grid = begins === undefined ? undefined : since(whole, begins);
  if (!grid)
    throw new Error(`${prometheus.url} has no history of the last ${days} days: it has no series \`${EVERYWHERE}\``);
  const figures = figuresOf(await firingsIn(history, grid), zone);
  const fired = new Set(figures.map(({ alert }) => alert));
  const names = monitoring.groups.flatMap(({ alerts }) => alerts.map(({ alert }) => alert.name));
  return {
    ...{ environment, zone, figures, ...grid },
    proposals: proposalsFor(figures, monitoring, grid.endSeconds - grid.startSeconds),
    silent: [...new Set(names)].filter((name) => !fired.has(name)).sort(),
  };
}
