// A pack of this project → a PolicyPack, which serves the engine as soon as it is made.
import { type Policies, type PolicyConfigSchema, PolicyPack, type PolicyResource } from "@pulumi/policy";
import { type Content, contentOf, type Fields, type Resource, together } from "../content";
import { judge, type Pack, type Policy } from "../policy";
import type { SettingTable } from "../settings";
import { knownValues } from "./known";
import { OncePerRound } from "./once-per-round";

/** Serves the policies of packs to the engine, as one pack of this name; one process for several starts faster. */
export function enforce(name: string, packs: readonly Pack[]): void {
  new PolicyPack(name, {
    description: packs.map(({ description }) => description).join(" "),
    policies: packs.flatMap((pack) =>
      pack.policies.map((policy) => forEngine(policy, { ...pack, policies: [policy] })),
    ),
  });
}

interface Seen {
  resource: Resource;
  content: Content;
}

const single = new OncePerRound<Seen>();
const whole = new OncePerRound<{ resources: readonly Resource[]; content: Content }>();

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
        const judged = await whole.get("", policy.name, () => seenTogether(resources));
        for (const { message } of judge(pack, judged, { [policy.name]: getConfig() })) violation(message);
      },
    };
  }
  return {
    ...common,
    validateResource: async ({ urn, name, type, props, getConfig }, violation) => {
      const { resource, content } = await single.get(urn, policy.name, () => seen({ urn, name, type, props }));
      for (const { message } of judge(pack, { content, resources: [resource] }, { [policy.name]: getConfig() })) {
        violation(message);
      }
    },
  };
}

type Given = Pick<PolicyResource, "urn" | "name" | "type"> & { props: Fields };

async function seen({ urn, name, type, props }: Given): Promise<Seen> {
  const resource = { urn, name, type, props: await knownValues(props) };
  return { resource, content: contentOf(resource) };
}

async function seenTogether(given: readonly PolicyResource[]) {
  const all = await Promise.all(
    given.map(async (one) => {
      const { resource, content } = await seen(one);
      const madeFrom = Object.fromEntries(
        Object.entries(one.propertyDependencies).map(([property, of]) => [property, of.map(({ urn }) => urn)]),
      );
      return { resource: { ...resource, madeFrom }, content };
    }),
  );
  return { resources: all.map(({ resource }) => resource), content: together(all.map(({ content }) => content)) };
}

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
