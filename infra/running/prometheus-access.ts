// How this machine reaches the Prometheus that watches an environment.
import { dataSourceUid } from "../../components/grafana/uid";
import { readEnvironment } from "../../components/host/tools/environment";
import { namesIn } from "../../components/kubernetes/names";
import { urlOf } from "../../components/local/parts/part";
import {
  definitionOf,
  type GrafanaPlatform,
  type KubernetesPlatform,
  type Settings,
} from "../../components/monitoring";
import { isNotHandedOn, reachApiServer } from "../cluster/reach";
import { headersFor } from "./grafana-login";
import { prometheusAt } from "./prometheus-query";
import { responseOf } from "./reason";

const TIMEOUT_MS = 20_000;

export interface PrometheusAccess {
  words: string;
  /** What a path of its API answers. Throws where it does not answer, or refuses. */
  ask: (path: string, parameters: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Whether its targets are reached from here as well. */
  reachesTargets: boolean;
}

/**
 * @param given Its URL, where the settings do not say how it is reached; `https://user:password@…` where it asks for a password.
 * Throws where there is no way, with what to do.
 */
export async function accessToPrometheus(
  environment: string,
  settings: Settings,
  given?: string,
): Promise<PrometheusAccess> {
  if (given !== undefined) return at(given);
  const { platform } = settings;
  const definition = definitionOf(platform);
  const here = definition.onThisMachine(platform);
  if (here) return { ...over("", urlOf(here.ports.prometheus), {}), reachesTargets: true };
  const cluster = definition.onCluster(platform);
  if (cluster) return inCluster(cluster);
  const grafana = definition.existingGrafana(platform);
  if (grafana) return throughGrafana(environment, grafana);
  throw new Error(
    `on the platform ${platform.kind} Prometheus is not reached from this machine: forward its port, and give --prometheus http://127.0.0.1:PORT`,
  );
}

function at(given: string): PrometheusAccess {
  const { url, headers } = prometheusAt(given);
  return over("", url, headers);
}

function over(words: string, base: string, headers: Readonly<Record<string, string>>): PrometheusAccess {
  const named = words || `Prometheus at ${base}`;
  return {
    words: named,
    reachesTargets: false,
    ask: async (path, parameters) => {
      const url = `${base}/api/v1/${path}?${new URLSearchParams(parameters)}`;
      const response = await responseOf(named, url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      return dataIn(named, response.status, await response.text());
    },
  };
}

function dataIn(words: string, status: number, text: string): unknown {
  try {
    const answer: { status?: string; data?: unknown } = JSON.parse(text);
    if (answer.status === "success") return answer.data;
  } catch {
    // What is no JSON is no answer either.
  }
  throw new Error(`${words} answers ${status}, not as Prometheus does: ${text.trim().slice(0, 200)}`);
}

/** Through the API server, which the kubeconfig leads to. */
async function inCluster({ namespace, cluster }: KubernetesPlatform): Promise<PrometheusAccess> {
  const { prometheus } = namesIn(namespace);
  const forward = `kubectl --namespace ${namespace} port-forward service/${prometheus} 9090, then --prometheus http://127.0.0.1:9090`;
  const api = await reachApiServer(cluster, readEnvironment());
  if (!api) throw new Error(`the cluster's API server is not reached by the settings; forward the port: ${forward}`);
  const words = `Prometheus in the namespace ${namespace} of ${api.context}`;
  const base = `/api/v1/namespaces/${namespace}/services/${prometheus}:9090/proxy/api/v1`;
  return {
    words,
    reachesTargets: false,
    ask: async (path, parameters) => {
      const { status, body } = await api.get(`${base}/${path}?${new URLSearchParams(parameters)}`);
      if (isNotHandedOn({ status, body }))
        throw new Error(`${words} is not reached through the API server (${status}); forward its port: ${forward}`);
      return dataIn(words, status, body);
    },
  };
}

/** As Grafana itself asks it. */
async function throughGrafana(environment: string, grafana: GrafanaPlatform): Promise<PrometheusAccess> {
  const { url, dataSource } = grafana;
  const base = `${url}/api/datasources/proxy/uid/${dataSourceUid(environment, dataSource)}`;
  return over(`the data source of Grafana at ${url}`, base, await headersFor(grafana));
}
