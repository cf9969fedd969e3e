// How this machine reaches what sends an environment's messages.
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
import { addressIn } from "../running/address";
import { headersFor } from "../running/grafana-login";
import { reasonOf } from "../running/reason";
import type { Access } from "./silences";

const TIMEOUT_MS = 10_000;

/**
 * @param given The URL of an Alertmanager, where the settings do not say how it is reached: a forwarded port.
 * Throws where there is no way, with what to do.
 */
export async function accessTo(settings: Settings, given?: string): Promise<Access> {
  if (given !== undefined) {
    const { url, headers } = addressIn("--alertmanager", given, "a URL such as http://127.0.0.1:9093");
    return over(`Alertmanager at ${url}`, url, headers);
  }
  const { platform } = settings;
  const here = definitionOf(platform).onThisMachine(platform);
  if (here) {
    const url = urlOf(here.ports.alertmanager);
    return over(`Alertmanager at ${url}`, url);
  }
  const cluster = definitionOf(platform).onCluster(platform);
  if (cluster) return inCluster(cluster);
  const grafana = definitionOf(platform).grafanaThatSends(platform);
  if (grafana) return inGrafana(grafana);
  throw new Error(
    `On the platform ${platform.kind} this machine does not reach Alertmanager: forward its port, and give --alertmanager http://127.0.0.1:PORT`,
  );
}

function over(words: string, base: string, headers: Readonly<Record<string, string>> = {}): Access {
  return {
    words,
    ask: async (method, path, body) => {
      const response = await fetch(`${base}/${path}`, {
        method,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { ...headers, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      }).catch((error: Error) => {
        const why = reasonOf(error);
        throw new Error(`${words} does not answer (${why}); is the environment up?`);
      });
      return { status: response.status, body: await response.text() };
    },
  };
}

/** Through the API server, which the kubeconfig leads to. */
async function inCluster({ namespace, cluster }: KubernetesPlatform): Promise<Access> {
  const forward = `kubectl --namespace ${namespace} port-forward service/${namesIn(namespace).alertmanager} 9093, then --alertmanager http://127.0.0.1:9093`;
  const api = await reachApiServer(cluster, readEnvironment());
  if (!api)
    throw new Error(`This cluster's API server is not reached from here by the settings; forward the port: ${forward}`);
  const base = `/api/v1/namespaces/${namespace}/services/${namesIn(namespace).alertmanager}:9093/proxy`;
  const words = `Alertmanager in the namespace ${namespace} of ${api.context}`;
  return {
    words,
    ask: async (method, path, body) => {
      const answer = await api.send(method, `${base}/${path}`, body);
      if (isNotHandedOn(answer))
        throw new Error(
          `${words} is not reached through the API server (${answer.status}); forward its port: ${forward}`,
        );
      return answer;
    },
  };
}

async function inGrafana(grafana: GrafanaPlatform): Promise<Access> {
  const { url } = grafana;
  const access = over(`Grafana at ${url}`, `${url}/api/alertmanager/grafana`, await headersFor(grafana));
  return { ...access, grafana: url };
}
