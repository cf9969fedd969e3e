// A pack of this project → a PolicyPack, which serves the engine as soon as it is made.
import { type Policies, PolicyPack, type ReportViolation } from "@pulumi/policy";
import { type Content, contentOf, NOTHING, type Resource, together } from "../content";
import { judge, type Pack, type Policy } from "../policy";
import { knownValues } from "./known";

/** What the engine tells about a resource. */
interface EngineResource {
  name: string;
  type: string;
  props: Readonly<Record<string, unknown>>;
}

/** Serves the policies of packs to the engine, as one pack of this name; one process for several starts faster. */
export function enforce(name: string, packs: readonly Pack[]): void {
  new PolicyPack(name, {
    description: packs.map(({ description }) => description).join(" "),
    policies: packs.flatMap((pack) =>
      pack.policies.map((policy) => forEngine(policy, { ...pack, policies: [policy] })),
    ),
  });
}

function forEngine(policy: Policy, pack: Pack): Policies[number] {
  const { name, description, level: enforcementLevel } = policy;
  const report = (violation: ReportViolation, content: Content, resources: readonly Resource[]) => {
    for (const { message } of judge(pack, content, resources)) violation(message);
  };
  // What shows only in the whole is judged when all resources are known.
  return policy.judges === "everything"
    ? {
        name,
        description,
        enforcementLevel,
        validateStack: ({ resources }, violation) =>
          report(violation, together(resources.map((one) => contentIn(one))), []),
      }
    : {
        name,
        description,
        enforcementLevel,
        validateResource: (resource, violation) => {
          const needsContent = policy.judges !== "resource";
          report(violation, needsContent ? contentIn(resource) : NOTHING, needsContent ? [] : [plain(resource)]);
        },
      };
}

const plain = ({ name, type, props }: EngineResource): Resource => ({ name, type, props: knownValues(props) });

/** The engine asks once a policy: a resource's content is found once, for all of them. */
const found = new Map<string, { props: string; content: Content }>();

function contentIn(resource: EngineResource): Content {
  const known = plain(resource);
  const key = `${known.type} ${known.name}`;
  const props = JSON.stringify(known.props);
  const before = found.get(key);
  if (before?.props === props) return before.content;
  const content = contentOf(known);
  found.set(key, { props, content });
  return content;
}
