// What the page on EC2 says that `dev` costs is what the estimate says.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Cost, costOf } from "../../../infra/preview/cost/cost";
import { AS_OF } from "../../../infra/preview/cost/prices";
import { ec2 } from "../../../stacks/ec2";
import { settingsWith } from "../../components/ec2/registered";
import { NOW, underMocks } from "../../support/mocks";

const PAGE = join(__dirname, "..", "..", "..", "docs/platforms/ec2.md");
const PART = /(?<=<!-- cost of dev -->\n).*?(?=<!-- end -->)/s;
const KEPT = /(?<=<!-- cost of what is kept -->\n).*?(?=<!-- end -->)/s;

const facts = { environment: "dev", runtime: "native" as const };

/** What the hosts are made of, which a team would have anyway. */
const OF_HOSTS = /^dev-hosts-/;

function table(all: Cost, monitoring: Cost): string {
  const number = (count: number) => count.toLocaleString("en", { maximumFractionDigits: 1 });
  const rows = all.parts.map(({ what, count, dollars }) => {
    const share = monitoring.parts.find((part) => part.what === what);
    return [what, share ? number(share.count) : "", share?.dollars.toFixed(2) ?? "", number(count), dollars.toFixed(2)];
  });
  const lines = [
    ["", "of the monitoring", "USD a month", "with the hosts", "USD a month"],
    ["---", "--:", "--:", "--:", "--:"],
    ...rows,
    ["**all of it**", "", `**${monitoring.total.toFixed(0)}**`, "", `**${all.total.toFixed(0)}**`],
  ];
  return [
    ...lines.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    `List prices of ${AS_OF}; not counted: ${all.notCounted.join("; ")}.`,
    "",
  ].join("\n");
}

/** Of `dev` with more settings, and of its monitoring alone. */
async function costs(more: object = {}): Promise<{ all: Cost; own: Cost }> {
  const settings = settingsWith({}, more);
  const { resources } = await underMocks("dev", () =>
    ec2.deploy(settings, { ...facts, projectDir: "/project", packageDir: "/project", credentials: {}, now: NOW }),
  );
  const monitoring = ec2.monitoring(settings, facts);
  const all = costOf({ monitoring, resources });
  const own = costOf({ monitoring, resources: resources.filter(({ name }) => !OF_HOSTS.test(name)) });
  if (!all || !own) throw new Error("no cost");
  return { all, own };
}

/** What keeping logs or traces adds. */
async function kept(usual: Cost): Promise<string> {
  const logs = { logs: { store: "victorialogs" } };
  const traces = { traces: { store: "jaeger" } };
  const rows: string[][] = [];
  // One after the other: mocks are of the process.
  for (const [what, more] of Object.entries({
    "`tocsin:logs`": logs,
    "`tocsin:traces`": traces,
    both: { ...logs, ...traces },
  })) {
    const { own } = await costs(more);
    const parts = own.parts.map(({ what: part, count }) => `${count.toLocaleString("en")} ${part}`);
    rows.push([what, parts.join("; "), (own.total - usual.total).toFixed(0)]);
  }
  const lines = [["`dev` with", "its monitoring is", "more USD a month"], ["---", "---", "--:"], ...rows];
  return [...lines.map((cells) => `| ${cells.join(" | ")} |`), ""].join("\n");
}

test("the EC2 page's tables of costs are up to date; else run this test with UPDATE=true", async () => {
  const { all, own } = await costs();
  const ofKept = await kept(own);
  const page = readFileSync(PAGE, "utf8");
  const wanted = page.replace(PART, () => table(all, own)).replace(KEPT, () => ofKept);
  if (process.env.UPDATE === "true") writeFileSync(PAGE, wanted);
  else expect(page).toBe(wanted);
  for (const part of [PART, KEPT]) expect(page).toMatch(part);
}, 60_000);
