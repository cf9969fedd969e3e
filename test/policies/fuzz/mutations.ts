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

/** What may stand behind a key: links, durations, names, patterns, times, templates and things of another type. */
const VALUES = [
  ...[
    "http://%zz",
    "http://a b",
    "//a",
    "ftp://a/b",
    "https://",
    "http://[::1",
    "a:9090",
    "http://a:x/",
    "http://a/%20",
    "http:/a",
  ],
  ...[
    "0s",
    "1d12h",
    "5",
    "-1m",
    "1.5h",
    "1y",
    "99999999w",
    "1h30m10s5ms",
    "30m1h",
    "5 m",
    "0",
    "''",
    "1e3",
    "0x10",
    "1_000",
    "5µs",
  ],
  ...[
    "a-b",
    "0a",
    "é",
    "__name__",
    "__meta_x",
    "a.b",
    "'a b'",
    "alertname",
    "'{{ $labels.x }}'",
    "'$1'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as relabelings name a group
    "'${1}_x'",
    "'a${'",
  ],
  ...["'*.yml'", "rules/*.yml", "'rules/**'", "'['", "'a[b]*.yml/x'", "'a\\'", "/etc/*/x.json", "x.tmpl", "../a.yaml"],
  ...["'('", "'*a'", "'(?i)a|b'", "'[a-'", "'a{2000}'", "'\\p{Foo}'", "'(?P<x>.*)'", "'(?=a)'", "'\\d+'", "'.*'"],
  ...[
    "null",
    "[]",
    "{}",
    "true",
    "no",
    "1",
    "-1",
    "1.5",
    ".inf",
    "[a, b]",
    "{ a: b }",
    "[1, {}]",
    "2026-01-01",
    "!!str 5",
    "!!int a",
  ],
  ...[
    "'{{ .x'",
    "'{{ query `up xxx` }}'",
    "'{{ template `x` }}'",
    "'{{ $labels.a-b }}'",
    "'{{ end }}'",
    "'{{/* x'",
    "'{{ 1 | printf `%d` }}'",
  ],
  ...[
    "24:01",
    "'24:00'",
    "'9:00'",
    "monday",
    "'friday:monday'",
    "'31:1'",
    "'-1'",
    "'2026:2020'",
    "Europe/Berln",
    "Local",
    "1GB",
    "5KiB",
    "10XB",
  ],
  ...[
    "'a=b'",
    "'a=~\"(\"'",
    "'{a=\"b\"'",
    "'a'",
    "'=b'",
    "'a!b'",
    "'a=\"b\",'",
    "TLS13",
    "keep",
    "labelmap",
    "HASHMOD",
    "v2",
    "snappy",
  ],
];

/** What a text of a rule, or of a matcher, is broken or changed by. */
const BEHIND = [
  ...[
    " offset -5m",
    " @ start()",
    " @ end",
    " @ 1e3",
    "[5m]",
    "[5m:]",
    "[1h:5m] offset 1m",
    " == bool 1",
    " > 0 or vector(0)",
  ],
  ...[
    " and on () vector(1)",
    " * on (a) group_left (a) b",
    " unless ignoring () c",
    "^2^-1",
    " % 0",
    ' =~ "a"',
    " atan2 b",
    " == bool",
  ],
  ...[
    " # '",
    "\n---\ngroups: []\n",
    "\n---\nroute: {}\n",
    "\n...\n",
    "\n---\n",
    " &x",
    " [0s]",
    "[5m5m]",
    "[1.5m]",
    "[5]",
    "{}",
    "{a}",
    "!",
  ],
];

type Mutation = (text: string, chance: Chance) => string;

const spliced = (text: string, at: number, length: number, by = "") => text.slice(0, at) + by + text.slice(at + length);

const lineAt = (text: string, chance: Chance) => {
  const lines = text.split("\n");
  return { lines, at: chance(lines.length) };
};

/** What stands behind a key or a hyphen, to the end of its line, or in a list or a mapping within it. */
const valuesIn = (text: string) => [
  ...text.matchAll(/(?<=^[ -]*(?:- |\w+: ))(?![|>{[]|- )\S.*$/gm),
  ...text.matchAll(/(?<=[{,] ?\w+: )[^,}\]]+(?= ?[,}])/g),
  ...text.matchAll(/(?<=: \[|, )[^,:}\]]+(?=[,\]])/g),
];

function withValue(text: string, chance: Chance, by: (value: string) => string): string {
  const values = valuesIn(text);
  const one = values[chance(values.length)];
  return one ? spliced(text, one.index, one[0].length, by(one[0])) : text;
}

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
  // Another value behind a key, or in a list, and more behind what is there.
  (text, chance) => withValue(text, chance, () => VALUES[chance(VALUES.length)] ?? ""),
  (text, chance) => withValue(text, chance, () => VALUES[chance(VALUES.length)] ?? ""),
  (text, chance) => withValue(text, chance, (value) => value + (BEHIND[chance(BEHIND.length)] ?? "")),
  // A key's value of another key.
  (text, chance) => withValue(text, chance, () => valuesIn(text)[chance(valuesIn(text).length)]?.[0] ?? ""),
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
