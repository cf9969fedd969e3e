// A Grafana as far as a deployment asks it what it can: without credentials it answers 401, to what its version does not know 404.
import { createServer } from "node:http";
import { close, listen } from "../../../components/sample/http";

export interface Version {
  version: string;
  /** Those of its API v1beta1; none where it has only older ones. */
  kinds?: readonly string[];
  featureToggles?: Record<string, boolean>;
  namespace?: string;
}

/** Of a version, for whoever sends one of these authorizations. */
export async function startGrafanaOf(
  { version, kinds, featureToggles = {}, namespace = "default" }: Version,
  allowed: readonly string[],
) {
  const answers: Record<string, object> = {
    "/api/frontend/settings": { buildInfo: { version }, featureToggles, namespace },
    ...(kinds && {
      "/apis/notifications.alerting.grafana.app/v1beta1": {
        kind: "APIResourceList",
        groupVersion: "notifications.alerting.grafana.app/v1beta1",
        resources: kinds.map((name) => ({ name, namespaced: true })),
      },
    }),
  };
  const server = createServer(({ url = "", headers }, response) => {
    const isKnown = allowed.includes(headers.authorization ?? "");
    const answer = answers[url];
    response.statusCode = isKnown ? (answer ? 200 : 404) : 401;
    response.end(JSON.stringify(isKnown ? (answer ?? { message: "Not found" }) : { message: "Unauthorized" }));
  });
  return { url: await listen(server, 0, "127.0.0.1"), close: () => close(server, 1) };
}
