// Settings without what the schema refuses, so that the rest can be checked in the same pass.
import type { z } from "zod";
import { SERVICE_MIXINS } from "../../mixins";

export interface Repaired {
  value: unknown;
  /** The original paths of what was taken out. */
  removed: readonly string[];
}

type Path = readonly PropertyKey[];

/** Stands in for a mixin that is not there: its service's other fields are the same for every mixin. */
const [STAND_IN] = Object.keys(SERVICE_MIXINS);

/** The value without what the issues name; a list's later entries move up, see `originalPath`. */
export function repaired({ value, removed }: Repaired, issues: readonly z.core.$ZodIssue[]): Repaired {
  const copy = structuredClone(value);
  const paths = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
  const gone: string[] = [];
  // From the end, so that an index stays what it was until its entry is taken out.
  for (const path of paths.sort(later)) {
    const what = standIn(copy, path) ? path : takeOut(copy, path);
    gone.push(originalPath(textOf(what), removed));
  }
  return paths.some((path) => path.length === 0)
    ? { value: {}, removed: [...removed, ...gone] }
    : { value: copy, removed: [...removed, ...gone] };
}

/** A path as it was before entries of lists were taken out. */
export function originalPath(path: string, removed: readonly string[]): string {
  return path.split(/(?=\[\d+\])/).reduce((start, part) => {
    const [, digits, rest] = /^\[(\d+)\](.*)$/s.exec(part) ?? [];
    if (digits === undefined) return start + part;
    let index = Number(digits);
    for (let at = 0; at <= index; at++) if (removed.includes(`${start}[${at}]`)) index++;
    return `${start}[${index}]${rest}`;
  });
}

const textOf = (path: Path) =>
  path.map((step, at) => (typeof step === "number" ? `[${step}]` : `${at > 0 ? "." : ""}${String(step)}`)).join("");

function later(a: Path, b: Path): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (typeof left === "number" && typeof right === "number" && left !== right) return right - left;
  }
  return b.length - a.length;
}

function standIn(value: unknown, path: Path): boolean {
  const [list, , field] = path;
  const service = parentOf(value, path);
  if (list !== "services" || path.length !== 3 || field !== "mixin" || !isRecord(service)) return false;
  service.mixin = STAND_IN;
  delete service.options;
  return true;
}

/** Takes out what lies at the path, or what should have held it where nothing does. */
function takeOut(value: unknown, path: Path): Path {
  const parent = parentOf(value, path);
  const last = path.at(-1);
  if (Array.isArray(parent) && typeof last === "number" && last < parent.length) parent.splice(last, 1);
  else if (isRecord(parent) && last !== undefined && Reflect.has(parent, last)) Reflect.deleteProperty(parent, last);
  else if (path.length > 1) return takeOut(value, path.slice(0, -1));
  return path;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parentOf = (value: unknown, path: Path): unknown =>
  path
    .slice(0, -1)
    .reduce<unknown>((at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined), value);
