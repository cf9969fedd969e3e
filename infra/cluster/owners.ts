// Who keeps an object of a cluster, as its labels, annotations and managed fields say.
import { z } from "zod";

const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((all) => all ?? {});

/** A list as an API server answers it: one of metadata alone has null where it is empty. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({
    items: z
      .array(item)
      .nullish()
      .transform((all) => all ?? []),
  });

/** The metadata of an object. */
export const metadata = z.looseObject({
  name: z.string(),
  labels: texts,
  annotations: texts,
  managedFields: z
    .array(z.looseObject({ manager: z.string().default(""), subresource: z.string().optional() }))
    .nullish()
    .transform((all) => all ?? []),
});

export type Metadata = z.infer<typeof metadata>;

/** A Helm release. */
export interface HelmRelease {
  name: string;
  namespace: string;
}

/** The release that an object is part of. */
export function releaseOf({ annotations }: Metadata): HelmRelease | undefined {
  const name = annotations["meta.helm.sh/release-name"];
  return name ? { name, namespace: annotations["meta.helm.sh/release-namespace"] ?? "default" } : undefined;
}

/** What others leave on what they keep; the first that matches speaks for the object. GitOps comes before Helm, which it uses. */
const KEEPERS: readonly ((metadata: Metadata) => string | undefined)[] = [
  ({ labels }) => named("the Flux HelmRelease", labels, "helm.toolkit.fluxcd.io"),
  ({ labels }) => named("the Flux Kustomization", labels, "kustomize.toolkit.fluxcd.io"),
  ({ annotations, labels }) => {
    const [application] = (annotations["argocd.argoproj.io/tracking-id"] ?? "").split(":");
    const name = application || labels["argocd.argoproj.io/instance"];
    return name && `the Argo CD application ${name}`;
  },
  ({ labels }) =>
    Object.keys(labels).some((label) => label.startsWith("operators.coreos.com/") || label === "olm.managed")
      ? "the Operator Lifecycle Manager"
      : undefined,
  (one) => {
    const release = releaseOf(one);
    return release && `the Helm release ${release.name} in the namespace ${release.namespace}`;
  },
];

/** Names in managed fields, and what they are called. */
const MANAGERS: readonly (readonly [RegExp, string])[] = [
  [/^argocd/, "Argo CD"],
  [/^(kustomize|helm)-controller$/, "Flux"],
  [/^helm$/, "Helm, from the folder crds of a chart such as kube-prometheus-stack"],
  [/^kubectl/, "kubectl"],
  [/^pulumi/, "Pulumi"],
  [/^(terraform|hashicorp)/i, "Terraform"],
  [/^cluster-version-operator$/, "OpenShift"],
];

/** Who keeps an object: "the Helm release x in the namespace y", "kubectl"; "somebody unknown" where nothing says so. */
export function ownerOf(one: Metadata): string {
  for (const keeper of KEEPERS) {
    const found = keeper(one);
    if (found) return found;
  }
  // A controller's status says nothing of who made the object.
  const managers = one.managedFields.filter(({ subresource }) => !subresource).map(({ manager }) => manager);
  for (const [pattern, name] of MANAGERS) if (managers.some((manager) => pattern.test(manager))) return name;
  return managers.find((manager) => manager !== "") ?? "somebody unknown";
}

function named(what: string, labels: Metadata["labels"], prefix: string): string | undefined {
  const name = labels[`${prefix}/name`];
  return name && `${what} ${labels[`${prefix}/namespace`] ?? "default"}/${name}`;
}
