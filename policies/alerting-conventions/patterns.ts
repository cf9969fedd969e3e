// Patterns in the settings of house policies.
import { messageOf } from "../../components/error-text";

const patterns = new Map<string, RegExp>();

/** Anchored, as Prometheus' are. Throws where it is none. */
export function patternOf(pattern: string): RegExp {
  try {
    const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`, "s");
    patterns.set(pattern, known);
    return known;
  } catch (error) {
    throw new Error(`${pattern} is no regular expression: ${messageOf(error)}`);
  }
}
