// What a policy says of its own bad example: what was found, why it bites, and the fix.
import { readText } from "../content";
import { judge, type Policy } from "../policy";

/** Empty where the example is a resource of a program. */
export function judgedExample(policy: Policy): string {
  const { bad, settings } = policy.examples;
  const text = bad.startsWith("- ") ? `groups:\n  - name: shop\n    rules:\n${bad.replace(/^/gm, "      ")}` : bad;
  const pack = { name: "", description: "", policies: [policy] };
  const content = readText(text, {});
  const [finding] = judge(pack, { content, resources: content.manifests }, settings && { [policy.name]: settings });
  return finding?.message.replace(/^[^:"]* of group "[^"]*": /, "") ?? "";
}
