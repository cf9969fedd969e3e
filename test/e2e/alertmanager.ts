// A real Alertmanager of an end-to-end test: started on rendered files, and sent alerts as a Prometheus sends them.
import type { ChildProcess } from "node:child_process";
import type { Severity } from "../../components/rules";
import { type Processes, within } from "./processes";

export interface AlertmanagerStart {
  program: string;
  configFile: string;
  /** The folder of its notification log and silences. */
  data: string;
  /** `host:port` that it listens on. */
  address: string;
  /** Without one it is no member of a cluster. */
  clusterFlags?: readonly string[];
  environment?: Record<string, string>;
}

export function startAlertmanager(processes: Processes, how: AlertmanagerStart): ChildProcess {
  const { program, configFile, data, address, clusterFlags = ["--cluster.listen-address="], environment } = how;
  const own = [`--config.file=${configFile}`, `--storage.path=${data}`, `--web.listen-address=${address}`];
  return processes.start(program, [...own, ...clusterFlags], environment);
}

/** Throws after 30 s. */
export const ready = (url: string) =>
  within(
    30,
    async () => ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok ? true : undefined),
    () => `${url} is not ready`,
  );

export interface PostedAlert {
  alertname: string;
  severity: Severity;
  service: string;
  /** ISO 8601. */
  startsAt?: string;
  /** In the past for one that has ended. Default: Alertmanager's own five minutes. */
  endsAt?: string;
}

/** Sends one alert, as each Prometheus does to every Alertmanager. */
export async function postAlert(url: string, { alertname, severity, service, ...times }: PostedAlert): Promise<void> {
  const labels = { alertname, severity, service, team: "sales", instance: "10.0.0.1:80", job: "service" };
  const annotations = {
    summary: "…",
    description: "…",
    runbook_url: "http://r.example",
    dashboard_url: "http://d.example",
  };
  await fetch(`${url}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ labels, annotations, ...times }]),
  });
}
