// Who Alertmanager's own routes lead to: alerts are posted under a silence, looked at and ended, so that nobody is sent them.
import { z } from "zod";
import type { Ground } from "./ground";
import type { DrillPlan } from "./plan";

/** No rule has this name, so that nothing is inhibited by it or inhibits it. */
const ALERT = "RouteDrill";

/** Both end by themselves where no further drill comes. */
const SILENCED_SECONDS = 86_400;
const FIRES_SECONDS = 120;

const made = z.array(z.object({ endsAt: z.string(), comment: z.string(), status: z.object({ state: z.string() }) }));

const COMMENT = "Drills of the routes: nobody is notified";

const held = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    receivers: z.array(z.object({ name: z.string() })),
    status: z.object({ inhibitedBy: z.array(z.string()) }),
  }),
);

/** For measuring drills: not a receiver of the settings. */
const isOwn = (receiver: string) => receiver.startsWith("tocsin/");

/** What Alertmanager makes of an alert of a route. */
export interface Reached {
  /** In order of their names. */
  receivers: readonly string[];
  /** No inhibition of the settings is of this alert: one that holds it back holds back all others of the route. */
  isInhibited: boolean;
}

/** Of each route. Throws where Alertmanager refuses. */
export async function receiversReached(
  routes: DrillPlan["routes"],
  { alertmanager, send, now }: Ground,
): Promise<Reached[]> {
  const ask = async (method: "GET" | "POST", path: string, body?: object) => {
    const answer = await send(method, `${alertmanager}/api/v2/${path}`, body ? { body } : {});
    if (answer.status < 300) return answer.body;
    throw new Error(`Alertmanager refuses (${answer.status}): ${answer.body.trim().slice(0, 200)}`);
  };
  const at = (seconds: number) => new Date(now() + seconds * 1000).toISOString();
  const drill = now().toString(36);
  const filter = (label: string, value: string) => `filter=${encodeURIComponent(`${label}="${value}"`)}`;
  const silences = made.parse(JSON.parse(await ask("GET", `silences?${filter("alertname", ALERT)}`)));
  const lasts = ({ endsAt, comment, status }: (typeof silences)[number]) =>
    comment === COMMENT && status.state === "active" && Date.parse(endsAt) > now() + 2 * FIRES_SECONDS * 1000;
  // One for many drills: Alertmanager keeps those that are over for days.
  if (!silences.some(lasts))
    await ask("POST", "silences", {
      matchers: [{ name: "alertname", value: ALERT, isRegex: false, isEqual: true }],
      startsAt: at(0),
      endsAt: at(SILENCED_SECONDS),
      createdBy: "drill",
      comment: COMMENT,
    });
  const alerts = (endsAt: string) =>
    // Each of an instance of its own: critical ones inhibit milder ones of the same.
    routes.map(({ labels }, index) => ({
      labels: { ...labels, alertname: ALERT, drill, instance: String(index) },
      annotations: { summary: "A drill of the routes; there is nothing to do" },
      endsAt,
    }));
  await ask("POST", "alerts", alerts(at(FIRES_SECONDS)));
  try {
    const found = held.parse(JSON.parse(await ask("GET", `alerts?${filter("drill", drill)}`)));
    return routes.map((_, index) => {
      const own = found.find(({ labels }) => labels.instance === String(index));
      const names = own?.receivers.map(({ name }) => name) ?? [];
      return {
        receivers: names.filter((name) => !isOwn(name)).sort(),
        isInhibited: (own?.status.inhibitedBy ?? []).length > 0,
      };
    });
  } finally {
    await ask("POST", "alerts", alerts(at(0)));
  }
}
