// Keeps label values bounded: whatever clients send, a request's labels come from closed sets.

import type { RouteKey, RouteMatch } from "../routing";
import type { RequestLabels } from "./metrics";
import { routes } from "./routes";

/** The value for everything outside a closed set. */
const OTHER = "other";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The labels of a request: a known method and the path of its route in the table, never the path that was sent. */
export function requestLabels(method: string, match: RouteMatch<RouteKey>): RequestLabels {
  return { method: METHODS.has(method) ? method : OTHER, endpoint: endpointOf(match) };
}

/** Whether requests with this endpoint count in the RED metrics: the operators' own routes would dilute them. */
export function isMeasured(endpoint: string): boolean {
  return endpoint === OTHER || routes.some(({ path, api }) => path === endpoint && api);
}

function endpointOf(match: RouteMatch<RouteKey>): string {
  switch (match.kind) {
    case "found":
      return match.route.path;
    case "wrong-method":
      return match.path;
    case "unknown":
      return OTHER;
  }
}
