// What is wrong with a value, as the schema says it, in words: what was found, what is allowed, the nearest valid name.
import { distance } from "fastest-levenshtein";
import { z } from "zod";
import { settingsSchema } from "./schema";
import { shown, shownKey } from "./shown-value";

export interface SettingsProblem {
  /** As one would write it: `services[0].team`. */
  path: string;
  /** What was found, what is allowed, and the nearest valid name. */
  message: string;
}

/** The nearest of some names, for messages: ` Did you mean "x"?`, or nothing where none is near. */
export function didYouMean(found: string, names: readonly string[]): string {
  const far = (name: string) => distance(found.toLowerCase(), name.toLowerCase());
  const [nearest] = [...names].sort((a, b) => far(a) - far(b));
  return nearest !== undefined && far(nearest) <= Math.max(2, found.length / 3) ? ` Did you mean "${nearest}"?` : "";
}

const jsonSchema = z.toJSONSchema(settingsSchema, { unrepresentable: "any", io: "input" });

type Issue = z.core.$ZodIssue;
type SchemaNode = z.core.JSONSchema.BaseSchema;

/** Of what is a text, or nearly one: what has fields may have a `toString` of its own. */
const guess = (found: unknown, allowed: readonly string[]) =>
  typeof found === "object" ? "" : didYouMean(String(found), allowed);

/** The problems in one issue of the schema; `raw` is the whole value. */
export function problemsOf(issue: Issue, raw: unknown): SettingsProblem[] {
  const path = display(issue.path);
  const found = valueAt(raw, issue.path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const allowed = allowedKeys(jsonSchema, issue.path, raw);
      return issue.keys.map((key) => ({
        path: display([...issue.path, key]),
        message: `found an unknown key; allowed here: ${allowed.join(", ")}.${didYouMean(key, allowed)}`,
      }));
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      return [
        {
          path,
          message: `found ${shown(found, issue.path)}; allowed: ${allowed.join(", ")}.${guess(found, allowed)}`,
        },
      ];
    }
    case "invalid_union": {
      if (issue.discriminator) {
        const allowed = discriminatorValues(issue.path.slice(0, -1), issue.discriminator, raw);
        return [
          {
            path,
            message: `found ${shown(found, issue.path)}; allowed: ${allowed.join(", ")}.${guess(found, allowed)}`,
          },
        ];
      }
      // The one that was meant has nothing wrong but inside of it.
      const meant = issue.errors.filter((branch) => branch.every((i) => i.path.length > 0));
      const nested =
        meant.length === 1
          ? meant
          : issue.errors.filter((branch) => branch.some((i) => i.code !== "invalid_type" || i.path.length > 0));
      const [deepest] = nested;
      if (nested.length === 1 && deepest) {
        return deepest.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, raw));
      }
      const expected = [...new Set(issue.errors.flatMap((branch) => expectedBy(branch, issue.path, raw)))];
      return [{ path, message: `found ${shown(found, issue.path)}; ${expected.join(", or ")}` }];
    }
    case "invalid_type":
      return [
        {
          path,
          message:
            found === undefined
              ? `is missing; give ${article(issue.expected)}`
              : `found ${shown(found, issue.path)}; give ${article(issue.expected)}`,
        },
      ];
    case "invalid_key":
      return [
        {
          path,
          message: `found the key ${shown(issue.path.at(-1), [])}; give ${issue.issues.map((i) => i.message).join(", ")}`,
        },
      ];
    default:
      return [{ path, message: `found ${shown(found, issue.path)}; give ${issue.message}` }];
  }
}

/** What a branch of a union expects, which a mapping with keys of its own does not say. */
function expectedBy(branch: readonly Issue[], path: readonly PropertyKey[], raw: unknown): string[] {
  if (!branch.some(({ code }) => code === "unrecognized_keys")) return branch.map(({ message }) => message);
  return [`a mapping with one of: ${allowedKeys(jsonSchema, path, raw).join(", ")}`];
}

/** The keys that may stand at a path, by the branch of a union that the value chose. */
function allowedKeys(schema: SchemaNode, path: readonly PropertyKey[], raw: unknown): string[] {
  return nodesAt(schema, path, raw).flatMap((node) => Object.keys(node.properties ?? {}));
}

function discriminatorValues(path: readonly PropertyKey[], key: string, raw: unknown): string[] {
  const values = nodesAt(jsonSchema, path, raw, false).flatMap((node) => {
    const property = node.properties?.[key];
    return typeof property === "object" && property.const !== undefined ? [String(property.const)] : [];
  });
  return [...new Set(values)];
}

function nodesAt(schema: SchemaNode, path: readonly PropertyKey[], raw: unknown, narrow = true): SchemaNode[] {
  let nodes = branches(schema);
  path.forEach((step, depth) => {
    nodes = nodes.flatMap((node) => {
      const next =
        typeof step === "number" ? node.items : (node.properties?.[String(step)] ?? node.additionalProperties);
      return typeof next === "object" && !Array.isArray(next) ? branches(next) : [];
    });
    const value = valueAt(raw, path.slice(0, depth + 1));
    if (narrow && nodes.length > 1) nodes = nodes.filter((node) => agrees(node, value));
  });
  return nodes;
}

function branches(node: SchemaNode): SchemaNode[] {
  const options = node.oneOf ?? node.anyOf;
  return options ? options.flatMap((option) => (typeof option === "object" ? branches(option) : [])) : [node];
}

/** Whether every constant of a branch is what the value has. */
function agrees(node: SchemaNode, value: unknown): boolean {
  return Object.entries(node.properties ?? {}).every(
    ([key, property]) =>
      typeof property !== "object" || property.const === undefined || property.const === valueAt(value, [key]),
  );
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    raw,
  );
}

function display(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${shownKey(String(step))}`)).join("");
  return text.replace(/^\./, "") || "settings";
}

function article(expected: string): string {
  return (
    {
      string: "a text",
      number: "a number",
      int: "a whole number",
      array: "a list",
      object: "a mapping",
      record: "a mapping",
      boolean: "true or false",
    }[expected] ?? expected
  );
}
