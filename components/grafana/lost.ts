// What Alertmanager does and Grafana's alerting does not, reported before it is missed.
import type { Monitoring } from "../monitoring";

/** A sentence for each; none where nothing is lost. */
export function lostInGrafana({ notifications }: Pick<Monitoring, "notifications">): string[] {
  const { inhibitions } = notifications;
  if (inhibitions.length === 0) return [];
  return [
    `Grafana's alerting applies no inhibitions, which only Grafana 13 has, by an interface in beta: ${inhibitions.length} of them are lost. A critical alert comes with its warning, a host that is down with what runs on it, and a dependency with the symptoms of its dependants. With alerting: prometheus they are inhibited.`,
  ];
}
