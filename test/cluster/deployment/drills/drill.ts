// A drill on the cluster: a fault, the one alert that it is to cause, and how soon that is to be notified.
import type { Notified } from "../environment";
import { eventually } from "../eventually";
import type { Site } from "../site";

export interface Drill {
  /** In the title of the test. */
  readonly fault: string;
  /** The one alert of it. */
  readonly alert: string;
  readonly severity: "critical" | "warning";
  /** The label by which the alert names what is broken, and what that name begins with. */
  readonly names: readonly [label: string, start: string];
  /** How long the fault itself takes, in seconds, until a scrape can see it. */
  readonly takes: number;
  /** Brings the fault about. */
  readonly cause: (site: Site) => Promise<unknown>;
}

/** What the machine may add, which builds and tests beside the cluster. */
const ALLOWANCE = 90;

/** Causes the fault and returns the alerts that were notified of what is broken, once there is one. Throws where none comes in time. */
export async function run(drill: Drill, site: Site): Promise<readonly Notified[]> {
  const latency = await site.environment.latency(drill.alert, drill.severity);
  await drill.cause(site);
  const start = Date.now();
  const found = await eventually(`a message about ${drill.alert}`, drill.takes + latency + ALLOWANCE, async () => {
    const seen = notified(drill, site);
    return seen.length > 0 ? seen : undefined;
  });
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.log(`  ${drill.alert}: ${seconds} s; at most ${drill.takes} s until it shows, and ${latency} s then`);
  return found;
}

/** Every alert that was notified of what the drill broke. */
export const notified = ({ alert, names: [label, start] }: Drill, { environment }: Site): readonly Notified[] =>
  environment.fired.filter(({ labels }) => labels.alertname === alert && labels[label]?.startsWith(start));
