// Inputs by chance: texts out of pieces that mean something to some reader, values that are nobody's, faults in what is right.
import fc from "fast-check";

/** What means something to YAML, PromQL, Go's templates, JavaScript, HTML, Markdown, shells and terminals. */
const PIECES = [
  ...[
    "'",
    '"',
    "`",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u001b[2J",
    "\u202e",
    "\ud800",
    "é",
    "🔥",
    " ",
    "  - ",
    ": ",
    "#",
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell reads it
  ...["{{", "}}", "{{ .Labels }}", "${x}", "$(id)", "$value", "</script>", "<!--", "<b onclick=a()>", "&lt;", "&#60;"],
  ...["!!js/function x", "*a", "&a ", "<<: *a", "---\n", "|", ">", "%", "@", "](", "[a](javascript:b)", "```", "~~~"],
  ...["1. ", "*a _b "],
  ...[
    "rate(",
    "sum by (job) (",
    ")",
    '{a=~"',
    '"}',
    "[5m]",
    "[5m:1m]",
    " offset 5m",
    " or ",
    " on () ",
    "1e999",
    "0x1",
  ],
  ...[
    "<https://a|",
    "<!channel>",
    "<@U1>",
    "*a*",
    "_b_",
    "~c~",
    "(((((((((((((((",
    "[[[[[[[[[[[[[[[[",
    "aaaaaaaaaaaaaaaaaaaaaa",
  ],
];

/** Now and then one that is long, of one character or of one piece again and again. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((parts) => parts.join("")) },
  { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...PIECES), fc.integer({ min: 100, max: 5_000 }))
      .map(([piece, times]) => piece.repeat(times).slice(0, 20_000)),
  },
);

/** Keys that objects have anyway. */
const KEYS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "length", "0", "", "*"];

/** What JSON or YAML may hold, with keys that a careless reader writes into every object. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1e308, Number.NaN, "", [], {}),
  texts,
  fc.array(texts, { maxLength: 3 }),
  fc
    .tuple(fc.constantFrom(...KEYS), fc.constantFrom<unknown>({ polluted: true }, "x", null, [1]))
    .map(([key, value]) => JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`)),
);

/** Something inside of a value: where it is chosen by numbers, so that the same input comes of the same seed. */
export interface Fault {
  /** Which of the places, of all that there are. */
  at: number;
  how: "instead" | "beside" | "without";
  value: unknown;
  key: string;
}

export const faults: fc.Arbitrary<Fault> = fc.record({
  at: fc.nat(1_000_000),
  how: fc.constantFrom("instead", "instead", "beside", "without"),
  value: values,
  key: fc.oneof(
    fc.constantFrom(...KEYS),
    texts.map((text) => text.slice(0, 40)),
  ),
});

/** A copy with one fault. */
export function withFault(value: unknown, { at, how, value: other, key }: Fault): unknown {
  const copy = structuredClone(value);
  const places = placesIn(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return other;
  const { owner, name } = place;
  if (how === "without") Reflect.deleteProperty(owner, name);
  else if (how === "instead") Reflect.set(owner, name, other);
  else if (Array.isArray(owner)) owner.push(other);
  // As JSON does it: a key is a key, whatever it is called.
  else Reflect.defineProperty(owner, key, { value: other, enumerable: true, configurable: true, writable: true });
  return copy;
}

function placesIn(value: unknown): { owner: object; name: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [{ owner: value, name }, ...placesIn(inner)]);
}
