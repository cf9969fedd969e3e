// What a refresh found to differ from the state: changed or deleted by someone else.
import { isDeepStrictEqual } from "node:util";
import type { StepEventMetadata } from "@pulumi/pulumi/automation";

/** What a cluster writes on its own; nobody's change. */
const WRITTEN_BY_ITSELF: Record<string, readonly string[]> = {
  "": ["status"],
  metadata: ["managedFields", "resourceVersion", "generation"],
};

type Values = Readonly<Record<string, unknown>>;

/** "deleted", or which properties changed; undefined where the step is no refresh, or found nothing. */
export function driftOf({ op, old, new: now }: StepEventMetadata): string | undefined {
  if (op !== "refresh" || !old) return undefined;
  if (!now) return "deleted";
  const [before, after] = [valuesOf(old.outputs), valuesOf(now.outputs)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = keys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
  return changed.length > 0 ? `changed (${changed.join(", ")})` : undefined;
}

function valuesOf(outputs: unknown): Values {
  if (!isValues(outputs)) return {};
  const rest = without(outputs, "");
  return isValues(rest.metadata) ? { ...rest, metadata: without(rest.metadata, "metadata") } : rest;
}

const without = (values: Values, at: string): Values =>
  Object.fromEntries(
    // What begins with two underscores is the provider's own record.
    Object.entries(values).filter(([key]) => !WRITTEN_BY_ITSELF[at]?.includes(key) && !key.startsWith("__")),
  );

const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);
