// Where the settings take credentials, read from their schema: a new one is tried by itself.
import type { z } from "zod";
import { settingsSchema } from "../../components/monitoring";
import { credential } from "../../components/monitoring/settings/fields";

/** Of the parts of zod's definitions that hold other schemas. */
interface Definition {
  type: string;
  shape?: Readonly<Record<string, Node>>;
  innerType?: Node;
  element?: Node;
  valueType?: Node;
  options?: readonly Node[];
  in?: Node;
  out?: Node;
}
type Node = z.core.$ZodType;

/** The paths of all credentials: `["notifications", "slack", "token"]`. `*` stands for each entry of a list or mapping. */
export const CREDENTIAL_PATHS: readonly (readonly string[])[] = pathsBelow(settingsSchema, [], new Set());

function pathsBelow(schema: Node, path: readonly string[], above: ReadonlySet<Node>): (readonly string[])[] {
  if (above.has(schema)) return [];
  if (isCredential(schema)) return [path];
  const definition: Definition = schema._zod.def;
  const seen = new Set([...above, schema]);
  const below = (inner: Node | undefined, ...step: string[]) =>
    inner ? pathsBelow(inner, [...path, ...step], seen) : [];
  return [
    ...Object.entries(definition.shape ?? {}).flatMap(([key, inner]) => below(inner, key)),
    ...below(definition.innerType),
    ...below(definition.element, "*"),
    ...below(definition.valueType, "*"),
    ...(definition.options ?? []).flatMap((option) => below(option)),
    ...below(definition.in),
    ...below(definition.out),
  ];
}

/** Itself, or itself with a description or a check of its own. */
function isCredential(schema: Node): boolean {
  for (let one: Node | undefined = schema; one; one = one._zod.parent) if (one === credential) return true;
  return false;
}
