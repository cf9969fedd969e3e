// Texts, characters and numbers as Go reads them (strconv): undefined where it refuses them.

const ESCAPED: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, "\\": 92 };
const LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What stands in quotes or backticks. */
export function textIn(literal: string): string | undefined {
  const [quote = ""] = literal;
  const inside = literal.slice(1, -1);
  if (quote === "`") return inside.replaceAll("\r", "");
  const bytes: Buffer[] = [];
  for (let at = 0; at < inside.length; ) {
    const one = characterAt(inside, at, quote);
    if (!one) return undefined;
    bytes.push(one.isByte ? Buffer.of(one.value) : Buffer.from(String.fromCodePoint(one.value)));
    at += one.length;
  }
  return Buffer.concat(bytes).toString();
}

/** The number of a character in single quotes. */
export function characterIn(literal: string): number | undefined {
  const inside = literal.slice(1, -1);
  const one = characterAt(inside, 0, "'");
  return one?.length === inside.length ? one.value : undefined;
}

interface Character {
  value: number;
  /** As written. */
  length: number;
  /** Whether it is a byte, not a character. */
  isByte: boolean;
}

function characterAt(text: string, at: number, quote: string): Character | undefined {
  const value = text.codePointAt(at);
  if (value === undefined) return undefined;
  const written = String.fromCodePoint(value);
  if (written !== "\\") return { value, length: written.length, isByte: false };
  const sign = text[at + 1] ?? "";
  const known = sign === quote ? quote.charCodeAt(0) : ESCAPED[sign];
  if (known !== undefined) return { value: known, length: 2, isByte: false };
  const [octal] = /^[0-7]{3}/.exec(text.slice(at + 1, at + 4)) ?? [];
  if (octal !== undefined) {
    const byte = Number.parseInt(octal, 8);
    return byte > 255 ? undefined : { value: byte, length: 4, isByte: true };
  }
  const digits = LENGTHS[sign];
  if (digits === undefined) return undefined;
  const hexadecimal = text.slice(at + 2, at + 2 + digits);
  if (hexadecimal.length < digits || !/^[\da-fA-F]+$/.test(hexadecimal)) return undefined;
  const code = Number.parseInt(hexadecimal, 16);
  const isCharacter = sign === "x" || (code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff));
  return isCharacter ? { value: code, length: 2 + digits, isByte: sign === "x" } : undefined;
}

const INTEGER = /^([+-]?)(0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/;
const LARGEST = { signed: 2n ** 63n, unsigned: 2n ** 64n };

/** NaN of a complex number, which has no value of its own. */
export function numberIn(literal: string): number | undefined {
  if (literal.endsWith("i")) {
    const imaginary = floatIn(literal.slice(0, -1));
    if (imaginary === undefined) return undefined;
    return imaginary === 0 ? 0 : Number.NaN;
  }
  const [, sign = "", digits = ""] = INTEGER.exec(literal) ?? [];
  if (digits !== "") {
    const plain = digits.replaceAll("_", "");
    const value = BigInt(/^0\d/.test(plain) ? `0o${plain.slice(1)}` : plain);
    const largest = sign === "" ? LARGEST.unsigned - 1n : sign === "+" ? LARGEST.signed - 1n : LARGEST.signed;
    return value > largest ? undefined : Number(value) * (sign === "-" ? -1 : 1);
  }
  return /[.eEpP]/.test(literal) ? floatIn(literal) : undefined;
}

/** Of two numbers, the second with an i. */
export function complexIn(literal: string): number | undefined {
  const [, real = "", imaginary = ""] = /^([+-]?[^+-]+(?:[eEpP][+-][^+-]+)?)([+-].*)i$/.exec(literal) ?? [];
  return floatIn(real) === undefined || floatIn(imaginary) === undefined ? undefined : Number.NaN;
}

/** A number is cut at its point and exponent, and the pieces are looked at one by one. */
function floatIn(literal: string): number | undefined {
  const [, sign = "", unsigned = ""] = /^([+-]?)(.*)$/.exec(literal) ?? [];
  const isHexadecimal = /^0[xX]/.test(unsigned);
  const [mantissa = "", exponent] = unsigned.slice(isHexadecimal ? 2 : 0).split(isHexadecimal ? /[pP]/ : /[eE]/);
  const [whole = "", part = ""] = (isHexadecimal ? mantissa.replaceAll("_", "") : mantissa).split(".");
  const isExponent = exponent === undefined ? !isHexadecimal : /^[+-]?\d+$/.test(exponent);
  if (!isExponent || !(isHexadecimal ? /^[\da-fA-F]+$/ : /^\d+$/).test(whole + part)) return undefined;
  const value = isHexadecimal
    ? Number.parseInt(whole + part, 16) * 2 ** (Number(exponent) - 4 * part.length)
    : Number(unsigned);
  return Number.isFinite(value) ? value * (sign === "-" ? -1 : 1) : undefined;
}
