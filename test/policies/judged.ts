// Examples and resources as the policies see them.
import { contentOf, type Resource } from "../../policies/content";
import { readExample } from "../../policies/lint/example";
import { PACKS } from "../../policies/packs";
import { type Finding, judge, type Policy } from "../../policies/policy";
import type { Configuration } from "../../policies/settings";

export const POLICIES: readonly Policy[] = PACKS.flatMap(({ policies }) => policies);

/** What a policy is set to in its own examples. */
const ofExamples = ({ name, examples: { settings } }: Policy): Configuration => (settings ? { [name]: settings } : {});

/** What one policy finds in a file, or in several with `---` between them. */
export function findingsIn(policy: Policy, text: string, configuration: Configuration = ofExamples(policy)): Finding[] {
  const pack = { name: "test", description: "", policies: [policy] };
  return judge(pack, { content: readExample(text, { file: "shop.yml" }) }, configuration);
}

/** What one policy finds in a rule that is given as the YAML of a list element. */
export function findingsInRule(policy: Policy, rule: string): Finding[] {
  return findingsIn(policy, ruleFile(rule));
}

export const ruleFile = (rule: string): string =>
  `groups:\n  - name: shop\n    rules:\n${rule.replace(/^/gm, "      ")}`;

export const alertOf = (expr: string): string => `- alert: Test\n  expr: ${JSON.stringify(expr)}`;

/** What one policy finds in a resource. */
export function findingsInResource(policy: Policy, type: string, props: Resource["props"]): Finding[] {
  const pack = { name: "test", description: "", policies: [policy] };
  const resource = { name: "one", type, props };
  return judge(pack, { content: contentOf(resource), resources: [resource] });
}
