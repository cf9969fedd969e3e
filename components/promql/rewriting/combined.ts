// Expressions made of others.

/** `(a) unless b`; what is left out begins with how series are matched: `on (host) (…)`. */
export const without = (expr: string, leftOut: string): string => `(${expr}) unless ${leftOut}`;

/** `(a) and b`. */
export const within = (expr: string, kept: string): string => `(${expr}) and ${kept}`;

/** `(a) > 3`. */
export const compared = (expr: string, comparison: ">" | "<", threshold: number): string =>
  `(${expr}) ${comparison} ${threshold}`;

/** `(a) * 60`. */
export const scaled = (expr: string, factor: number): string => (factor === 1 ? expr : `(${expr}) * ${factor}`);

/** With another label, or with another value of it. */
export const labelled = (expr: string, label: string, value: string): string =>
  // The replacement's `$` would name a group.
  `label_replace(${expr}, "${label}", ${JSON.stringify(value.replaceAll("$", "$$$$"))}, "", "")`;

/** With several labels more. */
export const withLabels = (expr: string, labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels).reduce((inner, [label, value]) => labelled(inner, label, value), `(${expr})`);

/** `sum by (job) (a)`. */
export const aggregated = (operator: string, by: readonly string[], of: string, parameter?: string): string =>
  `${operator} by (${by.join(", ")}) (${parameter === undefined ? "" : `${parameter}, `}${of})`;
