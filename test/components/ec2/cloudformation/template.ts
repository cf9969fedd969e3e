// What an environment on EC2 registers, as a CloudFormation template.
import type { Resource } from "../registered";
import { FORMS, type Form, objectOf, type Properties } from "./forms";

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Names of tags are no names of properties. */
const TAG_MAPS = ["tags", "targetTags", "volumeTags"];

export function capitalised(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => capitalised(one));
  if (typeof value !== "object" || value === null) return value === "true" ? true : value === "false" ? false : value;
  if (TAG_MAPS.includes(key)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [pascal(name), capitalised(each, name)]));
}

/** What a template has of a resource; undefined where it has nothing of its own. */
function resourceOf({ type, name, inputs }: Resource): { Type: string; Properties: Properties } | undefined {
  const form = FORMS[type];
  if (!form) return undefined;
  const renamed = Object.entries(objectOf(capitalised(inputs)))
    .filter(([name, value]) => value !== undefined && !form.left?.includes(name) && name !== "NamePrefix")
    .map(([name, value]) => [form.renamed?.[name] ?? name, name === "Tags" ? tagList(value) : value] as const);
  const properties = { ...automaticName(form, name, inputs), ...Object.fromEntries(renamed) };
  return { Type: form.type, Properties: form.change ? form.change(properties) : properties };
}

/** What the engine adds to a resource's name, and the provider to a prefix of one. */
const AUTOMATIC = "-0123abc";
const RANDOM = "20260101000000000000000001";

function automaticName({ named }: Form, name: string, { namePrefix }: Resource["inputs"]): Properties {
  if (named === undefined) return {};
  return { [named]: typeof namePrefix === "string" ? `${namePrefix}${RANDOM}` : `${name}${AUTOMATIC}` };
}

export const tagList = (tags: unknown) =>
  Array.isArray(tags) ? tags : Object.entries(objectOf(tags)).map(([Key, Value]) => ({ Key, Value }));

/** A template of what is registered, and each resource by the name that the template gives it. */
export function templateOf(resources: readonly Resource[]): { template: object; names: Record<string, string> } {
  const made = resources
    .filter(({ type }) => type.startsWith("aws:"))
    .flatMap((one, index) => {
      const resource = resourceOf(one);
      return resource ? [[`R${index}`, resource, `${one.type} ${one.name}`] as const] : [];
    });
  return {
    template: { Resources: Object.fromEntries(made.map(([id, resource]) => [id, resource])) },
    names: Object.fromEntries(made.map(([id, , name]) => [id, name])),
  };
}
