// The difference of two lists of things that have names and facts: added, removed, changed.

/** A fact as people read it; a list where its members come and go; null where there is none. Left out: not known. */
export type Fact = string | readonly string[] | null;

export interface Item {
  /** As people call it. */
  name: string;
  /** What it is part of: the rule group, the dashboard, the scrape job. */
  of?: string;
  facts: Readonly<Record<string, Fact | undefined>>;
}

/** A fact that changed: old and new text, or the members of a list that came and went. */
export type FactChange = { fact: string } & (
  | { from: string | null; to: string | null }
  | { added: string[]; removed: string[] }
);

export interface Changed<T extends Item = Item> {
  before: T;
  after: T;
  facts: FactChange[];
}

export interface Difference<T extends Item = Item> {
  added: T[];
  removed: T[];
  changed: Changed<T>[];
  /** Facts that only one side knows, because an older version rendered it. */
  notCompared: string[];
}

/** What makes two items the same thing, tried in this order on what is left over. */
export type Identity<T> = (item: T) => string;

/**
 * Compares by each identity in turn. Items that share one are paired as they are alike, then in order; by the last of
 * several identities only where exactly one is left on each side, so that nothing is paired by chance.
 */
export function difference<T extends Item>(
  base: readonly T[],
  head: readonly T[],
  ...identities: Identity<T>[]
): Difference<T> {
  const left = { base: [...base], head: [...head] };
  const pairs: [T, T][] = [];
  identities.forEach((identity, at) => {
    const careful = at > 0 && at === identities.length - 1;
    const before = byIdentity(left.base, identity);
    for (const [key, after] of byIdentity(left.head, identity)) {
      const found = before.get(key) ?? [];
      if (careful && (found.length !== 1 || after.length !== 1)) continue;
      pairs.push(...pair(found, after));
    }
    const paired = new Set(pairs.flat());
    left.base = left.base.filter((item) => !paired.has(item));
    left.head = left.head.filter((item) => !paired.has(item));
  });
  return {
    added: left.head,
    removed: left.base,
    changed: pairs
      .map(([before, after]) => ({ before, after, facts: factChanges(before, after) }))
      .filter(({ facts }) => facts.length > 0),
    notCompared: [...new Set(pairs.flatMap(([before, after]) => knownToOne(before, after)))].sort(),
  };
}

function pair<T extends Item>(before: readonly T[], after: readonly T[]): [T, T][] {
  const old = [...before];
  const rest: T[] = [];
  const alike: [T, T][] = [];
  for (const item of after) {
    const at = old.findIndex((other) => factChanges(other, item).length === 0);
    const [same] = at < 0 ? [] : old.splice(at, 1);
    if (same) alike.push([same, item]);
    else rest.push(item);
  }
  return [
    ...alike,
    ...rest.flatMap((item, index): [T, T][] => {
      const other = old[index];
      return other ? [[other, item]] : [];
    }),
  ];
}

function byIdentity<T>(items: readonly T[], identity: Identity<T>): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(identity(item), [...(found.get(identity(item)) ?? []), item]);
  return found;
}

/** Facts that only one side knows are not compared. */
function factChanges(before: Item, after: Item): FactChange[] {
  const names = Object.keys({ ...before.facts, ...after.facts });
  return names.flatMap((fact): FactChange[] => {
    const [from, to] = [before.facts[fact], after.facts[fact]];
    if (from === undefined || to === undefined) return [];
    if (typeof from === "string" || typeof to === "string") {
      return from === to ? [] : [{ fact, from: asText(from), to: asText(to) }];
    }
    const removed = (from ?? []).filter((member) => !to?.includes(member));
    const added = (to ?? []).filter((member) => !from?.includes(member));
    return added.length + removed.length > 0 ? [{ fact, added, removed }] : [];
  });
}

const asText = (fact: Fact) => (typeof fact === "string" || fact === null ? fact : fact.join(", "));

function knownToOne(before: Item, after: Item): string[] {
  const names = Object.keys({ ...before.facts, ...after.facts });
  return names.filter((name) => (before.facts[name] === undefined) !== (after.facts[name] === undefined));
}
