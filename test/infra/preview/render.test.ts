// What a reviewer reads of a change.
import fc from "fast-check";
import { marked, type Token, type Tokens } from "marked";
import { describe, expect, test } from "vitest";
import type { Monitoring } from "../../../components/monitoring";
import { changesOf } from "../../../infra/preview/changes";
import { engineSection } from "../../../infra/preview/render/engine";
import { markerOf, renderMarkdown } from "../../../infra/preview/render/markdown";
import { renderText } from "../../../infra/preview/render/text";
import { EVERY_SERVICE } from "../../support/environment";
import { CHANGED, changesWith, watching } from "./sides";

const options = { environment: "prod", against: "main" };

/** A change whose every text is this one. */
function changeNamed(text: string): { base: Monitoring; head: Monitoring } {
  const base = watching();
  const group = base.groups.find(({ name }) => name === "node");
  const placed = group?.alerts[0];
  if (!group || !placed) throw new Error("The small environment watches no host");
  const named = (expr: string) => ({
    ...placed,
    alert: { ...placed.alert, name: text, expr },
    expr,
    annotations: { ...placed.annotations, summary: expr },
  });
  const target = { address: text, labels: { instance: text, service: text, team: text } };
  const withAlert = (expr: string): Monitoring => ({ ...base, groups: [{ ...group, alerts: [named(expr)] }] });
  return {
    base: withAlert("up == 0"),
    head: {
      ...withAlert(`${text} up`),
      jobs: base.jobs.map((job) => ({ ...job, targets: [...job.targets, target] })),
      notifications: {
        ...base.notifications,
        receivers: [...base.notifications.receivers, { name: text, slack: { channel: text } }],
      },
    },
  };
}

/** A cell as it is read. */
const read = ({ tokens }: Tokens.TableCell) =>
  tokens
    .map((token) => ("text" in token && token.type !== "html" ? String(token.text) : ""))
    .join("")
    .replace(/&#(\d+);/g, (_, point: string) => String.fromCodePoint(Number(point)));

const isTable = (token: Token): token is Tokens.Table => token.type === "table";

describe("in a comment", () => {
  test("the first line is what a workflow finds it by", () => {
    expect(renderMarkdown(changesWith(CHANGED), options).split("\n")[0]).toBe("<!-- tocsin-preview prod -->");
    expect(markerOf("prod")).toBe("<!-- tocsin-preview prod -->");
  });

  test("no change is said in a line", () => {
    const text = renderMarkdown(changesWith({}), options);
    expect(text).toContain("**No change to what is watched**, compared with `main`.");
    expect(text.trim().split("\n")).toHaveLength(4);
  });

  test("an expression stands with its old form, in lines of their own", () => {
    const { base, head } = changeNamed("a");
    expect(renderMarkdown(changesOf(base, head), options)).toContain("```diff\n- up == 0\n+ a up\n```");
  });

  test("twenty of a kind are shown, then their number; all fits into what GitHub takes", () => {
    const base = watching();
    const head: Monitoring = {
      ...base,
      groups: base.groups.map((group) => ({
        ...group,
        alerts: group.alerts.map((placed) => ({
          ...placed,
          alert: { ...placed.alert, expr: `${placed.alert.expr} + ${"0".repeat(9_000)}` },
        })),
      })),
    };
    const alerts = base.groups.flatMap((group) => group.alerts).length;
    expect(renderMarkdown(changesOf(base, head), options).length).toBeLessThan(40_000);
    expect(renderText(changesOf(undefined, base))).toContain(`… and ${alerts - 20} added`);
    const all = renderMarkdown(changesOf(undefined, watching({ services: EVERY_SERVICE })), options);
    expect(all.length).toBeLessThan(40_000);
  });

  test("nobody's text becomes Markdown, HTML, another column or a mention", () => {
    const nasty = fc.stringMatching(/^[a-z|`<>&*_[\]()#@!~\\\n "'-]{1,30}$/).filter((text) => text.trim() !== "");
    const fixed = ["a|b", "`|`", "``` \n```", "<img src=x>", "</details>", "a\\|b", "@everyone", "<!-- -->", "**b**"];
    const holds = (text: string) => {
      const { base, head } = changeNamed(text);
      const markdown = renderMarkdown(changesOf(base, head), options);
      const html: string[] = [];
      const other: string[] = [];
      const cells: string[] = [];
      marked.walkTokens(marked.lexer(markdown), (token) => {
        if (token.type === "html") html.push(token.raw.trim());
        if (["image", "link", "strong", "em", "del"].includes(token.type)) other.push(token.raw);
        if (isTable(token)) cells.push(...token.rows.flat().map(read));
      });
      const own = /^(<!-- tocsin-preview prod -->|<\/?(details|code)>|<details>\n<summary>[\w :,]+<\/summary>)$/;
      expect(html.filter((raw) => !own.test(raw))).toEqual([]);
      const told = text.replace(/\s+/g, " ").trim();
      expect(cells).toEqual(expect.arrayContaining([told, `service ${told}; team ${told}`]));
      expect(other.filter((raw) => !/^\*\*\d+ alert/.test(raw))).toEqual([]);
    };
    for (const text of fixed) holds(text);
    fc.assert(fc.property(nasty, holds), { numRuns: 60 });
  });

  test("what the engine said follows, without colours, and of a long text the end", () => {
    const section = engineSection(`\u001b[31mred\u001b[0m\n${"line\n".repeat(9_000)}2 to create`);
    expect(section.length).toBeLessThan(21_000);
    expect(section).toContain("2 to create\n```");
    expect(section).toMatch(/\(\d+ lines before are left out\)/);
    expect(engineSection("\u001b[31mred\u001b[0m")).toContain("```text\nred\n```");
    expect(engineSection("a\n```\n</details>")).toContain("````text\na\n```\n</details>\n````");
  });
});

describe("in the terminal", () => {
  test("each change is a line, old → new", () => {
    expect(renderText(changesWith({ alerts: CHANGED.alerts }))).toMatchInlineSnapshot(`
      "1 alert changed, 1 removed; 1 panel changed

      Alerts: 1 changed, 1 removed
        ~ NodeMemoryHighUtilization (warning)  threshold: > 90% → > 70%; for: 5 m → 10 m; detection latency: 6 m 25 s → 11 m 25 s
        - NodeCPUHighIowait (warning)  threshold: > 20%; for: 10 m; route: slack-alerts

      Panels: 1 changed
        ~ Waiting for disks (tocsin-node)  line of alert: NodeCPUHighIowait → none
      "
    `);
  });

  test("of a long expression the part that differs is shown", () => {
    const { base, head } = changeNamed(`${"a".repeat(150)}`);
    expect(renderText(changesOf(base, head))).toMatch(/expression: …?.*up == 0.* → .*aaa up/);
  });
});
