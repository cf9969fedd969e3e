// Matchers of labels, as routes and inhibitions have them.
import type { Matcher } from "../model/monitoring";

export const is = (label: string, value: string): Matcher => ({ label, operator: "=", value });
export const oneOf = (label: string, values: readonly string[]): Matcher => ({
  label,
  operator: "=~",
  value: values.join("|"),
});
/** Two alerts that both lack a label have it in common, to Alertmanager: what explains has it. */
export const there = (label: string): Matcher => ({ label, operator: "=~", value: ".+" });
export const amongst = (label: string, values: readonly string[]): Matcher =>
  values.length === 1 && values[0] ? is(label, values[0]) : oneOf(label, values);
export const not = (label: string, values: readonly string[]): Matcher => ({
  label,
  operator: "!~",
  value: values.join("|"),
});
