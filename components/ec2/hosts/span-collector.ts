// A host's agent for spans: takes them on loopback, and sends each trace to its gateway.
import { bytesOf } from "../../logs";
import type { Traces } from "../../monitoring";
import { AGENT_MEMORY, spanAgentConfig } from "../../traces";
import { AGENT } from "../topology/logs";
import { PORTS } from "../topology/ports";
import { TRACES_PASSWORD } from "../topology/traces";
import { type Collector, HOST_FILE, queueOf, secretFile } from "./collectors";

export interface SpanCollectorArgs {
  settings: Traces;
  /** Base URLs of the gateways. */
  gateways: readonly string[];
  /** The SSM parameter with the password to send with. */
  passwordParameter: string;
}

const NAME = "tocsin-spans";

export const spanCollector = ({ settings, gateways, passwordParameter }: SpanCollectorArgs): Collector => ({
  name: NAME,
  description: "OpenTelemetry Collector, the agent for spans",
  configuration: {
    path: "/etc/tocsin/spans.yml",
    content: spanAgentConfig({
      gateways,
      access: { username: AGENT, passwordFile: secretFile(TRACES_PASSWORD) },
      otlp: `127.0.0.1:${PORTS.spansIn}`,
      metrics: { host: "0.0.0.0", port: PORTS.spanCollector },
      storage: queueOf(NAME),
      queueBytes: bytesOf(settings.queue),
      hostFile: HOST_FILE,
    }),
  },
  secret: { file: TRACES_PASSWORD, parameter: passwordParameter },
  unit: { memory: 300, cpu: 50 },
  memory: AGENT_MEMORY,
});
