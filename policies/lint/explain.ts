// What a policy asks for, and why.
import { EXEMPTION } from "../content";
import { PACKS } from "../packs";
import { RENAMED } from "../renamed";
import { judgedExample } from "./example";

/** Throws where there is none of that name. */
export function explain(name: string): string {
  const current = RENAMED[name] ?? name;
  const pack = PACKS.find(({ policies }) => policies.some((one) => one.name === current));
  const policy = pack?.policies.find((one) => one.name === current);
  if (!pack || !policy) throw new Error(`There is no policy "${name}". All: ${namesLike(name).join(", ")}`);
  const settings = Object.entries(policy.settings ?? {}).map(
    ([setting, { default: value, description }]) => `  ${setting}: ${description}; ${JSON.stringify(value)} by default`,
  );
  const sections = [
    `${policy.name} (${policy.level}, ${pack.name})`,
    policy.description,
    judgedExample(policy),
    `Found:\n${indented(policy.examples.bad)}`,
    `Right:\n${indented(policy.examples.good)}`,
    ...(settings.length > 0 ? [`Settings:\n${settings.join("\n")}`] : []),
    `Exempt one place, with the reason: the annotation ${EXEMPTION}: "${policy.name}: why", or for a file the comment # ${EXEMPTION}: ${policy.name}: why`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const indented = (text: string) => text.replace(/^/gm, "  ");

/** Those whose names share a word, else all. */
function namesLike(name: string): string[] {
  const all = PACKS.flatMap(({ policies }) => policies.map((one) => one.name));
  const words = name.split("-").filter((word) => word.length > 3);
  const like = all.filter((one) => words.some((word) => one.includes(word)));
  return like.length > 0 ? like : all;
}
