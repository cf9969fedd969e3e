// Where the metrics of the parts of logs and traces are found, by what each part is.
import { METRICS } from "../logs/parts";
import { namesIn } from "../names";

/** What the gateway is called among collectors. */
const GATEWAY = "otelcol-gateway";

export interface PartTargetsArgs {
  namespace: string;
  nodes: number;
  prometheuses: number;
  logs: boolean;
  traces: boolean;
  /** Of the two, those whose store is one that exists. */
  existing: { logs?: unknown; traces?: unknown };
  /** Whether hooks of remediation are called. */
  hooks: boolean;
}

export function partTargets(args: PartTargetsArgs) {
  const { namespace, nodes, prometheuses, logs, traces, existing, hooks } = args;
  const names = namesIn(namespace);
  const { logStore, logAlerts, collector, traceStore, traceGateway } = names.pods;
  const pods = (where: string, labels: Readonly<Record<string, string>>, expected: number) => ({
    selector: { by: "pod" as const, namespace: where, labels, port: METRICS },
    expected,
  });
  const withPassword = { asksForPassword: true as const };
  return {
    ...(logs &&
      !existing.logs && {
        victorialogs: { selected: [pods(namespace, logStore, 1)], ...withPassword },
        vmalert: { selected: [pods(namespace, logAlerts, prometheuses)], ...withPassword },
      }),
    ...(traces && !existing.traces && { jaeger: { selected: [pods(namespace, traceStore, 1)] } }),
    ...(hooks && { repairs: { selected: [pods(namespace, names.pods.remediation, 1)] } }),
    otelcol: {
      selected: [
        ...(logs ? [pods(names.nodesNamespace, collector, nodes)] : []),
        ...(traces ? [{ ...pods(namespace, traceGateway, 1), service: GATEWAY }] : []),
      ],
    },
  };
}
