// Kinds of faults that other checkers find, each with rules that have it and near misses, in our words.

/** YAML: an expression that is recorded, a rule, a list of rules, or `settings` of the policies with `rules` or `groups`. */
type Row = string;

export interface Check {
  name: string;
  /** The check of the other tool. */
  beside: string;
  /** The policies that find it. */
  by: readonly string[];
  /** Whether each row is a whole file of a server. */
  isFile?: boolean;
  bad: readonly Row[];
  good: readonly Row[];
}
