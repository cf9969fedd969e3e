// What Prometheus refuses in relabelings (model/relabel of its source).
import { regexProblem } from "../../../components/promql";
import { isGiven, type Refusals } from "../refusals";
import { type Fields, isFields, listOf, textOf } from "../values";

const RELABELING = ["source_labels", "separator", "target_label", "regex", "modulus", "replacement", "action"];

/** The only fields of actions that take few. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  labeldrop: ["action", "regex"],
  labelkeep: ["action", "regex"],
  keepequal: ["action", "source_labels", "target_label"],
  dropequal: ["action", "source_labels", "target_label"],
  lowercase: ["action", "source_labels", "target_label", "separator", "regex", "modulus"],
  uppercase: ["action", "source_labels", "target_label", "separator", "regex", "modulus"],
};

/** What each action needs beside its name. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  replace: ["target_label"],
  keep: [],
  drop: [],
  keepequal: ["target_label"],
  dropequal: ["target_label"],
  hashmod: ["target_label", "modulus"],
  labelmap: [],
  labeldrop: [],
  labelkeep: [],
  lowercase: ["target_label"],
  uppercase: ["target_label"],
};

/** @param lists The fields of the owner that hold relabelings. */
export function relabelingRefusals(owner: Fields, lists: readonly string[], refusals: Refusals): void {
  for (const list of lists.filter((name) => listOf(owner[name]).includes(null)))
    refusals.add(owner, list, `empty or null rule in ${list}`);
  for (const one of lists.flatMap((list) => listOf(owner[list])).filter(isFields)) {
    refusals.unknown(one, RELABELING, "a relabeling");
    if (isFields(one) && "action" in one && !isGiven(one, "action")) {
      refusals.add(one, "action", "the relabel action cannot be empty", "Leave it out: replace is the default");
      continue;
    }
    const action = (textOf(one.action) ?? "replace").toLowerCase();
    const needed = ACTIONS[action];
    if (!needed) {
      refusals.add(
        one,
        "action",
        `unknown relabel action "${action}"`,
        `Write one of ${Object.keys(ACTIONS).join(", ")}`,
      );
      continue;
    }
    for (const field of needed)
      if (!isGiven(one, field))
        refusals.add(one, undefined, `the relabel action ${action} requires "${field}"`, `Set ${field}`);
    const other = ONLY[action] && Object.keys(one).find((field) => !ONLY[action]?.includes(field));
    if (other) refusals.add(one, other, `the relabel action ${action} takes no ${other}`, "Leave it out");
    const regex = textOf(one.regex);
    const problem = regex === undefined ? undefined : regexProblem(regex);
    if (problem) refusals.add(one, "regex", `the regular expression "${regex}" of a relabeling is invalid: ${problem}`);
  }
}
