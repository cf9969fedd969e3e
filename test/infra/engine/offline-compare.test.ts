// What an offline preview calls a change, also against a state that the real providers made.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedProperties, withFormerDefaults } from "../../../infra/engine/offline/compare";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("changed properties", () => {
  test.each([
    ["nothing, where all is equal", { a: { b: [1, null] } }, { a: { b: [1, null] } }, []],
    [
      "what differs, what is new and what is gone",
      { a: 1, b: { c: 1 }, gone: 1 },
      { a: 1, b: { c: 2 }, new: 1 },
      ["b", "gone", "new"],
    ],
    ["not that something is secret now", { a: "x" }, { a: secret("x") }, []],
    ["a secret that differs", { a: secret("x") }, { a: secret("y") }, ["a"]],
    ["not what a provider noted for itself", { a: [{ __defaults: [] }], __defaults: [] }, { a: [{}] }, []],
    ["not what the program ignores", { tags: 1 }, { tags: 2 }, []],
  ])("are %s", (_, olds, news, changed) => {
    expect(changedProperties(olds, news, ["tags"])).toEqual(changed);
  });

  test("are none between any inputs and the same", () => {
    const inputs = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(inputs, (given) => {
        const values = JSON.parse(JSON.stringify(given));
        expect(changedProperties(values, structuredClone(values), [])).toEqual([]);
      }),
    );
  });
});

describe("the defaults that a real provider filled in", () => {
  const deployed = {
    __defaults: ["name"],
    name: "logs-4a5b6c7",
    rules: [{ __defaults: ["enabled"], enabled: true, days: 3 }],
    retention: { __defaults: ["unit"], unit: "days", value: 3 },
    owner: "me",
  };

  test("are filled in again, nested ones as well", () => {
    const now = { rules: [{ days: 3 }], retention: { value: 3 }, owner: "me" };
    expect(changedProperties(deployed, withFormerDefaults(deployed, now), [])).toEqual([]);
  });

  test("are the names that Kubernetes' provider made up, as well", () => {
    const former = { metadata: { name: "one-4a5b6c7d", annotations: { a: "b", "pulumi.com/autonamed": "true" } } };
    expect(withFormerDefaults(former, { metadata: { annotations: { a: "b" } } })).toEqual(former);
    expect(withFormerDefaults(former, {})).toEqual({
      metadata: { name: "one-4a5b6c7d", annotations: { "pulumi.com/autonamed": "true" } },
    });
    expect(withFormerDefaults(former, { metadata: { name: "one" } })).toEqual({ metadata: { name: "one" } });
  });

  test("give way to what the program says now, and bring nothing back that it once said", () => {
    const now = { name: "logs", rules: [{ days: 3, enabled: false }] };
    expect(withFormerDefaults(deployed, now)).toEqual(now);
  });
});
