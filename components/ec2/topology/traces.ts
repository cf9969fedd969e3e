// Where traces are sampled and stored, if they are taken: on the servers that keep logs, too.
import { type Ec2Platform, type Endpoints, STORE_PASSWORDS } from "../../monitoring";
import { tracesLink } from "../../traces";
import { PORTS } from "./ports";
import { addressOf, keepersOf, serversOf, zoneOf } from "./server";

/** As the agents of hosts reach the gateways: each of them has all spans of its share of the traces. */
export const gatewaysOf = (environment: string, platform: Ec2Platform): string[] =>
  keepersOf(platform).map(({ name }) => `https://${name}.${zoneOf(environment)}:${PORTS.spansIn}`);

/** As the gateways reach the stores: each of them has all traces. */
export function storesOf(environment: string, platform: Ec2Platform): string[] {
  const among = { environment, servers: serversOf(platform) };
  return keepersOf(platform).map((server) => `https://${addressOf(server, "tracesIn", among)}`);
}

/** Jaeger's pages at this end of their session. */
export const TRACES_URL = `https://localhost:${PORTS.traces}`;

/** The file with the password of a store that exists, which is also the end of its parameter's name. */
export const TRACE_STORE_PASSWORD = STORE_PASSWORDS.traces;

/** The file with the password that agents send spans with, which is also the end of its parameter's name. */
export const TRACES_PASSWORD = "traces-password";

/** What watches the stores and the gateways, and what spans become. @param hasStore Whether stores are on the servers. */
export function traceEndpoints(
  environment: string,
  platform: Ec2Platform,
  hasStore: boolean,
): Pick<Endpoints, "traces" | "spanMetrics" | "runs"> {
  const among = { environment, servers: serversOf(platform) };
  const at = (part: "traceMetrics" | "spanCollector" | "requests") =>
    keepersOf(platform).map((server) => ({ address: addressOf(server, part, among), host: server.name }));
  return {
    ...(hasStore && { traces: tracesLink(TRACES_URL) }),
    spanMetrics: at("requests"),
    runs: { ...(hasStore && { jaeger: { targets: at("traceMetrics") } }), otelcol: { targets: at("spanCollector") } },
  };
}
