// What a policy says of its own bad example: what was found, why it bites, and the fix.
import { type Content, type Place, readText, together } from "../content";
import { judge, type Policy } from "../policy";

/** An example is a file, or several with `---` between them, of which servers would read the first alone. */
export const readExample = (text: string, at: Place): Content =>
  together(text.split("\n---\n").map((file) => readText(file, at)));

/** Empty where the example is a resource of a program. */
export function judgedExample(policy: Policy): string {
  const { bad, settings } = policy.examples;
  const text = bad.startsWith("- ") ? `groups:\n  - name: shop\n    rules:\n${bad.replace(/^/gm, "      ")}` : bad;
  const pack = { name: "", description: "", policies: [policy] };
  const content = readExample(text, {});
  const [finding] = judge(pack, { content, resources: content.manifests }, settings && { [policy.name]: settings });
  return finding?.message.replace(/^[^:"]* of group "[^"]*": /, "") ?? "";
}
