// What an acknowledgement covers, how it reads, and how it is listed.
import { describe, expect, test } from "vitest";
import { matchersIn } from "../../../infra/commands/silence";
import { listed } from "../../../infra/commands/silences";
import { acknowledgement, remarkIn } from "../../../infra/silences/acknowledgement";
import { apiMatchers, matcherText, type NewSilence, type Silence } from "../../../infra/silences/silences";

const now = new Date("2027-01-31T12:00:00Z");

const firing = (...all: Record<string, string>[]) => all.map((labels) => ({ alertname: "ServiceDown", ...labels }));

const made = (more: Partial<Parameters<typeof acknowledgement>[0]> = {}) =>
  acknowledgement({
    asked: apiMatchers(matchersIn({ alert: ["ServiceDown"] }, ["Watchdog"])),
    firing: firing({ service: "shop", severity: "critical" }),
    existing: [],
    by: "kim",
    comment: undefined,
    now,
    lengthSeconds: 3_600,
    ...more,
  });

const textOf = ({ matchers }: NewSilence) => matchers.map(matcherText);

const there = (silence: NewSilence, more: Partial<Silence> = {}): Silence => ({
  ...silence,
  id: "a",
  status: { state: "active" },
  ...more,
});

describe("an acknowledgement", () => {
  test("says that it is one, by whom and until when, and what is known", () => {
    expect(made()).toMatchObject({
      startsAt: "2027-01-31T12:00:00.000Z",
      endsAt: "2027-01-31T13:00:00.000Z",
      createdBy: "kim",
      comment: "ACK! kim until 2027-01-31 13:00 UTC",
    });
    expect(made({ comment: "The disk: it is full" }).comment).toBe(
      "ACK! kim until 2027-01-31 13:00 UTC: The disk: it is full",
    );
  });

  test("covers the messages of what fires now: another service, or a worse severity, is sent", () => {
    expect(textOf(made())).toEqual(['alertname="ServiceDown"', 'severity="critical"', 'service="shop"']);
    const some = firing({ service: "shop.eu", severity: "warning" }, { severity: "warning" });
    expect(textOf(made({ firing: some }))).toEqual([
      'alertname="ServiceDown"',
      'severity="warning"',
      'service=~"|shop\\\\.eu"',
    ]);
  });

  test("keeps to what was named", () => {
    const asked = apiMatchers(matchersIn({ alert: ["ServiceDown"], service: ["shop", "orders"] }, []));
    expect(textOf(made({ asked }))).toEqual([
      'service=~"shop|orders"',
      'alertname="ServiceDown"',
      'severity="critical"',
    ]);
  });

  test("of the same is extended, and one that is over is not", () => {
    const before = made({ now: new Date("2027-01-31T11:30:00Z") });
    expect(made({ existing: [there(before)] })).toMatchObject({
      id: "a",
      startsAt: before.startsAt,
      endsAt: "2027-01-31T13:00:00.000Z",
    });
    expect(made({ existing: [there(before, { status: { state: "expired" } })] }).id).toBeUndefined();
    expect(made({ existing: [there({ ...before, comment: "A silence of somebody" })] }).id).toBeUndefined();
  });
});

test("acknowledgements are listed apart, those of other tools as well", () => {
  const silence = made({ comment: "The disk is full" });
  const karma = there(silence, {
    id: "b",
    endsAt: "2027-01-31T14:00:00.000Z",
    createdBy: "karma",
    comment: "ACK! On it",
  });
  const other = there(silence, { id: "c", comment: "A silence of somebody" });
  const over = there(silence, { id: "d", status: { state: "expired" } });
  const matchers = 'alertname="ServiceDown", severity="critical", service="shop"';
  expect(
    listed([karma, over, other, there(silence)], { notifications: { maintenance: [] } as never }, "prod"),
  ).toBe(`Acknowledged:
  until 2027-01-31 13:00 UTC  ${matchers}
    kim: The disk is full [a]
  until 2027-01-31 14:00 UTC  ${matchers}
    karma: On it [b]

Active:
  until 2027-01-31 13:00 UTC  ${matchers}
    kim: A silence of somebody [c]

Over:
  until 2027-01-31 13:00 UTC  ${matchers}
    kim: ACK! kim until 2027-01-31 13:00 UTC: The disk is full [d]`);
});

test("without a remark there is none", () => {
  expect(remarkIn(made())).toBe("");
});
