// What runs on a host that is down is left out by the rules themselves, whatever is known first.
import { describe, expect, test } from "vitest";
import { assemble } from "../../../../components/monitoring";
import { type Scenario, scenarios } from "../../../../components/rules";
import { failures } from "../../../../infra/commands/test/scenarios";
import { endpoints, settings } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";

const tools = toolsOrSkip("promtool");

/** `shop` and the cache run on web-1, `billing` runs anywhere. */
const environment = settings({
  services: [
    { name: "shop", team: "sales", mixin: "service", targets: ["10.0.0.1:5000"], host: "web-1" },
    { name: "billing", mixin: "service", targets: ["10.0.0.2:8080"] },
    { name: "cache", mixin: "redis", targets: ["10.0.0.1:9121"], host: "web-1" },
  ],
});

const host = 'up{job="node",instance="web-1",host="web-1",service="node",team="platform"}';
const otherHost = 'up{job="node",instance="web-2",host="web-2",service="node",team="platform"}';
const shop = 'up{job="service",instance="10.0.0.1:5000",host="web-1",service="shop",team="sales"}';
const billing = 'up{job="service",instance="10.0.0.2:8080",service="billing",team="sales"}';
const cache = 'up{job="redis",instance="10.0.0.1:9121",host="web-1",service="cache",team="sales"}';
const redis = 'redis_up{job="redis",instance="10.0.0.1:9121",host="web-1",service="cache",team="sales"}';

// One value every 5 s; a host may be known to be gone 15 s later than what runs on it.
const at60 = "1x11 0x60";
const at75 = "1x14 0x57";
const well = "1x72";
const throughout = (expected: Scenario["expect"][string]) =>
  Object.fromEntries(["75s", "80s", "85s", "90s", "100s", "2m", "5m"].map((at) => [at, expected]));

const PROVEN = {
  service: scenarios("ServiceDown", {
    "is quiet where its host is gone as well": {
      interval: "5s",
      given: { [host]: at75, [shop]: at60 },
      expect: throughout("quiet"),
    },
    "fires where its host answers": {
      interval: "5s",
      given: { [host]: well, [shop]: at60 },
      expect: { "55s": "quiet", "90s": ["critical"], "5m": ["critical"] },
    },
    "fires where another host is gone": {
      interval: "5s",
      given: { [host]: well, [otherHost]: at60, [shop]: at60 },
      expect: { "90s": ["critical"] },
    },
    "fires where nobody said on which host it runs": {
      interval: "5s",
      given: { [host]: at60, [billing]: at60 },
      expect: { "90s": ["critical"] },
    },
  }),
  redis: scenarios("RedisDown", {
    "is quiet where the host is gone as well": {
      interval: "5s",
      given: { [host]: at75, [cache]: at60 },
      expect: throughout("quiet"),
    },
    "fires where the host answers and Redis does not": {
      interval: "5s",
      given: { [host]: well, [cache]: well, [redis]: at60 },
      expect: { "100s": ["critical"] },
    },
  }),
};

describe.skipIf(!tools)("through promtool", () => {
  const { groups } = assemble("test", environment, endpoints);
  for (const [name, proven] of Object.entries(PROVEN)) {
    test(`the down alert of ${name} leaves out what is on a host that is down, and nothing else`, async () => {
      const group = groups.find((one) => one.name === name);
      if (!group || !tools) throw new Error(`there is no group ${name}`);
      expect([...(await failures(tools.promtool, group, proven))]).toEqual([]);
    });
  }
});

test("an environment without hosts has plain conditions", () => {
  const { groups } = assemble(
    "test",
    settings({ hosts: [], services: [{ name: "cache", mixin: "redis", targets: ["10.0.0.1:9121"] }] }),
    endpoints,
  );
  const expressions = groups.flatMap(({ alerts }) => alerts.map(({ expr }) => expr));
  expect(expressions).toContain('redis_up == 0 or up{job="redis"} == 0');
  expect(expressions.filter((expr) => expr.includes("on (host)"))).toEqual([]);
});

test("a service whose targets all name one host runs there, without saying so", () => {
  const onHosts = (...targets: string[]) =>
    assemble(
      "test",
      settings({
        hosts: [{ name: "web-1" }, { name: "web-2" }],
        services: [{ name: "shop", mixin: "service", targets }],
      }),
      endpoints,
    )
      .groups.flatMap(({ alerts }) => alerts)
      .find(({ alert }) => alert.name === "ServiceDown")?.expr;
  expect(onHosts("web-1:8080", "web-1:8081")).toContain('unless on (service) (up{service="shop"} and on (host)');
  expect(onHosts("web-1:8080", "web-2:8080")).not.toContain("unless");
});
