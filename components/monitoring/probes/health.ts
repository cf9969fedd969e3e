// What a health endpoint says of a dependency, as an expression that the blackbox exporter evaluates.

interface Said {
  /** Keys and indexes, such as `checks.redis[0].status`. */
  path: string;
  healthy: readonly (string | number | boolean)[];
}

/** In the Common Expression Language; an answer without the path is an error there, which counts as unhealthy. */
export function healthyIn({ path, healthy }: Said): string {
  const steps = path.match(/[^.[\]]+|\[\d+\]/g) ?? [];
  const at = steps.map((step) => (step.startsWith("[") ? step : `[${JSON.stringify(step)}]`)).join("");
  // Values of several types are one list of none in particular.
  return `dyn(body${at}) in [${healthy.map((value) => `dyn(${JSON.stringify(value)})`).join(", ")}]`;
}
