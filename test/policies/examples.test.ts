// Each policy finds its bad example, and is silent on the good one.
import { describe, expect, test } from "vitest";
import { readText } from "../../policies/content";
import { PACKS } from "../../policies/packs";
import { judge } from "../../policies/policy";
import { findingsIn, findingsInRule, POLICIES } from "./judged";

const onFiles = POLICIES.filter(({ judges }) => !judges.startsWith("resource"));

describe.each(onFiles.map((policy) => [policy.name, policy] as const))("%s", (_, policy) => {
  const find = policy.examples.bad.startsWith("- ") ? findingsInRule : findingsIn;

  test("finds its bad example, and says where, why and what to do", () => {
    const findings = find(policy, policy.examples.bad);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toMatch(/^(.*in shop\.yml: )?.*\. .*\..*\.$/s);
    expect(findings[0]?.message).toMatchSnapshot();
  });

  test("is silent on its good example", () => {
    expect(find(policy, policy.examples.good)).toEqual([]);
  });
});

describe("policies", () => {
  test("have a name of their own, in kebab-case", () => {
    const names = POLICIES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test("find nothing where there is nothing", () => {
    expect(PACKS.flatMap((pack) => judge(pack, { content: readText("hello: world", {}) }))).toEqual([]);
  });
});
