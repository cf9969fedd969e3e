// What an environment needs and another one may have: a namespace, and a port of every node.
import { z } from "zod";
import { ENVIRONMENT_ANNOTATION, namesIn } from "../../components/kubernetes/names";
import { listOf, metadata } from "./owners";

const namespaceObject = z.looseObject({ metadata });

const daemonSets = listOf(
  z.looseObject({
    metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
    spec: z.looseObject({
      template: z.looseObject({
        spec: z.looseObject({
          containers: z.array(
            z.looseObject({ ports: z.array(z.looseObject({ hostPort: z.number().optional() })).nullish() }),
          ),
        }),
      }),
    }),
  }),
);

/** Why the monitoring cannot have its namespace. */
export function problemWithNamespace(found: unknown, environment: string): string | undefined {
  const { name, annotations } = namespaceObject.parse(found).metadata;
  const other = annotations[ENVIRONMENT_ANNOTATION];
  if (other === undefined || other === environment) return undefined;
  return `platform.namespace: found "${name}", which is the environment "${other}"'s; give this environment another one`;
}

/** Why node exporters would not start. */
export function problemWithNodePort(
  list: unknown,
  { namespace, port }: { namespace: string; port: number },
): string | undefined {
  const { nodesNamespace, nodeExporter } = namesIn(namespace);
  const other = daemonSets
    .parse(list)
    .items.filter(({ metadata: one }) => one.namespace !== nodesNamespace || one.name !== nodeExporter)
    .find(({ spec }) =>
      spec.template.spec.containers.some(({ ports }) => ports?.some(({ hostPort }) => hostPort === port)),
    );
  if (!other) return undefined;
  return (
    `platform.nodeExporterPort: found ${port}, which the DaemonSet ${other.metadata.namespace}/${other.metadata.name} has on every ` +
    `node; give another port, such as ${port + 1}`
  );
}
