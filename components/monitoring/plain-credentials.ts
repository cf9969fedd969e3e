// Where settings hold a credential as plain text, found by the schema: whatever is a credential there.
import { z } from "zod";
import { credential } from "./settings/fields";
import { asGiven, withCurrentKeys } from "./settings/former-keys";
import { settingsSchema } from "./settings/schema";

type Node = z.core.JSONSchema.BaseSchema;

const MARK = "credential";

const schema = z.toJSONSchema(settingsSchema, {
  unrepresentable: "any",
  io: "input",
  reused: "inline",
  override: ({ zodSchema, jsonSchema }) => {
    if (isCredential(zodSchema)) jsonSchema.$comment = MARK;
  },
});

/** Itself, or itself with a description or a check of its own. */
function isCredential(schema: z.core.$ZodType): boolean {
  for (let one: z.core.$ZodType | undefined = schema; one; one = one._zod.parent) if (one === credential) return true;
  return false;
}

/** The paths of credentials that are texts, as Pulumi writes them: `services[0].scrape.bearerToken`. */
export function plainCredentialsIn(settings: unknown): { path: string; value: string }[] {
  const { value, former } = withCurrentKeys(settings);
  const named = found(schema, value, "").map((one) => ({ ...one, path: asGiven(one.path, former) }));
  return [...new Map(named.map((one) => [one.path, one])).values()];
}

function found(node: Node, value: unknown, path: string): { path: string; value: string }[] {
  if (node.$comment === MARK) return typeof value === "string" ? [{ path, value }] : [];
  const branches = [node.anyOf, node.oneOf, node.allOf].flatMap((some) => some ?? []).filter(isNode);
  return [
    ...branches.flatMap((branch) => found(branch, value, path)),
    ...inner(node, value).flatMap(([step, next, below]) => (isNode(next) ? found(next, below, path + step) : [])),
  ].map((one) => ({ ...one, path: one.path.replace(/^\./, "") }));
}

const isNode = (node: unknown): node is Node => typeof node === "object" && node !== null && !Array.isArray(node);

/** What is inside a value, each with its schema and its step in the path. */
function inner(node: Node, value: unknown): [string, unknown, unknown][] {
  if (Array.isArray(value)) return value.map((one, index) => [`[${index}]`, node.items, one]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([key, one]) => [
    `.${key}`,
    node.properties?.[key] ?? node.additionalProperties,
    one,
  ]);
}
