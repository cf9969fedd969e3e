// A receiver → a Grafana contact point.
import { type CredentialValues, type Integrations, type Receiver, waysOf } from "../../monitoring";

/**
 * The contact point's integrations; undefined for a receiver that notifies nobody, which Grafana does not know.
 * Throws where a credential that it needs is not given.
 */
export function contactPoint(receiver: Receiver, credentials: CredentialValues): Integrations | undefined {
  const ways = waysOf(receiver);
  if (ways.length === 0) return undefined;
  const integrations: Integrations = {};
  for (const way of ways) Object.assign(integrations, way.grafana(credentials));
  return integrations;
}
