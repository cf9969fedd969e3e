// Inputs by chance for everything that reads what others write: nothing crashes, takes seconds, or writes into every object.
// TOCSIN_INPUTS=1000000 and TOCSIN_SEED=7 for more of them, and for others.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { messageOf } from "../../components/error-text";
import { parseSettings, SettingsError } from "../../components/monitoring";
import { renderMarkdown } from "../../components/pages/markdown";
import { asWords, labelsOf, oneForm, parse, refusal } from "../../components/promql";
import { messageStyle, renderMessage } from "../../components/sample/inbox/slack/message-view";
import { renderMrkdwn } from "../../components/sample/inbox/slack/mrkdwn";
import { refusalFor, slackPayload } from "../../components/sample/inbox/slack/slack-payload";
import { readDashboard } from "../../infra/dashboards/grafana-json";
import { dashboardPage } from "../../infra/dashboards/html/dashboard-page";
import { readText } from "../../policies/content";
import { PACKS } from "../../policies/packs";
import { judge } from "../../policies/policy";
import { foreignMarkup } from "../components/sample/inbox/markup";
import { chanceFrom, mutated } from "../policies/fuzz/mutations";
import { TEXTS } from "../policies/fuzz/texts";
import { faults, texts, values, withFault } from "./chance";

/** Of all subjects together. */
const INPUTS = Number(process.env.TOCSIN_INPUTS ?? 20_000);
const SEED = Number(process.env.TOCSIN_SEED ?? 26);
/** Of this process' own time, so that a busy machine makes no difference. */
const MOST_SECONDS = 2;

const objects = () =>
  JSON.stringify([Object, Array, Function, String].map((one) => Reflect.ownKeys(one.prototype).map(String)));
const UNTOUCHED = objects();

afterAll(() => {
  expect(objects()).toBe(UNTOUCHED);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

/** Tries a subject's share of the inputs: less of what takes milliseconds. */
function tried<T>(share: number, inputs: fc.Arbitrary<T>, read: (input: T) => void) {
  const limit = { timeout: 60_000 + INPUTS * 20 };
  return [
    limit,
    () => {
      fc.assert(
        fc.property(inputs, (input) => {
          const before = process.cpuUsage();
          read(input);
          const { user, system } = process.cpuUsage(before);
          expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
          expect(Reflect.get({}, "polluted")).toBeUndefined();
        }),
        { numRuns: Math.ceil(INPUTS * share), seed: SEED, endOnFailure: true },
      );
    },
  ] as const;
}

const ENVIRONMENTS = ["local", "dev", "prod", "grafana"].map((name) => {
  const { config } = z
    .object({ config: z.record(z.string(), z.unknown()) })
    .parse(parseYaml(readFileSync(`Pulumi.${name}.yaml`, "utf8")));
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("tocsin:", ""), value]));
});

/** What may be thrown at whoever wrote the input; anything else is a crash. */
function onlyThrows(kinds: readonly (new (...args: never[]) => Error)[], read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!kinds.some((kind) => error instanceof kind)) throw error;
    expect(messageOf(error)).not.toBe("");
  }
}

