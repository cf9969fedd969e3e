// A value that contains itself, as YAML makes one of an anchor that is used within what it names.

/** The path of the first; undefined where there is none. */
export function circleIn(value: unknown): string | undefined {
  const looked = new Set<unknown>();
  const look = (inner: unknown, path: string, above: ReadonlySet<unknown>): string | undefined => {
    if (typeof inner !== "object" || inner === null) return undefined;
    if (above.has(inner)) return path;
    if (looked.has(inner)) return undefined;
    looked.add(inner);
    const around = new Set([...above, inner]);
    for (const [key, one] of Object.entries(inner)) {
      const found = look(one, Array.isArray(inner) ? `${path}[${key}]` : `${path}${path && "."}${key}`, around);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return look(value, "", new Set());
}
