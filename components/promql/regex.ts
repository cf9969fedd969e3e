// What Go's regular expressions refuse, as far as JavaScript's parser and a few differences tell.

/** Known to JavaScript, and not to RE2. */
const UNKNOWN_TO_RE2: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, "RE2 has no lookahead and no lookbehind"],
  [/\\[1-9]/, "RE2 has no backreferences"],
];

const judged = new Map<string, string | undefined>();

/** What is wrong with a regular expression, or undefined. */
export function regexProblem(pattern: string): string | undefined {
  if (!judged.has(pattern)) judged.set(pattern, problemOf(pattern));
  return judged.get(pattern);
}

function problemOf(pattern: string): string | undefined {
  // An escaped character, and one of a class, opens no group.
  const plain = pattern.replace(/\\[^1-9]/g, "_").replace(/\[\^?\]?[^\]]*(?:\]|$)/g, "_");
  const unknown = UNKNOWN_TO_RE2.find(([found]) => found.test(plain))?.[1];
  if (unknown) return unknown;
  try {
    new RegExp(inJavaScript(pattern));
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split(": ").at(-1) ?? error.message) : String(error);
  }
}

/** The pattern that takes this text and no other. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether a pattern takes a whole text, as servers anchor it; undefined where it cannot be read here. */
export function matches(pattern: string, text: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${inJavaScript(pattern)})$`, "s").test(text);
  } catch {
    return undefined;
  }
}

/** Places, which RE2 repeats like anything else; not in classes, and not where the sign is escaped. */
const REPEATED_PLACE = /(\\[bB]|[$^])(?=[*+?{])|\\.|\[\^?\]?(?:\\.|[^\]])*\]/g;

const inJavaScript = (pattern: string) =>
  pattern
    .replace(REPEATED_PLACE, (found, place: string | undefined) => (place ? `(?:${place})` : found))
    .replace(/\(\?[imsU-]+\)/g, "")
    .replace(/\(\?[imsU-]+:/g, "(?:")
    .replace(/\(\?P</g, "(?<")
    .replace(/\[\[:\^?\w+:\]\]/g, "\\w")
    .replace(/\\Q.*?(\\E|$)/g, "_");
