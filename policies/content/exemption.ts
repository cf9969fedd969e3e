// `tocsin_exempt: "policy-name: reason"`: an annotation of a rule or a manifest, a tag of a cloud's resource, a tag or a line of the
// description of a dashboard, or a comment in a file. Several are apart by semicolons.

import { RENAMED } from "../renamed";

export const EXEMPTION = "tocsin_exempt";

export interface Exemption {
  /** As it is called now. */
  policy: string;
  /** As the exemption calls it, where that is a name it had. */
  formerly?: string;
  /** Empty where none is given; it does not count then. */
  reason: string;
}

/** The exemptions in a text such as `rate-on-gauge: it is a counter; alert-severity: a test`. */
export function exemptionsIn(text: string | undefined): Exemption[] {
  return (text ?? "")
    .split(";")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [policy = "", ...reason] = entry.split(":");
      return { ...currentName(policy.trim()), reason: reason.join(":").trim() };
    });
}

function currentName(given: string): Pick<Exemption, "policy" | "formerly"> {
  const policy = RENAMED[given];
  return policy === undefined ? { policy: given } : { policy, formerly: given };
}

/** Those of lines of a description that begin with the word. */
export const exemptionsInText = (text: string): Exemption[] => linesAfter(/^[ \t]*tocsin_exempt:(.*)$/gm, text);

/** Those of a file's comments. */
export const exemptionsInComments = (text: string): Exemption[] =>
  linesAfter(/^[ \t]*#[ \t]*tocsin_exempt:(.*)$/gm, text);

function linesAfter(pattern: RegExp, text: string): Exemption[] {
  if (!text.includes(EXEMPTION)) return [];
  return [...text.matchAll(pattern)].flatMap(([, entry]) => exemptionsIn(entry?.trim()));
}
