// Kubernetes: every resource gets the metadata that a cluster would give it.
import { parseAllDocuments } from "yaml";
import { type Answers, Asked, type Outputs, type Values } from "../asked";

/** Kinds without a namespace. */
const OF_THE_CLUSTER =
  /^(Namespace|Node|PersistentVolume|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|StorageClass|PriorityClass|IngressClass|APIService|\w+WebhookConfiguration|ValidatingAdmissionPolicy(Binding)?)$/;

function withMetadata(asked: Asked): Outputs {
  const metadata = new Asked(asked.token, asked.name, objectOf(asked, "metadata"), asked.place);
  const name = metadata.named("name");
  const kind = asked.token.split(":").at(-1) ?? "";
  const namespace = OF_THE_CLUSTER.test(kind) ? undefined : (metadata.text("namespace") ?? "default");
  return {
    id: namespace === undefined ? name : `${namespace}/${name}`,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      uid: asked.uuid(),
      resourceVersion: "1",
      generation: 1,
    },
  };
}

function service(asked: Asked): Outputs {
  const isPublic = objectOf(asked, "spec").type === "LoadBalancer";
  return {
    ...withMetadata(asked),
    spec: { clusterIP: `10.100.${asked.number(256)}.${1 + asked.number(254, "host")}`, type: "ClusterIP" },
    status: { loadBalancer: isPublic ? { ingress: [{ hostname: `${asked.hex(12)}.elb.example.com` }] } : {} },
  };
}

function release(asked: Asked): Outputs {
  const name = asked.named("name");
  const namespace = asked.text("namespace") ?? "default";
  const { chart = "", version = "" } = asked.given;
  return {
    id: `${namespace}/${name}`,
    name,
    namespace,
    resourceNames: {},
    status: { name, namespace, chart, version, revision: 1, status: "deployed" },
  };
}

function objectOf(asked: Asked, property: string): Values {
  const value = asked.given[property];
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export const kubernetes: Answers = {
  resources: {
    "kubernetes:core/v1:Service": service,
    "kubernetes:helm.sh/v3:Release": release,
  },
  anyResource: withMetadata,
  lookUps: {
    // A chart is not rendered: that needs its download.
    "kubernetes:helm:template": () => ({ result: [] }),
    "kubernetes:yaml:decode": (asked) => ({
      result: parseAllDocuments(asked.text("text") ?? "").flatMap((document) => document.toJS() ?? []),
    }),
  },
};
