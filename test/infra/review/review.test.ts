// A review of two weeks in a real Prometheus; its overrides, applied, silence what nobody acted on and lose no incident.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { assemble } from "../../../components/monitoring";
import { startInbox } from "../../../components/sample/inbox/server";
import { backtest } from "../../../infra/commands/backtest/backtest";
import { ruleSetOf } from "../../../infra/commands/backtest/rules";
import { type ReviewOptions, reviewCommand } from "../../../infra/commands/review/command";
import { postReview } from "../../../infra/commands/review/slack";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { type Running, start } from "../backtest/past";
import { BURSTS, FORTNIGHT, FROM, INCIDENTS, NOW } from "./fortnight";

const ALERT = "RedisOutOfConfiguredMaxmemory";

const monitoring = (alerts: object = {}) =>
  assemble(
    "shop",
    settings({ services: [{ name: "cache", mixin: "redis", targets: ["10.0.0.1:9121"] }], alerts }),
    endpoints,
  );

const tools = toolsOrSkip("prometheus", "promtool");

describe.skipIf(!tools)("a review of a fortnight", () => {
  let prometheus: Running;
  let projectDir: string;
  let slack: string | undefined;
  beforeAll(async () => {
    projectDir = await mkdtemp(join(tmpdir(), "review-"));
    if (tools) prometheus = await start(tools, FORTNIGHT, ["--query.lookback-delta=45s"]);
  }, 120_000);
  afterAll(async () => {
    await prometheus?.stop();
    await rm(projectDir, { recursive: true });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  async function printed(options: ReviewOptions, now = NOW): Promise<string> {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.useFakeTimers({ now: now * 1_000, toFake: ["Date"] });
    const review = reviewCommand({
      monitoringOf: async () => monitoring(),
      silencesOf: async () => {
        throw new Error("Alertmanager does not answer");
      },
      eventsOf: async (_, file) => file,
      post: async (_, channel, review) => postReview(channel, review, "xoxb-1", slack),
      projectDir,
    });
    await review("shop", { prometheus: prometheus.url, days: "14", ...options });
    return said.join("\n");
  }

  /** What an alert would have fired over the same history, with overrides. */
  async function firedWith(alerts: object) {
    const grid = { startSeconds: FROM, endSeconds: NOW, stepSeconds: 30 };
    const rules = ruleSetOf(monitoring(alerts));
    const head = {
      ...rules,
      rules: rules.rules.filter(({ name, severity }) => name === ALERT && severity === "warning"),
    };
    const args = { prometheus: prometheus.url, head, grid, evaluationSeconds: 30, onProgress: () => undefined };
    return (await backtest(args)).rules[0]?.after?.firing;
  }

  test("says what fired, how much of it at night, and what would be quieter", async () => {
    const text = await printed({ zone: "Europe/Berlin" });
    await expect(text.replace(/^\d+ alerts: .*$/m, "… alerts: …")).toMatchFileSnapshot("fortnight.md");
    expect(text).toMatch(/Did not fire\n\n\d+ alerts: .*RedisDown, /);
    expect(text).not.toMatch(new RegExp(`Did not fire\\n\\n.*${ALERT}`));
  });

  test("its overrides, written into the settings, silence more than half and lose no incident", async () => {
    const file = join(projectDir, "Pulumi.shop.yaml");
    await writeFile(file, "# Ours\nconfig:\n  tocsin:team: shop # the usual one\n");
    await printed({ write: true });
    const text = await readFile(file, "utf8");
    expect(text).toMatch(/^# Ours\nconfig:\n {2}tocsin:team: shop # the usual one\n/);
    const before = await firedWith({});
    const after = await firedWith(parse(text).config["tocsin:alerts"]);
    expect(before?.times).toBe(BURSTS.length + INCIDENTS.length);
    expect(after?.times).toBe(INCIDENTS.length);
    expect(after?.longestSeconds).toBeGreaterThan(100 * 60);
  });

  test("what is worth a look is posted to a channel, and Slack's refusal is said", async () => {
    const inbox = await startInbox({ port: 0, host: "127.0.0.1", data: join(projectDir, "inbox") });
    try {
      slack = `${inbox.url}/api`;
      await printed({ slack: "#alerts-review" });
      const messages: unknown = await (await fetch(`${inbox.url}/messages`)).json();
      const text = expect.stringMatching(
        new RegExp(`^\\*Review of shop, .*\\*Sent most\\*\n• \\*${ALERT}\\* .*\\*Proposals\\*\n• \\*${ALERT}\\*`, "s"),
      );
      expect(messages).toMatchObject([{ channel: "#alerts-review", payload: { text } }]);
      await expect(printed({ slack: "Alerts!" })).rejects.toThrow("Slack refuses chat.postMessage: channel_not_found");
    } finally {
      await inbox.close();
    }
  });

  test("a time without history is said, and what cannot be meant is refused", async () => {
    await expect(printed({ days: "1" }, FROM - 86_400)).rejects.toThrow("has no history of the last 1 days");
    await expect(printed({ zone: "Berlin" })).rejects.toThrow('--zone: found "Berlin"');
    await expect(printed({ days: "0" })).rejects.toThrow('--days: found "0"');
  });
});
