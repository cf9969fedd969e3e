// Statements of the OpenTelemetry Transformation Language as the collector's configuration takes them.

/** A text of the language. The configuration reads `$` as the start of a variable. */
export const text = (value: string): string => JSON.stringify(value).replaceAll("$", "$$$$");

/** A statement that holds where a condition does. */
export const set = (target: string, value: string, where?: string): string =>
  `set(${target}, ${value})${where === undefined ? "" : ` where ${where}`}`;

export const attribute = (name: string): string => `log.attributes[${text(name)}]`;
export const ofResource = (name: string): string => `resource.attributes[${text(name)}]`;

export const isMatch = (target: string, pattern: string): string => `IsMatch(${target}, ${text(pattern)})`;
