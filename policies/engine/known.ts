// Properties as policies get them from the engine → plain values.
import type { Fields } from "../content";

/** A copy in which values that are not known yet are undefined: reading one of them throws. */
export function knownValues(props: Fields): Fields {
  return Object.fromEntries(Object.keys(props).map((key) => [key, known(() => props[key])]));
}

function known(read: () => unknown): unknown {
  let value: unknown;
  try {
    value = read();
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return Array.from({ length: list.length }, (_, i) => known(() => list[i]));
  }
  return isPlain(value) ? knownValues(value) : value;
}

const isPlain = (value: unknown): value is Fields => typeof value === "object" && value !== null;
