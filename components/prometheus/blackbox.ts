// blackbox.yml: how each kind of probe asks.
import type { ProbeModule } from "../monitoring";
import { yaml } from "./rule-file";

const MODULES: Record<ProbeModule, object> = {
  http_2xx: {
    prober: "http",
    timeout: "5s",
    http: { method: "GET", follow_redirects: true, preferred_ip_protocol: "ip4", ip_protocol_fallback: true },
  },
  tcp_connect: { prober: "tcp", timeout: "5s", tcp: { preferred_ip_protocol: "ip4", ip_protocol_fallback: true } },
};

/** The configuration of the blackbox exporter, as a chart takes it. */
export const blackboxSettings = () => ({ modules: MODULES });

/** The same as its file. */
export function blackboxConfig(): string {
  return yaml(blackboxSettings());
}
