// Small faults made in texts by chance, the same for the same seed.

/** Numbers from 0 up to a bound, without it; 0 where there is none. */
export type Chance = (below: number) => number;

/** A linear congruential generator, by Knuth. */
export function chanceFrom(seed: number): Chance {
  let state = BigInt(seed);
  return (below) => {
    if (below < 1) return 0;
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}

const TOKENS = [
  ...["(", ")", "{", "}", "[", "]", '"', "'", ":", ",", "#", "- ", "&a ", "*a ", "<<: *a", "\t", "|", ">", "~", "\\d"],
  ...["0s", "-1m", "5x", "1d12h", "NaN", "by (job)", "offset 5m", "bool", "=~", "!=", "{{", "}}", "$value", "null"],
  ...["alert: B", "record: a:b", "expr: up", "for: 1m", "labels: {}", "[5m]", "[5m:1m]", "http://", "é", "true"],
];

type Mutation = (text: string, chance: Chance) => string;

const spliced = (text: string, at: number, length: number, by = "") => text.slice(0, at) + by + text.slice(at + length);

const lineAt = (text: string, chance: Chance) => {
  const lines = text.split("\n");
  return { lines, at: chance(lines.length) };
};

const MUTATIONS: readonly Mutation[] = [
  // A character less, twice, or beside its place.
  (text, chance) => spliced(text, chance(text.length), 1),
  (text, chance) => {
    const at = chance(text.length);
    return spliced(text, at, 0, text[at]);
  },
  (text, chance) => {
    const at = chance(text.length - 1);
    return spliced(text, at, 2, `${text[at + 1]}${text[at]}`);
  },
  (text, chance) => spliced(text, chance(text.length), 0, TOKENS[chance(TOKENS.length)]),
  // A word that is another.
  (text, chance) => {
    const words = [...text.matchAll(/[A-Za-z_]\w+/g)];
    const [one, other] = [words[chance(words.length)], words[chance(words.length)]];
    return one && other ? spliced(text, one.index, one[0].length, other[0]) : text;
  },
  // A line less, twice, deeper, or elsewhere.
  (text, chance) => {
    const { lines, at } = lineAt(text, chance);
    return lines.filter((_, i) => i !== at).join("\n");
  },
  (text, chance) => {
    const { lines, at } = lineAt(text, chance);
    return [...lines.slice(0, at), lines[at], ...lines.slice(at)].join("\n");
  },
  (text, chance) => {
    const { lines, at } = lineAt(text, chance);
    return lines.map((line, i) => (i === at ? `  ${line}` : line)).join("\n");
  },
  (text, chance) => {
    const { lines, at } = lineAt(text, chance);
    const [taken = ""] = lines.splice(at, 1);
    lines.splice(chance(lines.length), 0, taken);
    return lines.join("\n");
  },
];

/** The text with one fault, or two. */
export function mutated(text: string, chance: Chance): string {
  const once = (from: string) => MUTATIONS[chance(MUTATIONS.length)]?.(from, chance) ?? from;
  return chance(3) === 0 ? once(once(text)) : once(text);
}
