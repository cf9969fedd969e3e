// Every text in settings, and the settings with another in its place.
import { z } from "zod";

type Path = readonly (string | number)[];

/** Every text in the settings; of several in one list or mapping of the same shape, the first. */
export function textsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  const all = Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [...new Map(all.map((one) => [one.filter((step) => typeof step === "string").join("."), one])).values()];
}

const at = (value: unknown, [step, ...rest]: Path): unknown =>
  step === undefined ? value : at(Reflect.get(Object(value), step), rest);

export function changed(settings: unknown, path: Path, text: string): Record<string, unknown> {
  const copy = structuredClone(settings);
  Reflect.set(Object(at(copy, path.slice(0, -1))), path.at(-1) ?? "", text);
  return z.record(z.string(), z.unknown()).parse(copy);
}
