// Where logs are stored and alerted on, if they are collected: on the servers that watch the first share of the targets.
import { type HostService, logsLink } from "../../logs";
import type { Ec2Platform, Endpoints, Service } from "../../monitoring";
import { PORTS } from "./ports";
import { addressOf, keepersOf, serversOf, zoneOf } from "./server";

/** As the agents of hosts reach them: each of these servers has all lines. */
export const relaysOf = (environment: string, platform: Ec2Platform): string[] =>
  keepersOf(platform).map(({ name }) => `https://${name}.${zoneOf(environment)}:${PORTS.logsIn}`);

/** The store at this end of its session. */
export const LOGS_URL = `https://localhost:${PORTS.logs}`;

/** The user that agents send as. */
export const AGENT = "tocsin-hosts";

/** The file with their password, which is also the end of its parameter's name. */
export const LOGS_PASSWORD = "logs-password";

/** What watches the store, vmalert and the relays. */
export function logEndpoints(environment: string, platform: Ec2Platform): Pick<Endpoints, "logs" | "runs"> {
  const among = { environment, servers: serversOf(platform) };
  const at = (part: "logs" | "logAlerts" | "collector") =>
    keepersOf(platform).map((server) => ({ address: addressOf(server, part, among), host: server.name }));
  return {
    logs: logsLink(LOGS_URL),
    runs: {
      victorialogs: { targets: at("logs"), asksForPassword: true },
      vmalert: { targets: at("logAlerts"), asksForPassword: true },
      otelcol: { targets: at("collector") },
    },
  };
}

/** What the agents of hosts read of a service. */
export const hostServiceOf = ({ name, team, logs }: Service, teamOfAll: string): HostService => ({
  name,
  team: team ?? teamOfAll,
  files: logs?.files ?? [],
  journald: logs?.journald ?? [],
  ...(logs?.container && { container: logs.container }),
});
