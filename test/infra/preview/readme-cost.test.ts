// What the README says that `dev` costs is what the estimate says.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Cost, costOf } from "../../../infra/preview/cost/cost";
import { AS_OF } from "../../../infra/preview/cost/prices";
import { ec2 } from "../../../stacks/ec2";
import { settingsWith } from "../../components/ec2/registered";
import { underMocks } from "../../support/mocks";

const README = join(__dirname, "..", "..", "..", "README.md");
const PART = /(?<=<!-- cost of dev -->\n).*?(?=<!-- end -->)/s;

const facts = { environment: "dev", runtime: "native" as const };

function table({ total, parts, notCounted }: Cost): string {
  const rows = parts.map(({ what, count, dollars }) => [
    what,
    count.toLocaleString("en", { maximumFractionDigits: 1 }),
    dollars.toFixed(2),
  ]);
  const lines = [
    ["", "", "USD a month"],
    ["---", "--:", "--:"],
    ...rows,
    ["**all of it**", "", `**${total.toFixed(0)}**`],
  ];
  return [
    ...lines.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    `List prices of ${AS_OF}; not counted: ${notCounted.join("; ")}.`,
    "",
  ].join("\n");
}

test("the README's table of costs is up to date; else run this test with UPDATE=true", async () => {
  const settings = settingsWith();
  const { resources } = await underMocks("dev", () =>
    ec2.deploy(settings, { ...facts, projectDir: "/project", credentials: {} }),
  );
  const cost = costOf({ monitoring: ec2.monitoring(settings, facts), resources });
  if (!cost) throw new Error("no cost");
  const readme = readFileSync(README, "utf8");
  const wanted = readme.replace(PART, () => table(cost));
  if (process.env.UPDATE === "true") writeFileSync(README, wanted);
  else expect(readme).toBe(wanted);
  expect(readme).toMatch(PART);
});
