// The durations of the servers' files: those that Prometheus writes, and Go's own.
import { textOf } from "./values";

/** Each unit once, the longest first; whole numbers. */
const PROMETHEUS = /^(?:0|(?=\d)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/;
const GO = /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|[µμ]s|ms|s|m|h))+)$/;

/** How a field reads a duration; of whole numbers, some fields take nanoseconds. */
export type Form = "Prometheus" | "Go" | "Go or nanoseconds";

/** What is wrong with a value as a duration; undefined where nothing is, or nothing is given. */
export function durationProblem(value: unknown, form: Form = "Prometheus"): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (form === "Go or nanoseconds" && Number.isInteger(value)) return undefined;
  if (text === "") return "empty duration string";
  return (form === "Prometheus" ? PROMETHEUS : GO).test(text) ? undefined : `not a valid duration string: "${text}"`;
}
