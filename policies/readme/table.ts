// The policies → the table of the README.
import type { Pack, Policy } from "../policy";
import type { Setting } from "../settings";

/** Lines between which the README's table stands. */
export const [START, END] = ["<!-- policies: written by readme/main.ts -->", "<!-- /policies -->"];

/** A section a pack, with a row a policy. */
export function policyTables(packs: readonly Pack[]): string {
  return packs
    .map(({ name, description, policies }) =>
      [
        `### ${name}`,
        "",
        description,
        "",
        "| Policy | Level | Found | Correct |",
        "| --- | --- | --- | --- |",
        ...policies.map(row),
      ].join("\n"),
    )
    .join("\n\n");
}

/** The README with this table in place of the one that it has. */
export function withTables(readme: string, packs: readonly Pack[]): string {
  const [before, after] = [readme.split(START)[0] ?? "", readme.split(END)[1] ?? ""];
  return `${before}${START}\n\n${policyTables(packs)}\n\n${END}${after}`;
}

const row = ({ name, level, description, examples, settings = {} }: Policy) =>
  `| **${name}**<br>${text(description)}${Object.entries(settings).map(setting).join("")} | ${level} | ${code(examples.bad)} | ${code(examples.good)} |`;

/** A table's cell is one line. */
const code = (example: string) => `<pre>${text(example).replaceAll("\n", "<br>")}</pre>`;

const text = (plain: string) =>
  plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("|", "&#124;");

const setting = ([name, { default: value, description }]: [string, Setting]) =>
  `<br>\`${name}\` (${typeof value === "number" ? value : value.join(", ") || "none"}): ${text(description)}`;
