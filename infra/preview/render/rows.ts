// Changes as rows that both renderings print: of each kind the changed, the added and the removed, in a readable number.
import type { Changes, Kind } from "../changes";
import type { Changed, Difference, Fact, FactChange, Item } from "../changes/difference";
import { KINDS } from "./kinds";

export type Mark = "~" | "+" | "-";

export interface Row {
  mark: Mark;
  /** Several where all of them changed in the same way. */
  names: readonly string[];
  of?: string;
  severity?: string;
  /** Of something added or removed: what is worth telling of it, from or to nothing. */
  facts: readonly FactChange[];
}

export interface Section {
  kind: Kind;
  title: string;
  /** What one of them is called. */
  one: string;
  /** "2 changed, 1 added". */
  counts: string;
  rows: readonly Row[];
}

const WORDS = [
  ["changed", "~"],
  ["added", "+"],
  ["removed", "-"],
] as const;

/** A change that this many items share is shown once, with their names. */
const SHARED = 4;

/** "2 alerts changed, 1 added; 1 service added", or that nothing changes. */
export function summaryOf(changes: Changes): string {
  const parts = KINDS.flatMap(({ kind, one, many }) => {
    const [first, ...others] = countsOf(shownOf(changes, kind));
    if (!first) return [];
    const [count, word] = first;
    return [[`${count} ${count === 1 ? one : many} ${word}`, ...others.map((more) => more.join(" "))].join(", ")];
  });
  return parts.join("; ") || "No change to what is watched";
}

/** The kinds in which something changes. */
export function sectionsOf(changes: Changes): Section[] {
  return KINDS.flatMap(({ kind, title, one, tell }): Section[] => {
    const shown = shownOf(changes, kind);
    const rows = [
      ...changedRows(shown.changed),
      ...shown.added.map((item) => rowOf("+", item, tell)),
      ...shown.removed.map((item) => rowOf("-", item, tell)),
    ];
    const counts = countsOf(shown).map((count) => count.join(" "));
    return rows.length > 0 ? [{ kind, title, one, counts: counts.join(", "), rows }] : [];
  });
}

/** The panels of a dashboard that comes or goes are counted with it. */
function shownOf(changes: Changes, kind: Kind): Difference {
  if (kind !== "panels") return changes[kind];
  const { panels, dashboards } = changes;
  const whole = new Set([...dashboards.added, ...dashboards.removed].map(({ of }) => of));
  const ofLasting = ({ of }: Item) => !whole.has(of);
  return { ...panels, added: panels.added.filter(ofLasting), removed: panels.removed.filter(ofLasting) };
}

/** What could not be compared, because one side was rendered by another version: "alerts: detection latency". */
export function notComparedIn(changes: Changes): string[] {
  return KINDS.flatMap(({ kind, many }) => changes[kind].notCompared.map((fact) => `${many}: ${fact}`));
}

/** The first rows of each mark, and how many of each are left. */
export function firstOf(rows: readonly Row[], most: number): { rows: Row[]; more: string } {
  const byMark = WORDS.map(([word, mark]) => {
    const all = rows.filter((row) => row.mark === mark);
    return { word, first: all.slice(0, most), left: all.length - most };
  });
  const more = byMark.filter(({ left }) => left > 0).map(({ word, left }) => `${left} ${word}`);
  return { rows: byMark.flatMap(({ first }) => first), more: more.length > 0 ? `and ${more.join(", ")}` : "" };
}

/** An alert that only notifies others is no other alert. */
const isRoutedOnly = ({ facts }: Changed) => facts.every(({ fact }) => fact === "route" || fact === "routes of teams");

/** Alerts are counted by severity: each is a rule of its own. */
function countsOf({ changed, added, removed }: Difference): [count: number, word: string][] {
  const routed = changed.filter(isRoutedOnly).length;
  const counts: [number, string][] = [
    [changed.length - routed, "changed"],
    [added.length, "added"],
    [removed.length, "removed"],
    [routed, "routed elsewhere"],
  ];
  return counts.filter(([count]) => count > 0);
}

/** Rows of single items, those with the most telling fact first; then the changes that many share. */
function changedRows(changed: readonly Changed[]): Row[] {
  const sharers = new Map<string, { fact: FactChange; items: Item[] }>();
  const keyOf = ({ after }: Changed, fact: FactChange) => JSON.stringify([severityOf(after), fact]);
  for (const one of changed) {
    for (const fact of one.facts) {
      const key = keyOf(one, fact);
      sharers.set(key, { fact, items: [...(sharers.get(key)?.items ?? []), one.after] });
    }
  }
  const isShared = (key: string) => (sharers.get(key)?.items.length ?? 0) >= SHARED;
  const own = changed
    .map((one) => ({ ...one, facts: one.facts.filter((fact) => !isShared(keyOf(one, fact))) }))
    .filter(({ facts }) => facts.length > 0)
    .sort((a, b) => rankOf(a) - rankOf(b));
  return [
    ...own.map(({ after, facts }) => ({ ...headOf("~", after), facts })),
    ...[...sharers].flatMap(([key, { fact, items }]): Row[] => {
      const [first] = items;
      return first && isShared(key)
        ? [{ ...headOf("~", first), names: items.map(({ name }) => name), of: undefined, facts: [fact] }]
        : [];
    }),
  ];
}

const rankOf = ({ after, facts }: Changed) => Object.keys(after.facts).indexOf(facts[0]?.fact ?? "");

function rowOf(mark: "+" | "-", item: Item, tell: readonly string[]): Row {
  const facts = tell.flatMap((name) => {
    const fact = item.facts[name];
    return fact && fact.length > 0 ? [alone(name, fact, mark)] : [];
  });
  return { ...headOf(mark, item), facts };
}

function alone(name: string, fact: Exclude<Fact, null>, mark: "+" | "-"): FactChange {
  const comes = mark === "+";
  if (typeof fact === "string") return { fact: name, from: comes ? null : fact, to: comes ? fact : null };
  return { fact: name, added: comes ? [...fact] : [], removed: comes ? [] : [...fact] };
}

function headOf(mark: Mark, item: Item): Omit<Row, "facts"> {
  return { mark, names: [item.name], of: item.of, severity: severityOf(item) };
}

function severityOf(item: Item): string | undefined {
  return "severity" in item && typeof item.severity === "string" ? item.severity : undefined;
}