describe(`${INPUTS} inputs by chance`, () => {
  const settings = fc.tuple(fc.constantFrom(...ENVIRONMENTS), fc.array(faults, { minLength: 1, maxLength: 3 }));
  test(
    "settings are taken, or refused with what is wrong",
    ...tried(0.1, settings, ([environment, all]) =>
      onlyThrows([SettingsError], () => parseSettings(fieldsOf(all.reduce<unknown>(withFault, environment)))),
    ),
  );

  const files = fc.oneof(
    fc
      .tuple(fc.constantFrom(...Object.values(TEXTS).flat()), fc.nat())
      .map(([text, seed]) => mutated(mutated(text, chanceFrom(seed + 1)), chanceFrom(seed + 2))),
    fc
      .tuple(fc.constantFrom(...Object.values(TEXTS).flat()), texts, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([text, piece, at]) => text.slice(0, at * text.length) + piece + text.slice(at * text.length)),
    texts,
  );
  test(
    "lint reads every file",
    ...tried(0.06, files, (text) => {
      const content = readText(text, { file: "rules.yml" });
      for (const pack of PACKS) judge(pack, { content, resources: [] });
    }),
  );

  test(
    "PromQL is understood, or said not to be",
    ...tried(0.12, texts, (any) => {
      // Of 20 kB, 450 ms for each time that it is read.
      const text = any.slice(0, 5_000);
      for (const expr of [text, `sum by (job) (rate(a{b="c"}[5m])) ${text}`, asWords(text)]) {
        oneForm(expr);
        const parsed = parse(expr);
        if ("error" in parsed) continue;
        refusal(parsed.expression);
        labelsOf(parsed.expression);
      }
    }),
  );

  const payloads = fc.oneof(
    values,
    fc
      .tuple(texts, fc.array(faults, { maxLength: 3 }))
      .map(([text, all]) => all.reduce<unknown>(withFault, payloadOf(text))),
  );
  test(
    "Slack payloads are refused, or shown with no markup but our own",
    ...tried(0.31, payloads, (input) => {
      const { data, error } = slackPayload.safeParse(input);
      if (error) expect(refusalFor(error.issues)).toMatch(/^[a-z_]+$/);
      if (!data) return;
      const message = {
        ...{ id: "1", receivedAt: "2026-01-01T00:00:00.000Z", payload: data },
        ...{ channel: data.channel ?? null, username: data.username ?? null },
      };
      expect(foreignMarkup(renderMessage(message).markup)).toEqual([]);
      expect(messageStyle([message])).not.toContain("</");
    }),
  );

  test(
    "Markdown of runbooks and Slack's has no markup but our own",
    ...tried(0.31, texts, (text) => {
      expect(foreignMarkup(renderMrkdwn(text).markup)).toEqual([]);
      // The class of a fenced block is its language, escaped.
      const markup = renderMarkdown(text).markup.replace(/<code class="language-[^"<>]*">/g, "<code>");
      expect(foreignMarkup(markup)).toEqual([]);
    }),
  );

  const whole = z
    .looseObject({ panels: z.array(z.unknown()) })
    .parse(JSON.parse(readFileSync("test/golden/local/dashboards-tocsin-node.json", "utf8")));
  const DASHBOARD = { ...whole, panels: whole.panels.slice(0, 4) };
  test(
    "dashboards are refused with their path, or are pages in which a text is a text",
    ...tried(0.1, fc.tuple(fc.array(faults, { maxLength: 2 }), texts), ([all, text]) =>
      onlyThrows([z.ZodError], () => {
        const dashboard = readDashboard(all.reduce<unknown>(withFault, DASHBOARD));
        const panels = dashboard.panels.map(({ gridPos, links }) => ({
          ...{ gridPos, links, title: text, description: text, queries: [text], refusals: [text] },
          content: { kind: "unknown" as const, type: text },
        }));
        const { uid, description, title } = dashboard;
        const view = {
          uid,
          title,
          description: `${description}${text}`,
          group: text,
          refusals: [text],
          variables: [{ label: text, value: text }],
          range: text,
          rows: [{ gridPos: { x: 0, y: 0, w: 1, h: 1 }, title: text }],
          panels,
        };
        const page = dashboardPage(view, { pages: new Set(), nowSeconds: 0 });
        expect(page.match(/<script/g)).toHaveLength(1);
        expect(page.match(/<(b|section|h2)\b[^>]*\son\w+=/)).toBeNull();
      }),
    ),
  );
});

/** As a settings file's reader hands them on. */
const fieldsOf = (value: unknown) => z.record(z.string(), z.unknown()).catch({}).parse(value);

const payloadOf = (text: string) => ({
  channel: "#alerts",
  text,
  attachments: [
    {
      color: "danger",
      title: text,
      title_link: "https://example.com",
      text,
      fields: [{ title: text, value: text, short: true }],
      actions: [{ type: "button", text: "Runbook", url: `https://example.com/${text}` }],
    },
  ],
});
