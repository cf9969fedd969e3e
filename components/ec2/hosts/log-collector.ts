// A host's agent for logs: reads what it has of each service.
import { bytesOf, type HostService, hostCollectorConfig, MEMORY_LIMIT } from "../../logs";
import { existingLogStore, type Logs } from "../../monitoring";
import { seconds } from "../../rules";
import { AGENT, LOGS_PASSWORD } from "../topology/logs";
import { PORTS } from "../topology/ports";
import { type Collector, HOST_FILE, queueOf, secretFile } from "./collectors";

export interface LogCollectorArgs {
  settings: Logs;
  services: readonly HostService[];
  /** The owner of what comes from a service that the settings do not have. */
  team: string;
  /** Base URLs of what takes the lines. */
  relays: readonly string[];
  /** The SSM parameter with the password to send with; undefined where a store that exists asks for none. */
  passwordParameter: string | undefined;
}

const NAME = "tocsin-collector";

export function logCollector({ settings, services, team, relays, passwordParameter }: LogCollectorArgs): Collector {
  const store = existingLogStore({ logs: settings });
  const username = store ? store.user : AGENT;
  return {
    name: NAME,
    description: "OpenTelemetry Collector, the agent for logs",
    configuration: {
      path: "/etc/tocsin/collector.yml",
      content: hostCollectorConfig({
        services,
        team,
        to: store ? { store } : { relays },
        access: username === undefined ? undefined : { username, passwordFile: secretFile(LOGS_PASSWORD) },
        otlp: `127.0.0.1:${PORTS.logsIn}`,
        metrics: { host: "0.0.0.0", port: PORTS.collector },
        storage: queueOf(NAME),
        queueBytes: bytesOf(settings.queue),
        clockSkewSeconds: seconds(settings.clockSkew),
        mask: settings.mask,
        hostFile: HOST_FILE,
      }),
    },
    ...(passwordParameter !== undefined && { secret: { file: LOGS_PASSWORD, parameter: passwordParameter } }),
    // Services' files and the journal are of many users.
    unit: { ambient: ["CAP_DAC_READ_SEARCH"], memory: 400, cpu: 50 },
    memory: MEMORY_LIMIT,
  };
}
