// Grafana's variables in the queries of panels, where they stand for any piece of text.

/** `$name`, `${name}`, `${name:format}` and the old `[[name]]`; not `$1` of label_replace, nor a regular expression's `$`. */
export const VARIABLE = /\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)(?:[:.][^}]*)?\}|\[\[([A-Za-z_]\w*)(?::[^\]]*)?\]\]/g;

/** Grafana's own variables that are times. */
export const TIMES: ReadonlyMap<string, string> = new Map([
  ["__auto", "5m"],
  ["__rate_interval", "5m"],
  ["__interval", "1m"],
  ["__interval_ms", "60000"],
  ["__range", "1h"],
  ["__range_s", "3600"],
  ["__range_ms", "3600000"],
]);

/** The names of the variables in a query, each as often as it is there. */
export const variablesIn = (query: string): string[] =>
  [...query.matchAll(VARIABLE)].map(([, plain, braced, bracketed]) => plain ?? braced ?? bracketed ?? "");

/** Replaces the variables that `lookUp` has a value for. */
export function replaceVariables(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(VARIABLE, (whole, plain, braced, bracketed) => lookUp(plain ?? braced ?? bracketed) ?? whole);
}

/** What `label_values(metric, label)`, Grafana's question for the values of a variable, asks for. */
export function labelValuesIn(query: string): { metric: string; label: string } | undefined {
  const [, metric, label] = /^label_values\((.+),\s*(\w+)\)$/.exec(query) ?? [];
  return metric !== undefined && label !== undefined ? { metric, label } : undefined;
}
