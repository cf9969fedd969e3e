// What Alertmanager does and a Grafana without routing trees does not, reported before it is missed.
import type { Monitoring } from "../monitoring";

/** A sentence for each. @param because Why there is no tree for the environment. */
export function lostInGrafana({ notifications }: Pick<Monitoring, "notifications">, because: string): string[] {
  const { inhibitions } = notifications;
  return [
    `The organisation's whole notification policy is replaced by this environment's: ${because}.`,
    ...(inhibitions.length > 0
      ? [
          `Grafana applies none of the ${inhibitions.length} inhibitions: ${because}. A critical alert comes with its warning, a host that is down with what runs on it, and a dependency with the symptoms of its dependants. With alerting: prometheus they are inhibited.`,
        ]
      : []),
  ];
}
