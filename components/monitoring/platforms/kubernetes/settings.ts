// The settings of the platform `kubernetes`: a cluster that exists, or an EKS cluster of the stack's own.
import { z } from "zod";
import { TEAM_FIELDS, TEAM_WORDS, teamConfigs } from "../../receivers";
import { address, name, port, secretKey, someNetwork } from "../../settings/fields";
import { awsAccess, region } from "../aws-access";
import { replicaLabel } from "../replica-label";
import { annotation, iniText, iniUrl, jmesPath, labels, registry, userName, valuesUrl } from "./texts";

const quantity = z.string().regex(/^\d+(\.\d+)?(m|[kMGTP]i?)?$/, "a quantity such as 500m, 2Gi or 50Gi");

const arn = z.string().regex(/^arn:aws[\w-]*:/, "an ARN such as arn:aws:iam::123456789012:role/monitoring");

/** A cluster that the stack creates, in a VPC that exists. */
const eks = z.strictObject({
  region,
  aws: awsAccess,
  version: z.string().regex(/^1\.\d+$/, "a Kubernetes version such as 1.35"),
  vpcId: z.string().regex(/^vpc-/, "the id of a VPC, vpc-…"),
  privateSubnetIds: z.array(z.string().regex(/^subnet-/, "the id of a subnet, subnet-…")).min(2),
  endpoint: z
    .strictObject({ private: z.boolean().default(true), publicFrom: z.array(someNetwork).default([]) })
    .prefault({})
    .refine((one) => one.private || one.publicFrom.length > 0, "private, publicFrom or both; else nobody reaches it")
    .describe("Where the API server answers: within the VPC alone, or also from these addresses."),
  admins: z
    .array(arn)
    .default([])
    .describe("IAM roles that may administer the cluster, beside the one that creates it."),
  nodes: z
    .strictObject({
      instanceTypes: z.array(z.string().min(1)).min(1).default(["m7i.large"]),
      least: z.int().min(1).default(3),
      most: z.int().min(1).default(6),
      diskGiB: z.int().min(20).default(50),
    })
    .prefault({}),
});

export type Eks = z.infer<typeof eks>;

/** Whether one of two settings is given, and the other is not. */
const one = (a: unknown, b: unknown) => (a === undefined) !== (b === undefined);

/** A cluster that exists, as kubectl reaches it, or one that the stack creates. */
const cluster = z
  .strictObject({
    context: z.string().min(1).optional().describe("The kubeconfig's context."),
    kubeconfig: z.string().min(1).optional().describe("Path of the kubeconfig; kubectl's own where left out."),
    eks: eks.optional(),
  })
  .refine(({ context, eks }) => one(context, eks), "a context of your kubeconfig, or eks: one of the two");

/** Where Prometheus sends what it scrapes, beside keeping it. */
const remoteWrite = z.strictObject({
  name,
  url: valuesUrl,
  send: z
    .enum(["all", "business"])
    .default("all")
    .describe("`business` sends the series that are kept for years and nothing else."),
  replicaLabel,
  sigv4: z
    .strictObject({ region, roleArn: arn.optional() })
    .optional()
    .describe("Amazon Managed Prometheus in this region, signed by Prometheus' own role."),
  basicAuth: z
    .strictObject({ username: secretKey, password: secretKey })
    .optional()
    .describe("A Secret that is in the monitoring namespace."),
});

/** Thanos' sidecar: blocks go to object storage and are kept there. */
const thanos = z
  .strictObject({
    objectStorage: secretKey
      .optional()
      .describe("A Secret with Thanos' object storage configuration, in the monitoring namespace."),
    bucket: z
      .string()
      .regex(/^[a-z0-9.-]{3,63}$/, "the name of an S3 bucket")
      .optional()
      .describe("A bucket that the stack creates; needs a cluster of the stack's own."),
  })
  .refine(({ objectStorage, bucket }) => one(objectStorage, bucket), "objectStorage or bucket: one of the two");

const ingress = z.strictObject({
  className: name,
  domain: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "a domain such as monitoring.example.com")
    .describe("Grafana answers at grafana.<domain>, and so do the others."),
  tls: z
    .strictObject({ secret: name.optional(), issuer: name.optional() })
    .refine(({ secret, issuer }) => one(secret, issuer), "secret or issuer: one of the two")
    .describe(
      "A Secret with a certificate for all of them, or the cluster issuer of cert-manager that makes one for each.",
    ),
  oidc: z
    .strictObject({
      name: iniText,
      clientId: iniText,
      clientSecret: secretKey,
      authUrl: iniUrl,
      tokenUrl: iniUrl,
      apiUrl: iniUrl,
      role: jmesPath.default("'Viewer'").describe("JMESPath that gives Admin, Editor or Viewer."),
    })
    .optional()
    .describe("Who may look at Grafana; without it, its own users alone."),
  authentication: z
    .record(z.string(), annotation)
    .optional()
    .describe(
      "Annotations by which the ingress asks for a login. With them, Prometheus and Alertmanager are shown as well: they have none of their own.",
    ),
});

