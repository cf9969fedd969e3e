// Where everything listens; on hosts they are open to the monitoring servers only.
export const PORTS = {
  prometheus: 9090,
  archive: 9091,
  alertmanager: 9093,
  /** What adds to incidents' threads; on loopback. */
  incidents: 9902,
  /** What calls the hooks of remediation; on loopback. */
  remediation: 9903,
  /** Between Alertmanagers. */
  cluster: 9094,
  nodeExporter: 9100,
  /** What asks CloudWatch; on the first server. */
  cloudwatch: 9106,
  /** Not its default 8080, where services often are. */
  cadvisor: 9110,
  blackbox: 9115,
  grafana: 3000,
  /** VictoriaLogs. */
  logs: 9428,
  /** vmalert. */
  logAlerts: 8880,
  /** Where servers take lines from hosts, and hosts from their own programs: OTLP over HTTP. */
  logsIn: 4318,
  /** The metrics of collectors of logs. */
  collector: 8888,
  /** Jaeger's pages and its API. */
  traces: 16686,
  /** Where Jaeger takes what gateways keep. */
  tracesIn: 16688,
  traceMetrics: 16689,
  /** Where gateways take spans from hosts, and hosts from their own programs: OTLP over HTTP. */
  spansIn: 4319,
  /** The metrics of collectors of spans: agents and gateways. */
  spanCollector: 8889,
  /** The metrics of requests that spans become. */
  requests: 8890,
} as const;
