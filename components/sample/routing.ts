// Finds the route of a request in a table of routes: the path decides first, so that a wrong method is a 405.

import { HttpError } from "./http";

/** A row of a route table. A path ending in `/*` stands for that folder with at least one more character. */
export interface RouteKey {
  readonly method: string;
  readonly path: string;
}

/** What a table says of a request; `rest` is what `*` stood for, still percent-encoded. */
export type RouteMatch<R extends RouteKey> =
  | { readonly kind: "found"; readonly route: R; readonly rest: string }
  | { readonly kind: "wrong-method"; readonly path: string; readonly allow: string }
  | { readonly kind: "unknown" };

/** The path of a request target, without its query; whatever a client sends, this does not throw. */
export function pathOf(target: string | undefined): string {
  return target?.split(/[?#]/, 1)[0] ?? "";
}

/** Looks a request up. HEAD is served by the GET route: node:http leaves its body out. */
export function findRoute<R extends RouteKey>(routes: readonly R[], method: string, path: string): RouteMatch<R> {
  const onPath = routes.filter((route) => restOf(route.path, path) !== undefined);
  const [first] = onPath;
  if (first === undefined) return { kind: "unknown" };
  const wanted = method === "HEAD" ? "GET" : method;
  const route = onPath.find((candidate) => candidate.method === wanted);
  if (route === undefined) {
    return { kind: "wrong-method", path: first.path, allow: onPath.map((candidate) => candidate.method).join(", ") };
  }
  return { kind: "found", route, rest: restOf(route.path, path) ?? "" };
}

/** The refusal of a request that no route takes: 404, or 405 with the methods that its path allows. */
export function noRoute(match: Exclude<RouteMatch<RouteKey>, { kind: "found" }>): HttpError {
  return match.kind === "unknown"
    ? new HttpError(404, "there is nothing at this path")
    : new HttpError(405, `this path takes ${match.allow}`, { allow: match.allow });
}

function restOf(pattern: string, path: string): string | undefined {
  if (!pattern.endsWith("/*")) return pattern === path ? "" : undefined;
  const folder = pattern.slice(0, -1);
  return path.startsWith(folder) && path.length > folder.length ? path.slice(folder.length) : undefined;
}
