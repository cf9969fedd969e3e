// `ack`: somebody is at it. A short silence of what fires now, which ends itself.
import { heartbeatAlerts } from "../../components/monitoring";
import { typed } from "../folders";
import { monitoringOf } from "../preview/monitoring-of";
import { acknowledgement } from "../silences/acknowledgement";
import { apiMatchers, matcherText, type Silences } from "../silences/silences";
import { type Chosen, lengthIn, matchersIn, named } from "./silence";
import { reached } from "./silences";

export interface AckOptions extends Chosen {
  alert: string[];
  by: string;
  for: string;
  comment?: string;
  alertmanager?: string;
}

/** Who needs longer silences it, with a reason. */
const LONGEST = "24h";

export async function ack(environment: string, options: AckOptions): Promise<void> {
  const lengthSeconds = lengthIn(options.for, LONGEST);
  const by = options.by.trim();
  if (by === "") throw new Error("--by: found nothing; give the name of whoever is at it");
  const heartbeats = heartbeatAlerts(await monitoringOf(environment));
  const asked = apiMatchers(matchersIn(options, heartbeats));
  const silences = await reached(environment, options.alertmanager);
  const silence = await acknowledged(silences, {
    ...{ asked, environment, heartbeats, by, lengthSeconds },
    comment: options.comment,
  });
  console.log(silence.says);
  console.log(`It ends itself; before, with: ${typed("silences", environment, "--end", silence.id)}`);
}

interface Asked {
  asked: ReturnType<typeof apiMatchers>;
  environment: string;
  heartbeats: readonly string[];
  by: string;
  lengthSeconds: number;
  comment: string | undefined;
}

/** Makes it. Throws where no such alert fires, with those that do. */
export async function acknowledged(
  silences: Silences,
  { asked, environment, heartbeats, by, comment, lengthSeconds }: Asked,
): Promise<{ id: string; says: string }> {
  const firing = await silences.firing(asked);
  if (firing.length === 0) {
    const others = (await silences.firing([])).filter(({ alertname = "" }) => !heartbeats.includes(alertname));
    const there = others.length > 0 ? `firing: ${named(others)}` : "no alert fires";
    throw new Error(`Nothing to acknowledge: no alert with ${words(asked)} fires in ${environment}; ${there}`);
  }
  const existing = await silences.list();
  const silence = acknowledgement({ asked, firing, existing, by, comment, now: new Date(), lengthSeconds });
  const id = await silences.set(silence);
  const says = `${by} ${silence.id ? "extended it" : "acknowledged"} until ${silence.endsAt}: ${words(silence.matchers)}\nOf those that fire now: ${named(firing)}.`;
  return { id, says };
}

const words = (matchers: Asked["asked"]) => matchers.map(matcherText).join(", ");
