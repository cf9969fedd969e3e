// printf's verbs beside what is given: where they do not fit, Go prints %!d(float64=5) in place of the value.
import { type Kind, NAMES, type Value } from "./world";

/** Which verbs a kind is printed with; v, T and q of a text are for all. */
const VERBS: Readonly<Record<string, string>> = {
  number: "eEfFgGbxX",
  whole: "dboOxXcUq",
  text: "sqxX",
  boolean: "t",
};

const VERB = /%[-+# 0]*(\*|\d+)?(?:\.(\*|\d*))?([\s\S]?)/gu;

/** What is wrong with a format, if anything is. Formats with indexes or computed widths are not judged. */
export function printfProblem([format]: readonly Value[], [, ...kinds]: readonly Kind[]): string | undefined {
  if (typeof format !== "string" || /%[^a-zA-Z%]*[[*]/.test(format)) return undefined;
  const verbs = [...format.matchAll(VERB)].map(([, , , verb = ""]) => verb).filter((verb) => verb !== "%");
  const open = verbs.indexOf("");
  if (open >= 0) return `printf's format "${format}" ends in the middle of a verb: Go prints %!(NOVERB)`;
  if (verbs.length !== kinds.length)
    return `printf's format "${format}" has ${verbs.length} verb${verbs.length === 1 ? "" : "s"}, and ${kinds.length} value${kinds.length === 1 ? " is" : "s are"} given`;
  for (const [i, verb] of verbs.entries()) {
    const kind = kinds[i] ?? "any";
    const known = VERBS[kind];
    if (known !== undefined && !`${known}vT`.includes(verb))
      return `printf's %${verb} does not print ${NAMES[kind]}: write ${kind === "number" ? "%.0f or %.2f" : `%${known[0]}`}`;
  }
  return undefined;
}
