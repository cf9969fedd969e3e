// What becomes of a line between its file and the store, with the real collector and the real store.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toolsOrSkip } from "../../support/tools";
import { type Line, Running } from "./running";

const tools = toolsOrSkip("victorialogs", "otelcol");

/** A time that is near, in all forms. */
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000 + 123);

interface Case {
  name: string;
  written: string;
  /** Fields as the store has them; undefined where it is not to have one. */
  found: Readonly<Record<string, string | undefined>>;
}

const json = (fields: object) => JSON.stringify(fields);

const NORMALISED: Case[] = [
  {
    name: "JSON with its own time, level and ids",
    written: json({ time: NOW.toISOString(), level: "ERROR", msg: "failed", status: 500, traceId: "4bf92f3577b34da6" }),
    found: {
      _msg: "failed",
      level: "error",
      status: "500",
      trace_id: "4bf92f3577b34da6",
      traceId: undefined,
      time: undefined,
    },
  },
  {
    name: "pino's numbers",
    written: json({ time: NOW.getTime(), level: 40, msg: "slow", req: { id: "r-1" } }),
    found: { _msg: "slow", level: "warn", request_id: "r-1", time: undefined },
  },
  {
    name: "seconds since 1970",
    written: json({ ts: NOW.getTime() / 1000, severity: "Critical", message: "seconds" }),
    found: { _msg: "seconds", level: "fatal", severity: undefined },
  },
  {
    name: "labels that a line claims",
    written: json({ msg: "claims", service: "other", team: "theirs", host: "there" }),
    found: {
      _msg: "claims",
      service: "shop",
      team: "sales",
      host: "web-1",
      "line.service": "other",
      "line.host": "there",
    },
  },
  {
    name: "logfmt",
    written: 'level=warn msg="disk is slow"',
    found: { _msg: 'level=warn msg="disk is slow"', level: "warn" },
  },
  {
    name: "plain text",
    written: "2026-01-01 10:00:00 ERROR no JSON",
    found: { _msg: "2026-01-01 10:00:00 ERROR no JSON", level: "error" },
  },
  {
    name: "words that are no level",
    written: "The ERRORS of others",
    found: { _msg: "The ERRORS of others", level: undefined },
  },
  { name: "broken JSON", written: '{"msg": "broken', found: { _msg: '{"msg": "broken' } },
];

const MASKED: Case[] = [
  {
    name: "secrets by their names, however deep",
    written: json({
      msg: "secrets",
      user: { password: "hunter2" },
      list: [{ apiKey: "k-1" }],
      headers: { Cookie: "a=b" },
    }),
    found: { _msg: "secrets", "user.password": undefined, "list.0.apiKey": undefined, "headers.Cookie": undefined },
  },
  {
    name: "counts of tokens are none",
    written: json({ msg: "counts", prompt_tokens: 12 }),
    found: { _msg: "counts", prompt_tokens: "12" },
  },
  {
    name: "an authorization header in a text",
    written: "sent Authorization: Bearer abc.def-123456 to upstream",
    found: { _msg: "sent Authorization: [masked]" },
  },
  {
    name: "a text that quotes JSON",
    written: json({ msg: 'body {"token": "t-1", "kept": 1}' }),
    found: { _msg: 'body {"token": "[masked]", "kept": 1}' },
  },
  {
    name: "variables",
    written: 'DB_PASSWORD=hunter2 AWS_SECRET="a b" kept=1',
    found: { _msg: "DB_PASSWORD=[masked] AWS_SECRET=[masked] kept=1" },
  },
  {
    name: "known tokens, and a URL's password",
    written: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc AKIAIOSFODNN7EXAMPLE https://me:pw@db.internal/x",
    found: { _msg: "[masked] [masked] https://[masked]@db.internal/x" },
  },
  {
    name: "e-mail addresses",
    written: "mail to Jane.Doe+x@mail.example.com sent",
    found: { _msg: "mail to [e-mail] sent" },
  },
  {
    name: "no version of a package",
    written: "vitest@4.0.1 in node_modules",
    found: { _msg: "vitest@4.0.1 in node_modules" },
  },
  {
    name: "card numbers",
    written: "cards 4111 1111 1111 1111, 378282246310005",
    found: { _msg: "cards [card], [card]" },
  },
  {
    name: "a card's number in JSON",
    written: json({ msg: "number", card: 5555555555554444 }),
    found: { _msg: "number", card: "[card]" },
  },
  { name: "no time in microseconds", written: "at 1796023200123456 us", found: { _msg: "at 1796023200123456 us" } },
  { name: "what the settings add", written: "customer CUST-12345678 $x", found: { _msg: "customer [masked] $x" } },
];

describe.skipIf(!tools)("a line in a file", () => {
  const CASES = [...NORMALISED, ...MASKED];
  let running: Running;
  let lines: Line[];

  beforeAll(async () => {
    if (!tools) return;
    running = await Running.start(tools, { mask: ["CUST-[0-9]{8}"] });
    await running.write(CASES.map(({ written }) => `${written}\n`).join(""));
    lines = await running.lines("*", CASES.length);
  }, 60_000);
  afterAll(() => running?.tearDown());

  // Lines of one file come one after the other; the store sorts those with a time of their own apart.
  const lineOf = ({ found }: Case) =>
    lines.find((line) => Object.entries(found).every(([field, value]) => line[field] === value));

  test.each(CASES)("is stored once and in order: $name", (one) => {
    expect(lines).toHaveLength(CASES.length);
    expect(lineOf(one)).toMatchObject({ service: "shop", team: "sales", host: "web-1" });
  });

  test("has the time that it says, in whatever form", () => {
    const at = lines.filter(({ _msg }) => ["failed", "slow", "seconds"].includes(_msg ?? "")).map(({ _time }) => _time);
    expect(at.map((time) => Date.parse(time ?? ""))).toEqual(Array(3).fill(NOW.getTime()));
  });

  test("holds nothing of what is masked", () => {
    const secrets = /hunter2|k-1|t-1"|def-123456|Jane|4111|5555|378282246310005|12345678 |eyJ|AKIA|me:pw/;
    expect(lines.map((line) => JSON.stringify(line)).filter((line) => secrets.test(line))).toEqual([]);
  });
});
