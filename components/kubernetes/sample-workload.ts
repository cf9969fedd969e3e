// The sample service as a Deployment, so that a new user sees data at once.
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap, Service } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSelector } from "../monitoring";
import { namesIn } from "./names";
import { fileOf, nodeContainer, programAnnotations, WITHOUT_RIGHTS } from "./node-program";

export interface SampleWorkloadArgs {
  namespace: string;
  /** The bundled program: one CommonJS file, below the 1 MiB that a ConfigMap may have. */
  program: string;
  /** The registry that Node's image comes from; Docker's own where left out. */
  registry?: string;
}

const PORT = 5000;
const PORT_NAME = "http";
const PODS = { "app.kubernetes.io/name": "sample" };
const NAME = "sample";
const REPLICAS = 2;

/** What finds it in the cluster, as a service's `inCluster` says it. */
export const sampleSelector = (namespace: string) =>
  ({ by: "service", namespace, labels: PODS, port: PORT_NAME, expected: REPLICAS }) satisfies ClusterSelector & {
    expected: number;
  };

export class SampleWorkload extends pulumi.ComponentResource {
  constructor(name: string, args: SampleWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:SampleWorkload", name, {}, opts);
    const { namespace, program, registry } = args;
    const metadata = { name: NAME, namespace, labels: { ...namesIn(namespace).labels, ...PODS } };
    const files = new ConfigMap(name, { metadata, data: { [fileOf({ name: NAME })]: program } }, { parent: this });
    new Deployment(
      name,
      {
        metadata,
        spec: {
          replicas: REPLICAS,
          selector: { matchLabels: PODS },
          template: {
            metadata: {
              labels: PODS,
              annotations: programAnnotations(program),
            },
            spec: {
              ...WITHOUT_RIGHTS,
              containers: [
                {
                  ...nodeContainer({
                    name: NAME,
                    args: [`--port=${PORT}`, "--host=0.0.0.0"],
                    ...(registry && { registry }),
                    resources: { requests: { cpu: "50m", memory: "96Mi" }, limits: { memory: "192Mi" } },
                  }),
                  ports: [{ name: PORT_NAME, containerPort: PORT }],
                  readinessProbe: { httpGet: { path: "/health", port: PORT_NAME } },
                },
              ],
              volumes: [{ name: "program", configMap: { name: files.metadata.name } }],
            },
          },
        },
      },
      { parent: this },
    );
    new Service(
      name,
      { metadata, spec: { selector: PODS, ports: [{ name: PORT_NAME, port: PORT, targetPort: PORT_NAME }] } },
      { parent: this },
    );
    this.registerOutputs();
  }
}
