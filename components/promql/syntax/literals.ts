// The texts of PromQL literals → their values.

export const UNIT_SECONDS = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
} as const;

const SECONDS: Readonly<Record<string, number>> = UNIT_SECONDS;

const ESCAPED: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** As Go has them: a character by its number, or by a letter. */
const ESCAPES = /\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-7]{3}|.)/gis;

/** A number, a duration in seconds, or undefined for anything else. */
export function numberOf(text: string): number | undefined {
  const plain = text.replaceAll("_", "").toLowerCase();
  if (/^[-+]?inf$/.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  if (plain === "nan") return Number.NaN;
  const value = plain === "" ? Number.NaN : Number(plain);
  return Number.isNaN(value) ? secondsOf(plain) : value;
}

/** A duration such as 1h30m in seconds, or undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  if (!/^[-+]?(\d+(ms|[smhdwy]))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(?<!\d)(\d+)(ms|[smhdwy])/g)];
  const seconds = parts.reduce((sum, [, count = "", unit = ""]) => sum + Number(count) * (SECONDS[unit] ?? 0), 0);
  return text.startsWith("-") ? -seconds : seconds;
}

/** The escape sequence that Go does not know, of a literal with its quotes; a backtick's has none. */
export function unknownEscape(text: string): string | undefined {
  const [quote = ""] = text;
  if (quote === "`") return undefined;
  const escapes = [...text.slice(1, -1).matchAll(ESCAPES)];
  const isKnown = (one: string) => one.length > 1 || one === quote || /[abfnrtv\\]/.test(one);
  return escapes.map(([, one = ""]) => one).find((one) => !isKnown(one));
}

/** The text between the quotes. Undefined where the closing one is missing. */
export function unquoted(text: string): string | undefined {
  const [quote = ""] = text;
  if (text.length < 2 || !text.endsWith(quote)) return undefined;
  const inner = text.slice(1, -1);
  if (quote === "`") return inner;
  if (/(^|[^\\])(\\\\)*\\$/.test(inner)) return undefined;
  return inner.replace(ESCAPES, (_, one: string) => ESCAPED[one] ?? (one.length === 1 ? one : numbered(one)));
}

/** The character of `x41`, `u0041`, `U00000041` or `101`; of a number that none has, the sign for that. */
function numbered(code: string): string {
  const number = /^[xu]/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8);
  return number > 0x10_ffff ? "\ufffd" : String.fromCodePoint(number);
}

/** A literal with its quotes whose backslashes before what Go does not know are doubled; they can mean nothing else. */
export const withKnownEscapes = (literal: string): string =>
  literal.replace(/\\(.)/g, (whole, char: string) => (/[abfnrtv\\"'\dxuU]/.test(char) ? whole : `\\${whole}`));
