// What is masked in a line or a span before it leaves the collector: secrets and personal data.
import { text } from "./ottl";

/** A pattern of RE2, and what takes its place. */
interface Mask {
  readonly pattern: string;
  readonly replacement: string;
}

/** Where secrets are looked for: texts, and flat fields. */
export interface Masked {
  readonly texts: readonly string[];
  readonly fields: readonly string[];
}

/** A line, and where it comes from. */
const LINE: Masked = { texts: ["log.body"], fields: ["log.attributes", "resource.attributes"] };

const MASKED = "[masked]";

/** Names of fields, headers and variables whose values are secrets, as they end. */
const SECRET = String.raw`[\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)`;
const HEADER = "(?:set-)?cookie|(?:proxy-)?authorization";

/** Issuers' prefixes, with 16 digits in fours, or 15 of American Express: a time in milliseconds or microseconds begins with none of them. */
const CARD = String.raw`(?:4\d{3}|5[1-5]\d{2}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)|6(?:011|5\d{2}))[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5}`;

// None takes a quotation mark or a backslash away that it has not opened: what holds JSON still does.
const MASKS: readonly Mask[] = [
  {
    pattern: String.raw`(?i)("(?:${SECRET}|${HEADER})"\s*:\s*)(?:"(?:[^"\\]|\\.)*"|[^\s",}\]\[{]+)`,
    replacement: `$1"${MASKED}"`,
  },
  { pattern: String.raw`(?i)\b((?:${HEADER})\s*[:=]\s*)[^"'\\\r\n]+`, replacement: `$1${MASKED}` },
  {
    pattern: String.raw`(?i)(\b${SECRET}\s*[:=]\s*)(?:"[^"\\]*"|'[^'\\]*'|[^\s"'\\,;&}]+)`,
    replacement: `$1${MASKED}`,
  },
  { pattern: String.raw`(?i)\b(bearer )[\w.~+/=-]{8,}`, replacement: `$1${MASKED}` },
  { pattern: String.raw`(?i)\b(basic )[\w+/=-]{16,}`, replacement: `$1${MASKED}` },
  { pattern: String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?`, replacement: MASKED },
  {
    pattern: String.raw`\b(?:gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|sk-|[rs]k_live_)[\w-]{16,}`,
    replacement: MASKED,
  },
  { pattern: String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`, replacement: MASKED },
  { pattern: String.raw`(://)[^\s:/@"]+:[^\s/@"]+@`, replacement: `$1${MASKED}@` },
  { pattern: String.raw`[\w.%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b`, replacement: "[e-mail]" },
  { pattern: String.raw`\b(?:${CARD})\b`, replacement: "[card]" },
];

/** A number that stands in JSON without quotation marks is masked before that is read: numbers hold no pattern. */
export const maskNumbers = `replace_pattern(log.body, ${text(String.raw`(:\s*)(?:${CARD})(\s*[,}\]])`)}, ${text('$1"[card]"$2')})`;

/** Statements for a line, or for what else is masked alike; `more` are patterns of the settings. */
export function maskStatements(more: readonly string[], { texts, fields }: Masked = LINE): string[] {
  const masks = [...MASKS, ...more.map((pattern) => ({ pattern, replacement: MASKED }))];
  return [
    ...fields.map((map) => `delete_matching_keys(${map}, ${text(`(?i)(?:^|[.])(?:${SECRET}|${HEADER})(?:[.]|$)`)})`),
    ...masks.flatMap(({ pattern, replacement }) => {
      const by = `${text(pattern)}, ${text(replacement)}`;
      return [
        ...texts.map((one) => `replace_pattern(${one}, ${by})`),
        ...fields.map((map) => `replace_all_patterns(${map}, "value", ${by})`),
      ];
    }),
  ];
}
