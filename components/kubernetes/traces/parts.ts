// Where the parts of traces in a cluster listen: at the pod's own address and no other.
import { type Names, namesIn } from "../names";

/** The variable with the pod's address. */
const ADDRESS = "POD_IP";

export const POD_ADDRESS = { name: ADDRESS, valueFrom: { fieldRef: { fieldPath: "status.podIP" } } };

/** As a configuration of the collector or of Jaeger has it; with a port or without. */
export const atPod = (port?: number): string => `\${env:${ADDRESS}}${port === undefined ? "" : `:${port}`}`;

export const PAGES_PORT = 16_686;
export const METRICS_PORT = 8888;
export const REQUESTS_PORT = 8890;

/** Base URL of Jaeger within the cluster. */
export const tracesUrl = ({ traceStore }: Pick<Names, "traceStore">, namespace: string) =>
  `http://${traceStore}.${namespace}:${PAGES_PORT}`;

/** `host:port` of the metrics of requests that spans become. */
export const spansOf = (namespace: string) => `${namesIn(namespace).traceGateway}.${namespace}:${REQUESTS_PORT}`;
