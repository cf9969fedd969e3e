// blackbox.yml: how each kind of probe asks.
import type { ProbeModule, ScrapeJob } from "../monitoring";
import { yaml } from "./rule-file";

const HTTP = { method: "GET", follow_redirects: true, preferred_ip_protocol: "ip4", ip_protocol_fallback: true };

const MODULES = {
  http_2xx: { prober: "http", timeout: "5s", http: HTTP },
  tcp_connect: { prober: "tcp", timeout: "5s", tcp: { preferred_ip_protocol: "ip4", ip_protocol_fallback: true } },
};

/** With which a health endpoint answers, of whatever it speaks; any other is no answer of its. */
const OF_HEALTH = [200, 207, 417, 429, 500, 503];

const moduleOf = (module: ProbeModule): readonly [string, object] =>
  typeof module === "string"
    ? [module, MODULES[module]]
    : [
        module.name,
        {
          ...MODULES.http_2xx,
          http: { ...HTTP, valid_status_codes: OF_HEALTH, fail_if_body_json_not_matches_cel: module.healthy },
        },
      ];

/** By which a target asks for it. */
export const moduleName = (module: ProbeModule): string => moduleOf(module)[0];

/** The configuration of the blackbox exporter, as a chart takes it: what is always there, and what these jobs ask for. */
export const blackboxSettings = (jobs: readonly ScrapeJob[]) => ({
  modules: {
    ...MODULES,
    ...Object.fromEntries(
      jobs.flatMap(({ targets }) => targets.flatMap(({ module }) => (module ? [moduleOf(module)] : []))),
    ),
  },
});

/** The same as its file. */
export function blackboxConfig(jobs: readonly ScrapeJob[] = []): string {
  return yaml(blackboxSettings(jobs));
}
