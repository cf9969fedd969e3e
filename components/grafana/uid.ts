// Uids that are the same at every deployment: links, states and history in Grafana hang on them.
import { createHash } from "node:crypto";
import type { GrafanaPlatform } from "../monitoring";

/** What Grafana takes at most. */
const LONGEST = 40;

/** The parts joined by dashes, in lower case; what is too long ends with a hash of the whole in place of its rest. */
export function uidOf(...parts: readonly string[]): string {
  const whole = parts.join("-");
  const plain = whole.toLowerCase().replace(/[^a-z0-9_]+/g, "-");
  // What was replaced must not make two names one.
  if (plain.length <= LONGEST && plain === whole.toLowerCase()) return plain;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  return `${plain.slice(0, LONGEST - hash.length - 1)}-${hash}`;
}

/** A uid that is a name in the DNS as well, without underscores, as the resources of Grafana's own API server need. */
export const dnsUidOf = (...parts: readonly string[]): string =>
  uidOf(...parts.map((part) => part.replaceAll("_", " ")));

/** The uid of the data source: that of the one that exists, or the fixed one of that which is made. */
export const dataSourceUid = (environment: string, dataSource: GrafanaPlatform["dataSource"]): string =>
  "uid" in dataSource ? dataSource.uid : uidOf("tocsin", environment, "prometheus");
