// Whether the API server of a context answers.
import type { Environment } from "../../components/host/tools/environment";
import { proxyOf } from "../machine/proxy";
import { ApiServer } from "./api-server";
import { kubeconfigFiles, readContext } from "./kubeconfig";

/**
 * The API server, after it said that it is ready. Undefined where no context is given, or where it is reached through a proxy or
 * by a log-in that only the provider knows.
 * Throws where the context is missing, the server does not answer, refuses the credentials or is not ready.
 */
export async function reachApiServer(
  { context, kubeconfig }: { context?: string | undefined; kubeconfig?: string | undefined },
  environment: Environment,
): Promise<ApiServer | undefined> {
  if (!context) return undefined;
  const found = await readContext(context, kubeconfigFiles(kubeconfig, environment));
  if (found.cluster["proxy-url"] || proxyOf(found.cluster.server, environment) || found.user["auth-provider"])
    return undefined;
  const api = await ApiServer.of(found, environment);
  const { status, body } = await api.get("/readyz");
  if (status === 401) {
    throw new Error(
      `The API server of the context "${context}" refuses its credentials (401): they have expired, or the cluster was recreated. ` +
        "Have the cluster's tool write them again.",
    );
  }
  // Whoever may not ask for readiness was recognised all the same.
  if (status === 200 || status === 403) return api;
  const failing = body.split("\n").filter((line) => line.startsWith("[-]"));
  const said = failing.length > 0 ? failing.join(", ") : body.trim().slice(0, 200);
  throw new Error(`The API server of the context "${context}" at ${api.url} is not ready (${status}): ${said}`);
}

/** Whether an answer to what was to be handed on to a service is the API server's own: it cannot, or must not. */
export const isNotHandedOn = ({ status, body }: { status: number; body: string }): boolean =>
  [403, 404, 503].includes(status) && body.includes('"kind":"Status"');
