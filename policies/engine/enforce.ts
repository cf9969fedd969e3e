// A pack of this project → a PolicyPack, which serves the engine as soon as it is made.
import { type Policies, type PolicyConfigSchema, PolicyPack, type PolicyResource } from "@pulumi/policy";
import { judge, type Pack, type Policy } from "../policy";
import type { SettingTable } from "../settings";
import { engineDirectory } from "./engine-directory";
import { OncePerRound } from "./once-per-round";
import { type Given, type Seen, seen, seenTogether } from "./seen";

/** Serves the policies of packs to the engine, as one pack of this name; one process for several starts faster. */
export function enforce(name: string, packs: readonly Pack[]): void {
  new PolicyPack(name, {
    description: packs.map(({ description }) => description).join(" "),
    policies: packs.flatMap((pack) =>
      pack.policies.map((policy) => forEngine(policy, { ...pack, policies: [policy] })),
    ),
  });
}

const single = new OncePerRound<Seen>();
const whole = new OncePerRound<Awaited<ReturnType<typeof seenTogether>>>();

function forEngine(policy: Policy, pack: Pack): Policies[number] {
  const common = {
    name: policy.name,
    description: policy.description,
    enforcementLevel: policy.level,
    ...(policy.settings && { configSchema: schemaOf(policy.settings) }),
  };
  // What shows only in the whole is judged when all resources are known.
  if (policy.judges === "everything" || policy.judges === "resources") {
    return {
      ...common,
      validateStack: async ({ resources, getConfig }, violation) => {
        const judged = await whole.get("", policy.name, () =>
          seenTogether(resources.map(withSources), engineDirectory()),
        );
        for (const { message } of judge(pack, judged, { [policy.name]: getConfig() })) violation(message);
      },
    };
  }
  return {
    ...common,
    validateResource: async (args, violation) => {
      const { resource, content } = await single.get(args.urn, policy.name, () => seen(given(args), engineDirectory()));
      for (const { message } of judge(pack, { content, resources: [resource] }, { [policy.name]: args.getConfig() })) {
        violation(message);
      }
    },
  };
}

const given = ({ urn, name, type, props }: Pick<PolicyResource, "urn" | "name" | "type" | "props">): Given => ({
  urn,
  name,
  type,
  props,
});

const withSources = (one: PolicyResource): Given => ({
  ...given(one),
  madeFrom: Object.fromEntries(
    Object.entries(one.propertyDependencies).map(([property, of]) => [property, of.map(({ urn }) => urn)]),
  ),
});

function schemaOf(settings: SettingTable): PolicyConfigSchema {
  return {
    properties: Object.fromEntries(
      Object.entries(settings).map(([name, { default: value, description }]) => [
        name,
        typeof value === "number"
          ? { type: "number" as const, default: value, description }
          : { type: "array" as const, items: { type: "string" as const }, default: [...value], description },
      ]),
    ),
  };
}
