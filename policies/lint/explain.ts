// What a policy asks for, and why.
import { EXEMPTION } from "../content";
import { LIVE_PACK, LIVE_POLICIES, type LivePolicy } from "../live";
import { PACKS } from "../packs";
import { RENAMED } from "../renamed";
import { judgedExample } from "./example";

/** Throws where there is none of that name. */
export function explain(name: string): string {
  const current = RENAMED[name] ?? name;
  const live = LIVE_POLICIES.find((one) => one.name === current);
  if (live) return explainLive(live);
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
    exemptionFrom(policy.name),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const exemptionFrom = (name: string) =>
  `Exempt one place, with the reason: the annotation ${EXEMPTION}: "${name}: why", or for a file the comment # ${EXEMPTION}: ${name}: why`;

const explainLive = ({ name, level, description, why, fix }: LivePolicy): string =>
  [
    `${name} (${level}, ${LIVE_PACK})`,
    description,
    `Why: ${why}.\nWhat to do: ${fix}.`,
    "Only lint --prometheus URL asks for it: a file alone does not show it.",
    `${exemptionFrom(name)}\n`,
  ].join("\n\n");

const indented = (text: string) => text.replace(/^/gm, "  ");

/** Those whose names share a word, else all. */
function namesLike(name: string): string[] {
  const all = [...PACKS.flatMap(({ policies }) => policies), ...LIVE_POLICIES].map((one) => one.name);
  const words = name.split("-").filter((word) => word.length > 3);
  const like = all.filter((one) => words.some((word) => one.includes(word)));
  return like.length > 0 ? like : all;
}
