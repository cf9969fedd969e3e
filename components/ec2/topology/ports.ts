// Where everything listens; on hosts they are open to the monitoring servers only.
export const PORTS = {
  prometheus: 9090,
  archive: 9091,
  alertmanager: 9093,
  /** Between Alertmanagers. */
  cluster: 9094,
  nodeExporter: 9100,
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
  /** The metrics of collectors. */
  collector: 8888,
} as const;