/** A team that says itself where its alerts go, with a resource in its own namespace. */
const teamRoutes = z
  .strictObject({ team: name, namespace: name, ...TEAM_FIELDS })
  .refine((route) => teamConfigs(route) !== undefined, `${TEAM_WORDS}: one of them`);

const charts = z
  .strictObject({
    /** `https://…` with an index.yaml, `oci://…` below which the charts are, or a folder with charts or their archives. */
    from: z
      .string()
      .min(1)
      .refine(
        (from) => !/^http:/.test(from),
        "https:// or oci://, or a folder; what is deployed is not fetched unencrypted",
      )
      .refine((from) => !/:\/\/[^/]*@/.test(from), "no credentials; give username and passwordFile"),
    username: z.string().min(1).optional(),
    /** A file with the password or token, readable for you only. */
    passwordFile: z.string().min(1).optional(),
  })
  .refine(({ username, passwordFile }) => !one(username, passwordFile), "username and passwordFile, or neither");

export const FLAVOURS = ["k3d", "kind", "managed", "own"] as const;

const settings = z.strictObject({
  kind: z.literal("kubernetes"),
  cluster,
  flavour: z
    .enum(FLAVOURS)
    .default("managed")
    .describe(
      "Who runs the control plane: `own` is the team itself, and only then scheduler and controller manager are watched.",
    ),
  namespace: name.default("monitoring"),
  nodes: z.int().min(1).default(3).describe("How many nodes there are, for the forecast."),
  prometheus: z
    .strictObject({
      replicas: z.int().min(1).max(4).default(1),
      storage: quantity
        .optional()
        .describe("Size of the volume of each replica; reckoned from the forecast where left out."),
      memory: quantity.optional(),
      thanos: thanos.optional(),
      remoteWrite: z.array(remoteWrite).default([]),
    })
    .prefault({}),
  alertmanager: z
    .strictObject({ replicas: z.int().min(1).max(5).default(1), storage: quantity.default("1Gi") })
    .prefault({}),
  grafana: z.strictObject({ storage: quantity.default("5Gi") }).prefault({}),
  storageClass: name.optional().describe("Of all volumes; the cluster's default where left out."),
  ingress: ingress.optional(),
  teamRoutes: z.array(teamRoutes).default([]),
  nodeExporterPort: port
    .default(9100)
    .describe(
      "The port that node exporters take on every node; another one where the cluster has node exporters already.",
    ),
  crds: z
    .boolean()
    .default(true)
    .describe(
      "Whether the custom resource definitions of Prometheus operator are deployed: once for all environments of a cluster. False where somebody else keeps them.",
    ),
  charts: charts.optional().describe("Where charts come from in place of the addresses at which they are published."),
  sample: z.boolean().default(false).describe("Whether the sample service runs: data at once."),
  registry: registry.optional().describe("Where its images come from in place of docker.io, quay.io and the like."),
  values: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Laid over the values of kube-prometheus-stack, last."),
});

export const kubernetesPlatform = settings.refine(
  ({ cluster, prometheus: { thanos } }) => cluster.eks !== undefined || thanos?.bucket === undefined,
  {
    path: ["prometheus", "thanos", "bucket"],
    error: "objectStorage in place of bucket; the stack creates a bucket only beside an EKS cluster of its own",
  },
);

export type KubernetesPlatform = z.infer<typeof kubernetesPlatform>;

/** Where the targets of a service are in the cluster. */
export const inCluster = z.strictObject({
  namespace: name,
  labels: labels.describe("Of the Service, or of the pods."),
  port: name.describe("The port's name."),
  by: z
    .enum(["service", "pod"])
    .default("service")
    .describe("What is selected: a Service with its pods, or pods that no Service has."),
  expected: z.int().min(1).default(2).describe("How many targets there will be, for the forecast."),
});

export type InCluster = z.infer<typeof inCluster>;

/** An exporter that is run for a service which shows no metrics itself. */
export const exporter = z.strictObject({
  address: address.describe("`host:port` of what it asks."),
  user: userName.optional(),
  secret: secretKey
    .optional()
    .describe("The password, or for MongoDB the whole URI, in a Secret of the monitoring namespace."),
});

export type Exporter = z.infer<typeof exporter>;
