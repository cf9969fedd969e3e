// `review` on the command line: what fired in an environment, and what would make it quieter.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Monitoring } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";
import type { Address } from "../../running/address";
import { prometheusAt } from "../../running/prometheus-query";
import type { Silence } from "../../silences/silences";
import { daysIn } from "../backtest/days";
import type { Grid } from "../backtest/grid";
import { History } from "../backtest/history";
import { figuresOf } from "./figures";
import { firingsIn } from "./firings";
import { mutedBy } from "./muted";
import { nightIn, zoneIn } from "./night";
import { proposalsFor } from "./proposals";
import { reachedBy } from "./reached";
import { asRecorded, notifiedIn, type Recorded, recordedIn } from "./recorded";
import { markdownOf, minute, type Review } from "./report";
import { changing, patched } from "./settings-patch";
import { judged } from "./suppressed";

export interface ReviewOptions {
  prometheus?: string;
  alertmanager?: string;
  days?: string;
  zone?: string;
  json?: boolean;
  /** A file with the log that Alertmanager writes its events into; `-` is standard input. */
  events?: string;
  /** The channel of Slack that it is posted to. */
  slack?: string;
  /** Writes the proposals into the settings' file. */
  write?: boolean;
}

const DAYS = "7";

interface Source {
  monitoringOf: (environment: string) => Promise<Monitoring>;
  /** Those of the environment's Alertmanager. Throws where it is not reached. */
  silencesOf: (environment: string, alertmanager?: string) => Promise<Silence[]>;
  /** The log with Alertmanager's events; undefined where there is none. */
  eventsOf: (environment: string, file?: string) => Promise<string | undefined>;
  /** Posts to a channel of Slack by the environment's token. */
  post: (environment: string, channel: string, review: Review) => Promise<void>;
  projectDir: string;
}

export const reviewCommand =
  ({ monitoringOf, silencesOf, eventsOf, post, projectDir }: Source) =>
  async (environment: string, options: ReviewOptions): Promise<void> => {
    const prometheus = prometheusAt(options.prometheus);
    const zone = zoneIn(options.zone ?? "UTC");
    const days = daysIn(options.days ?? DAYS);
    const monitoring = await monitoringOf(environment);
    const silences = await silencesOf(environment, options.alertmanager).catch((error: Error) => error.message);
    const log = await eventsOf(environment, options.events);
    const recorded = log === undefined ? undefined : recordedIn(log);
    if (options.events !== undefined && !recorded)
      throw new Error("--events: found no event; allowed is a log of an Alertmanager with `notifications.events`");
    const review = await reviewed({ environment, prometheus, days, zone, monitoring, silences, recorded });
    console.log(options.json ? JSON.stringify(review) : markdownOf(review));
    if (options.slack !== undefined) await post(environment, options.slack, review);
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
  /** Or why they are not known. */
  silences: readonly Silence[] | string;
  /** Undefined where Alertmanager recorded nothing, so that what was sent is an estimate. */
  recorded?: Recorded | undefined;
}

/** Throws where Prometheus does not answer, or has no history in that time. */
export async function reviewed(asked: Asked): Promise<Review> {
  const { environment, prometheus, days, zone, monitoring, silences, recorded } = asked;
  const history = new History(prometheus);
  const evaluationSeconds = seconds(monitoring.evaluationInterval);
  const grid = await reachedBy(history, prometheus.url, { days, evaluationSeconds, now: Date.now() / 1000 });
  const expected = judged(await firingsIn(history, grid), {
    inhibitions: monitoring.notifications.inhibitions,
    silences: typeof silences === "string" ? [] : silences,
    muted: mutedBy(monitoring.notifications),
    endSeconds: grid.endSeconds,
  });
  const firings = recorded ? asRecorded(expected, recorded, grid.stepSeconds) : expected;
  const figures = figuresOf(firings, zone);
  const fired = new Set(figures.map(({ alert }) => alert));
  const names = monitoring.groups.flatMap(({ alerts }) => alerts.map(({ alert }) => alert.name));
  return {
    ...{ environment, zone, figures, ...grid },
    proposals: proposalsFor(figures, monitoring, grid.endSeconds - grid.startSeconds),
    silent: [...new Set(names)].filter((name) => !fired.has(name)).sort(),
    ...(recorded && { notified: notifiedIn(recorded, grid, nightIn(zone)) }),
    unknown: unknownIn(monitoring, silences, days, sinceWhen(recorded, grid)),
  };
}

/** How long Alertmanager keeps a silence that is over, where nothing else is set (`--data.retention`). */
const KEPT_DAYS = 5;

function unknownIn(
  { notifications: { inhibitions, muteTimings, maintenance } }: Monitoring,
  silences: Asked["silences"],
  days: number,
  receivers: string | undefined,
): string[] {
  const mutes = muteTimings.length > 0 || maintenance.some(({ muteTiming }) => muteTiming);
  return [
    ...(typeof silences === "string" ? [`Silences and acknowledgements: ${silences}`] : []),
    ...(typeof silences !== "string" && days > KEPT_DAYS
      ? [
          `Silences that have been over for more than ${KEPT_DAYS} days: Alertmanager forgets them, unless told otherwise.`,
        ]
      : []),
    ...(inhibitions.length > 0
      ? ["What other inhibitions did: those of the settings as they are now are applied to what fired."]
      : []),
    ...(mutes ? ["What other mute timings did: those of the settings as they are now are applied to what fired."] : []),
    ...(receivers === undefined ? [] : [receivers]),
  ];
}

/** What the record leaves open; undefined where it reaches back to the beginning. */
function sinceWhen(recorded: Recorded | undefined, { startSeconds, stepSeconds }: Grid): string | undefined {
  if (!recorded) return "Whether receivers took what was sent.";
  if (recorded.fromSeconds <= startSeconds + stepSeconds) return undefined;
  return `Whether receivers took what was sent before ${minute(recorded.fromSeconds)}: Alertmanager's events begin then.`;
}
