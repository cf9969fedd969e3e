// Resources as items that can be compared.
import { isDeepStrictEqual } from "node:util";
import type { Resource } from "../rendered";

/** What a deployment would do to one resource. */
export interface ResourceChange {
  /** `added`, `changed` or `removed`. */
  change: "added" | "changed" | "removed";
  /** Such as `aws:ec2/instance:Instance`. */
  type: string;
  name: string;
  /** Of a changed one: which of its properties differ. */
  properties: readonly string[];
}

const identity = ({ type, name }: Resource) => `${type} ${name}`;

/** Components only hold others. */
const isDeployed = ({ type }: Resource) => !type.startsWith("tocsin:") && !type.startsWith("pulumi:");

/** What differs between the resources of two programs: by type and name, sorted. */
export function resourceChanges(base: readonly Resource[], head: readonly Resource[]): ResourceChange[] {
  const before = new Map(base.filter(isDeployed).map((resource) => [identity(resource), resource]));
  const after = new Map(head.filter(isDeployed).map((resource) => [identity(resource), resource]));
  const said = (change: ResourceChange["change"], { type, name }: Resource, properties: string[] = []) => [
    { change, type, name, properties },
  ];
  const there = [...after].flatMap(([key, resource]) => {
    const old = before.get(key);
    if (!old) return said("added", resource);
    const differing = propertiesThatDiffer(old.inputs, resource.inputs);
    return differing.length > 0 ? said("changed", resource, differing) : [];
  });
  const gone = [...before].flatMap(([key, resource]) => (after.has(key) ? [] : said("removed", resource)));
  return [...there, ...gone].sort((a, b) => a.type.localeCompare(b.type) || a.name.localeCompare(b.name));
}

/** Of files and other texts by name, which one: `files["rules/node.yml"]`. */
function propertiesThatDiffer(before: Resource["inputs"], after: Resource["inputs"]): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((property) => {
    const [old, now] = [before[property], after[property]];
    if (isDeepStrictEqual(old, now)) return [];
    if (!isObject(old) || !isObject(now)) return [property];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return keys.filter((key) => !isDeepStrictEqual(old[key], now[key])).map((key) => pathTo(property, key));
  });
}

const pathTo = (property: string, key: string) => (/^\w+$/.test(key) ? `${property}.${key}` : `${property}["${key}"]`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
