// What the running Prometheus and Alertmanager say of themselves.
import { z } from "zod";
import { type Address, addressOf } from "./address";
import { responseOf } from "./reason";

const TIMEOUT_MS = 5_000;

/** What Prometheus says of its active targets. */
export const activeTargets = z.object({
  activeTargets: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      health: z.enum(["up", "down", "unknown"]),
      lastError: z.string(),
      scrapePool: z.string(),
      scrapeUrl: z.string().optional(),
    }),
  ),
});

const targetsAnswer = z.object({ data: activeTargets });

const rulesAnswer = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        interval: z.number(),
        rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })),
      }),
    ),
  }),
});

const alertsAnswer = z.object({
  data: z.object({
    alerts: z.array(z.object({ labels: z.record(z.string(), z.string()), state: z.string(), activeAt: z.string() })),
  }),
});

const receivedAlerts = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    fingerprint: z.string(),
    status: z.object({
      state: z.enum(["unprocessed", "active", "suppressed"]),
      silencedBy: z.array(z.string()),
      inhibitedBy: z.array(z.string()),
    }),
  }),
);

export type Target = z.infer<typeof activeTargets>["activeTargets"][number];

/** Every active target. Throws where Prometheus does not answer within 5 s. */
export async function targets(prometheus: string): Promise<Target[]> {
  return targetsAnswer.parse(await json(`${prometheus}/api/v1/targets?state=active`)).data.activeTargets;
}

/** Every rule with its health (`ok`, `err` or, before its first evaluation, `unknown`), and how many seconds lie between two. */
export async function rules(prometheus: string | Address) {
  const { url, headers } = addressOf(prometheus);
  const { groups } = rulesAnswer.parse(await json(`${url}/api/v1/rules`, headers)).data;
  return groups.flatMap(({ interval, rules }) => rules.map((rule) => ({ ...rule, interval })));
}

/** Every alert that is pending or firing. */
export async function alerts(prometheus: string | Address) {
  const { url, headers } = addressOf(prometheus);
  return alertsAnswer.parse(await json(`${url}/api/v1/alerts`, headers)).data.alerts;
}

/** Every alert that Alertmanager holds. */
export async function alertsReceived(alertmanager: string) {
  return receivedAlerts.parse(await json(`${alertmanager}/api/v2/alerts`));
}

async function json(url: string, headers: Address["headers"] = {}): Promise<unknown> {
  const response = await responseOf(new URL(url).origin, url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return response.json();
}
