import { type Fields, fieldsOf, isFields, listOf, type Resource, textOf } from "../../content";
import type { Policy } from "../../policy";

/** As the settings ask for it. */
const SHORTEST_REASON = 10;

export const hookWithReasonAndLimit: Policy = {
  name: "hook-with-reason-and-limit",
  level: "mandatory",
  description: "A hook of remediation says why it may act, and how often at most.",
  judges: "resource",
  *check(resource) {
    for (const hook of hooksOf(resource)) {
      const name = textOf(hook.name) ?? "";
      if ((textOf(hook.reason) ?? "").trim().length < SHORTEST_REASON)
        yield {
          found: `The hook ${name} has no reason`,
          why: "A program acts before anybody looks, and nobody can say later whether it still should",
          fix: "Give its reason, in a sentence",
        };
      const { calls, perSeconds } = fieldsOf(hook.limit);
      if (![calls, perSeconds].every((one) => typeof one === "number" && one > 0))
        yield {
          found: `The hook ${name} has no limit`,
          why: "An alert that flaps, or one that is forged, has it called again and again",
          fix: "Give a limit: { calls: 3, per: 1h }",
        };
    }
  },
  examples: {
    bad: 'new docker.Container("r", { image: "node:26.1.0", uploads: [{ file: "/plan.json", content: JSON.stringify({ hooks: [{ name: "restart", receiver: "remediation/restart", reason: "A restart has helped each time", limit: {} }] }) }] })',
    good: 'new docker.Container("r", { image: "node:26.1.0", uploads: [{ file: "/plan.json", content: JSON.stringify({ hooks: [{ name: "restart", receiver: "remediation/restart", reason: "A restart has helped each time", limit: { calls: 3, perSeconds: 3600 } }] }) }] })',
  },
};

/** Those of every plan that the resource carries, wherever: a file of a process, of a container, of a ConfigMap. */
function hooksOf({ props }: Resource): Fields[] {
  return textsIn(props)
    .filter((text) => text.startsWith("{") && text.includes('"hooks"'))
    .flatMap((text) => listOf(fieldsOf(parsed(text)).hooks))
    .filter(isFields)
    .filter((hook) => textOf(hook.receiver) !== undefined);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no plan.
    return undefined;
  }
}
