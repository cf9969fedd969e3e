// Lists by a key.

/** The elements of each key, in their order; the keys in the order of their first elements. */
export function grouped<Element>(
  list: readonly Element[],
  keyOf: (element: Element) => string,
): Map<string, [Element, ...Element[]]> {
  const groups = new Map<string, [Element, ...Element[]]>();
  for (const element of list) {
    const key = keyOf(element);
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  }
  return groups;
}
