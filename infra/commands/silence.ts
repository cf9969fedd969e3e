// `silence`: no messages of some alerts, for a while, with a reason.
import { userName } from "../../components/host/tools/user";
import type { MaintenanceWindow } from "../../components/monitoring";
import { heartbeatAlerts, maintenanceMatchers } from "../../components/monitoring";
import { type Duration, isDuration, seconds } from "../../components/rules";
import { typed } from "../folders";
import { monitoringOf } from "../preview/monitoring-of";
import { apiMatchers, type Labels, matcherText } from "../silences/silences";
import { reached } from "./silences";

/** Which alerts: those that all of it fits. */
export interface Chosen {
  service?: string[];
  host?: string[];
  team?: string[];
  alert?: string[];
  label?: string[];
}

export interface SilenceOptions extends Chosen {
  for: string;
  reason: string;
  by?: string;
  alertmanager?: string;
}

const LONGEST = "31d";
const SHORTEST_REASON = 10;

export async function silence(environment: string, options: SilenceOptions): Promise<void> {
  const length = lengthIn(options.for, LONGEST);
  if (options.reason.trim().length < SHORTEST_REASON)
    throw new Error(`--reason: found "${options.reason}"; give one of at least ${SHORTEST_REASON} characters`);
  const monitoring = await monitoringOf(environment);
  const matchers = apiMatchers(matchersIn(options, heartbeatAlerts(monitoring)));
  const silences = await reached(environment, options.alertmanager);
  const now = Date.now();
  const endsAt = new Date(now + length * 1000).toISOString();
  const id = await silences.set({
    matchers,
    startsAt: new Date(now).toISOString(),
    endsAt,
    createdBy: options.by ?? userName(),
    comment: options.reason,
  });
  const firing = await silences.firing(matchers);
  console.log(`Silenced until ${endsAt}: ${matchers.map(matcherText).join(", ")}`);
  console.log(firing.length === 0 ? "No alert that it fits fires now." : `Of those that fire now: ${named(firing)}.`);
  console.log(`It ends itself; before, with: ${typed("silences", environment, "--end", id)}`);
}

/** Throws where nothing is named, or a label is not written as one. */
export function matchersIn(
  { service, host, team, alert, label }: Chosen,
  heartbeats: readonly string[],
): MaintenanceWindow["matchers"] {
  const labels = (label ?? []).map((text): [string, string] => {
    const [, name, value] = /^([a-zA-Z_]\w*)=(.+)$/s.exec(text) ?? [];
    if (!name || !value) throw new Error(`--label: found "${text}"; write it as cluster=eu-1`);
    return [name, value];
  });
  const named = [...(service ?? []), ...(host ?? []), ...(team ?? []), ...(alert ?? []), ...labels];
  if (named.length === 0)
    throw new Error("Give --service, --host, --team, --alert or --label: without any it would silence every alert");
  const heartbeat = alert?.find((name) => heartbeats.includes(name));
  if (heartbeat)
    throw new Error(
      `--alert: found "${heartbeat}", which feeds the dead-man's switch: silenced, it says that alerting is broken`,
    );
  const match = {
    ...(service && { services: service }),
    ...(host && { hosts: host }),
    ...(team && { teams: team }),
    ...(alert && { alerts: alert }),
    labels: Object.fromEntries(labels),
  };
  return maintenanceMatchers(match, heartbeats);
}

/** Seconds. Throws where it is no time, or longer than anyone remembers it. */
export function lengthIn(text: string, longest: Duration): number {
  if (isDuration(text) && seconds(text) > 0 && seconds(text) <= seconds(longest)) return seconds(text);
  throw new Error(`--for: found "${text}"; give a duration up to ${longest}, such as 30m or 2h`);
}

const MOST_NAMED = 5;

/** Each with where it fires; of many, the first and the number of the others. */
export function named(alerts: readonly Labels[]): string {
  const names = alerts.map(({ alertname = "an alert", instance, service }) =>
    instance || service ? `${alertname} (${instance ?? service})` : alertname,
  );
  const rest = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
