// A page for each pack: what each of its policies asks for and why, bad and good, and how to exempt from it.
import { EXEMPTION } from "../../policies/content";
import { judgedExample } from "../../policies/lint/example";
import { PACKS } from "../../policies/packs";
import type { Pack, Policy } from "../../policies/policy";
import type { Setting } from "../../policies/settings";

/** By path in the repository. */
export const policyPages = (note: string): Readonly<Record<string, string>> =>
  Object.fromEntries(PACKS.map((pack) => [`docs/reference/policies/${pack.name}.md`, pageOf(pack, note)]));

const pageOf = ({ name, description, policies }: Pack, note: string): string =>
  [
    `# ${name}`,
    note,
    `${description} \`npm run lint -- --explain POLICY\` prints the same.`,
    policies.map((policy) => `- [${policy.name}](#${policy.name})`).join("\n"),
    ...policies.map(sectionOf),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");

function sectionOf(policy: Policy): string {
  const { name, level, description, examples, settings = {}, isStyle } = policy;
  const judged = judgedExample(policy);
  return [
    `## ${name}`,
    `${description} Level: ${level}${isStyle ? "; `lint` judges it with `--style`, or where it is configured" : ""}.`,
    ...(judged === "" ? [] : [`> ${judged.replaceAll("\n", " ")}`]),
    `Found:\n\n${fenced(examples.bad)}`,
    `Right:\n\n${fenced(examples.good)}`,
    ...Object.entries(settings).map(settingLine),
    `Exempt one place: the annotation \`${EXEMPTION}: "${name}: why"\`, or for a file the comment \`# ${EXEMPTION}: ${name}: why\`.`,
  ].join("\n\n");
}

const fenced = (text: string) => `\`\`\`yaml\n${text}\n\`\`\``;

const settingLine = ([name, { default: value, description }]: [string, Setting]) =>
  `Setting \`${name}\`: ${description} (default: ${typeof value === "number" ? value : value.join(", ") || "none"}).`;
