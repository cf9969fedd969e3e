// What of a resource's inputs the provider would refuse, and which of two deployments' resources it would replace.
import { plainValue } from "../../../support/mocks";
import { objectOf } from "../cloudformation/forms";
import type { Resource } from "../registered";
import { PROVIDER_RULES } from "./rules";

/** The value at an argument's path, such as `rootBlockDevice.tags`. */
const at = ({ inputs }: Pick<Resource, "inputs">, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => plainValue(objectOf(value)[name]), inputs);

/** One sentence for each rule that is broken. */
export function problemsOf(resource: Pick<Resource, "type" | "name" | "inputs">): string[] {
  const rules = PROVIDER_RULES[resource.type];
  if (!rules) return [];
  const given = (paths: readonly string[]) => paths.filter((path) => at(resource, path) !== undefined);
  const { atMostOne = [], exactlyOne = [], excludes = {}, setByOthers = [] } = rules;
  const said = [
    ...atMostOne.filter((set) => given(set).length > 1).map((set) => `${given(set).join(" and ")} exclude each other`),
    ...exactlyOne.filter((set) => given(set).length !== 1).map((set) => `one of ${set.join(", ")} is to be given`),
    ...Object.entries(excludes)
      .filter(([path, others]) => given([path]).length > 0 && given(others).length > 0)
      .map(([path, others]) => `${path} excludes ${given(others).join(", ")}`),
    ...given(setByOthers).map((path) => `${path} is set by resources of other kinds`),
  ];
  return said.map((problem) => `${resource.name}: ${problem}`);
}

/** Resources of both deployments that the provider would replace, with the arguments that do it. */
export function replacedBetween(before: readonly Resource[], after: readonly Resource[]): string[] {
  return before.flatMap((one) => {
    const then = after.find(({ type, name }) => type === one.type && name === one.name);
    if (!then) return [];
    const same = (path: string) => JSON.stringify(at(one, path)) === JSON.stringify(at(then, path));
    const changed = (PROVIDER_RULES[one.type]?.replacedBy ?? []).filter((path) => !same(path));
    return changed.map((path) => `${one.name}: ${path}`);
  });
}
