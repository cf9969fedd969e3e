// Corrections of what has one right answer, made in the text of the file. Each is kept only where its finding is gone and nothing mandatory came.
import { readFileSync, writeFileSync } from "node:fs";
import type { Finding } from "../policy";
import type { Configuration } from "../settings";
import { lintTexts } from "./lint";

export interface Fixed {
  file: string;
  policy: string;
  rule: string;
}

/** Corrects files in place, and gives what was corrected. What stands inside other files' texts stays. */
export function fixFiles(findings: readonly Finding[], configuration: Configuration): Fixed[] {
  const files = [...new Set(findings.flatMap(({ file, replace }) => (replace && file !== "-" ? [file] : [])))];
  return files.flatMap((file) => {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch {
      // A part of another file, as in a ConfigMap.
      return [];
    }
    const fixed: Fixed[] = [];
    let left = lintTexts([{ file, text }], configuration);
    for (let tried = 0; tried < left.length; ) {
      const finding = left[tried];
      const next = finding && corrected(text, finding);
      const after = next === undefined ? undefined : lintTexts([{ file, text: next }], configuration);
      if (finding === undefined || next === undefined || after === undefined || !isBetter(finding, left, after)) {
        tried += 1;
        continue;
      }
      fixed.push({ file, policy: finding.policy, rule: finding.rule });
      [text, left] = [next, after];
    }
    if (fixed.length > 0) writeFileSync(file, text);
    return fixed;
  });
}

/** Whether one finding of its policy is gone, and nothing mandatory has come: what can be read at last may show more to advise. */
function isBetter({ policy }: Finding, before: readonly Finding[], after: readonly Finding[]): boolean {
  const ofPolicy = (findings: readonly Finding[]) => findings.filter((one) => one.policy === policy).length;
  const mandatory = (findings: readonly Finding[]) => findings.filter(({ level }) => level === "mandatory").length;
  return ofPolicy(after) < ofPolicy(before) && mandatory(after) <= mandatory(before);
}

/** The text with the first place after the finding's that reads so; undefined where there is none. */
function corrected(text: string, { replace, line = 1 }: Finding): string | undefined {
  if (!replace) return undefined;
  const from = text.split("\n", line - 1).join("\n").length;
  // As it is, and inside double quotes of YAML or JSON.
  for (const written of [(one: string) => one, (one: string) => JSON.stringify(one).slice(1, -1)]) {
    const at = text.indexOf(written(replace.from), from);
    if (at !== -1) return `${text.slice(0, at)}${written(replace.to)}${text.slice(at + written(replace.from).length)}`;
  }
  return undefined;
}
