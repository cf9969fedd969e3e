// What an expression may read, without parsing it.

/**
 * Every word of a PromQL expression that may be the name of a series, and other words of that shape. Nothing that is read can be
 * missing, which is what whoever keeps or moves rules has to be sure of.
 */
export const wordsIn = (expr: string): ReadonlySet<string> => new Set(expr.match(/[a-zA-Z_:][\w:]*/g));
