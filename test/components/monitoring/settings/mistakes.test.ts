// Mistaken settings files: each is refused with every mistake in it, and no more.
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../../../components/monitoring";
import { MISTAKES } from "./mistakes";
import { problems } from "./problems";

describe("a settings file is refused, with all that is wrong, that has", () => {
  test.each(Object.entries(MISTAKES))("%s", (_, [settings, ...errors]) => {
    const found = problems(settings);
    for (const error of errors) expect(found).toContainEqual(expect.stringContaining(error));
    expect(found).toHaveLength(errors.length);
  });
});

test("there are fifty of them", () => {
  expect(Object.keys(MISTAKES).length).toBeGreaterThanOrEqual(50);
});

describe("a percentage is taken as text", () => {
  test("as an objective", () => {
    const slos = [{ kind: "availability", objective: "99.9%" }];
    const { services } = parseSettings({ services: [{ name: "a", mixin: "service", targets: ["a:1"], slos }] });
    expect(services[0]?.slos).toEqual([{ kind: "availability", objective: 0.999 }]);
  });
});

describe("messages repeat no credential, given", () => {
  const CANARY = "xoxb-1234567890-abcdefghijkl";
  const HOOK = "https://hooks.slack.com/services/T000/B000/canarycanary";
  test.each<[string, object]>([
    ["in place of a mapping", { slack: CANARY }],
    ["as a channel", { slack: { channels: { info: CANARY } } }],
    ["as a team's channel", { slack: { teams: { shop: HOOK } } }],
    ["as a key", { slack: { [CANARY]: "token" } }],
    ["as a team", { slack: { teams: { [CANARY]: "#a" } } }],
    ["in a list", { slack: { webhook: [HOOK] } }],
    ["in a mapping of another name", { slack: { token: { value: CANARY } } }],
    ["in place of PagerDuty's mapping", { pagerduty: "R0123456789ABCDEFGHIJ" }],
    ["as a heartbeat without a scheme", { heartbeat: "hc-ping.com/canarycanary" }],
    ["in a mail server's address", { smtp: { host: "user:canarycanary@mail", from: "a@example.com" } }],
    ["as one's severity", { receivers: [{ name: "a", severities: [CANARY], webhook: "https://example.com" }] }],
    [
      "as a receiver's address",
      { receivers: [{ name: "a", severities: ["info"], webhook: "hooks.example.com/canarycanary" }] },
    ],
    ["as a receiver", { receivers: [HOOK] }],
    ["as a name", { muteTimings: [{ name: CANARY, weekdays: ["m"] }] }],
  ])("%s", (_, notifications) => {
    const found = problems({ notifications }).join("\n");
    expect(found).not.toBe("");
    expect(found).not.toMatch(/xoxb-1|canarycanary|R0123456789/);
  });
});
