// An Alertmanager that is sent a test, and asked what became of it.
import { z } from "zod";
import { type Access, accepted } from "./silences";

/** An alert as Prometheus sends it. */
export interface TestAlert {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  endsAt?: string;
}

/** Of one integration: how many messages a receiver took, and how many it refused or did not answer. */
export interface Delivery {
  taken: number;
  refused: number;
  /** Alertmanager's words for what failed: `clientError`, `authError`. */
  reasons: string[];
}

/** By integration, since Alertmanager started. */
export type Deliveries = ReadonlyMap<string, Delivery>;

const held = z.array(
  z.object({
    receivers: z.array(z.object({ name: z.string() })),
    status: z.object({
      silencedBy: z.array(z.string()),
      inhibitedBy: z.array(z.string()),
      mutedBy: z.array(z.string()).optional(),
    }),
  }),
);

/** For measuring drills: not a receiver of the settings. */
const isOwn = (receiver: string) => receiver.startsWith("tocsin/");

export class Alertmanager {
  constructor(private readonly access: Access) {}

  async post(alert: TestAlert): Promise<void> {
    await accepted(this.access, "POST", "api/v2/alerts", [alert]);
  }

  /** Where the alert goes. What suppresses it is known a moment after it came; undefined where nothing does. */
  async routed({ labels }: TestAlert): Promise<{ receivers: string[]; suppressed?: string }> {
    const filters = Object.entries(labels).map(
      ([name, value]) => `filter=${encodeURIComponent(`${name}=${JSON.stringify(value)}`)}`,
    );
    const [found] = held.parse(JSON.parse(await accepted(this.access, "GET", `api/v2/alerts?${filters.join("&")}`)));
    if (!found) throw new Error(`${this.access.words} took the alert and does not show it`);
    const { silencedBy, inhibitedBy, mutedBy = [] } = found.status;
    const suppressed =
      silencedBy.length > 0
        ? `silenced (${silencedBy.join(", ")})`
        : inhibitedBy.length > 0
          ? "inhibited by another alert"
          : mutedBy.length > 0
            ? `muted by ${mutedBy.join(", ")}`
            : undefined;
    const receivers = found.receivers.map(({ name }) => name).filter((name) => !isOwn(name));
    return { receivers, ...(suppressed && { suppressed }) };
  }

  /** Requests to receivers, not notifications: those are counted as failed only when they are given up. */
  async deliveries(): Promise<Deliveries> {
    const text = await accepted(this.access, "GET", "metrics");
    const all = sums(text, "alertmanager_notification_requests_total");
    const failed = sums(text, "alertmanager_notification_requests_failed_total");
    const reasons = text.matchAll(/^alertmanager_notifications_failed_total\{([^}]*)\} ([1-9]\S*)$/gm);
    const words = [...reasons].map(
      ([, labels = ""]) => [labelIn(labels, "integration"), labelIn(labels, "reason")] as const,
    );
    return new Map(
      [...all].map(([integration, count]) => {
        const refused = failed.get(integration) ?? 0;
        const of = words.flatMap(([name, reason]) => (name === integration && reason ? [reason] : []));
        return [integration, { taken: count - refused, refused, reasons: of }];
      }),
    );
  }
}

function sums(text: string, metric: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, labels = "", value] of text.matchAll(new RegExp(`^${metric}\\{([^}]*)\\} (\\S+)$`, "gm"))) {
    const integration = labelIn(labels, "integration") ?? "";
    found.set(integration, (found.get(integration) ?? 0) + Number(value));
  }
  return found;
}

const labelIn = (labels: string, name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1];

/** What came between two looks; of an integration, the reasons that were not there before. */
export function deliveredBetween(before: Deliveries, after: Deliveries): Deliveries {
  return new Map(
    [...after].map(([integration, now]) => {
      const then = before.get(integration);
      return [
        integration,
        {
          taken: now.taken - (then?.taken ?? 0),
          refused: now.refused - (then?.refused ?? 0),
          reasons: now.reasons,
        },
      ];
    }),
  );
}
