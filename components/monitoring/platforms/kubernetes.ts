// The settings of the platform `kubernetes`: a cluster that exists, or an EKS cluster of the stack's own.
import { z } from "zod";
import { httpUrl, name, port } from "../fields";

const quantity = z.string().regex(/^\d+(\.\d+)?(m|[kMGTP]i?)?$/, "a quantity such as 500m, 2Gi or 50Gi");

/** A key of a Secret that is in the cluster already. */
const secretKey = z.strictObject({ name, key: z.string().min(1) });

const arn = z.string().regex(/^arn:aws[\w-]*:/, "an ARN such as arn:aws:iam::123456789012:role/monitoring");

/** A cluster that the stack creates, in a VPC that exists. */
const eks = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as eu-central-1"),
  version: z.string().regex(/^1\.\d+$/, "a Kubernetes version such as 1.35"),
  vpcId: z.string().regex(/^vpc-/, "the id of a VPC, vpc-…"),
  privateSubnetIds: z.array(z.string().regex(/^subnet-/, "the id of a subnet, subnet-…")).min(2),
  /** Where the API server answers: within the VPC alone, or also from these addresses. */
  endpoint: z
    .strictObject({ private: z.boolean().default(true), publicFrom: z.array(z.cidrv4()).default([]) })
    .prefault({})
    .refine((one) => one.private || one.publicFrom.length > 0, "private, publicFrom or both; else nobody reaches it"),
  /** IAM roles that may administer the cluster, beside the one that creates it. */
  admins: z.array(arn).default([]),
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
    /** The kubeconfig's context. */
    context: z.string().min(1).optional(),
    /** Path of the kubeconfig; kubectl's own where left out. */
    kubeconfig: z.string().min(1).optional(),
    eks: eks.optional(),
  })
  .refine(({ context, eks }) => one(context, eks), "a context of your kubeconfig, or eks: one of the two");

/** Where Prometheus sends what it scrapes, beside keeping it. */
const remoteWrite = z.strictObject({
  name,
  url: httpUrl,
  /** `business` sends the series that are kept for years and nothing else. */
  send: z.enum(["all", "business"]).default("all"),
  /** Amazon Managed Prometheus in this region, signed by Prometheus' own role. */
  sigv4: z.strictObject({ region: z.string().min(1), roleArn: arn.optional() }).optional(),
  /** A Secret that is in the monitoring namespace. */
  basicAuth: z.strictObject({ username: secretKey, password: secretKey }).optional(),
});

/** Thanos' sidecar: blocks go to object storage and are kept there. */
const thanos = z
  .strictObject({
    /** A Secret with Thanos' object storage configuration, in the monitoring namespace. */
    objectStorage: secretKey.optional(),
    /** A bucket that the stack creates; needs a cluster of the stack's own. */
    bucket: z
      .string()
      .regex(/^[a-z0-9.-]{3,63}$/, "the name of an S3 bucket")
      .optional(),
  })
  .refine(({ objectStorage, bucket }) => one(objectStorage, bucket), "objectStorage or bucket: one of the two");

const ingress = z.strictObject({
  className: name,
  /** Grafana answers at grafana.<domain>, and so do the others. */
  domain: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "a domain such as monitoring.example.com"),
  /** A Secret with a certificate for all of them, or the cluster issuer of cert-manager that makes one for each. */
  tls: z
    .strictObject({ secret: name.optional(), issuer: name.optional() })
    .refine(({ secret, issuer }) => one(secret, issuer), "secret or issuer: one of the two"),
  /** Who may look at Grafana; without it, its own users alone. */
  oidc: z
    .strictObject({
      name: z.string().min(1),
      clientId: z.string().min(1),
      clientSecret: secretKey,
      authUrl: httpUrl,
      tokenUrl: httpUrl,
      apiUrl: httpUrl,
      /** JMESPath that gives Admin, Editor or Viewer. */
      role: z.string().min(1).default("'Viewer'"),
    })
    .optional(),
  /** Annotations by which the ingress asks who comes. With them, Prometheus and Alertmanager are shown as well: they ask nobody. */
  authentication: z.record(z.string(), z.string()).optional(),
});

/** A team that says itself where its alerts go, with a resource in its own namespace. */
const teamRoutes = z.strictObject({
  team: name,
  namespace: name,
  channel: z.string().regex(/^[#@][^\s]+$/, 'a Slack channel such as "#alerts"'),
  /** A Secret in the team's namespace with a webhook's URL. */
  webhook: secretKey,
});

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
  /** Who runs the control plane: `own` is the team itself, and only then scheduler and controller manager are watched. */
  flavour: z.enum(FLAVOURS).default("managed"),
  namespace: name.default("monitoring"),
  /** How many nodes there are, for the forecast. */
  nodes: z.int().min(1).default(3),
  prometheus: z
    .strictObject({
      replicas: z.int().min(1).max(4).default(1),
      /** Size of the volume of each replica; reckoned from the forecast where left out. */
      storage: quantity.optional(),
      memory: quantity.optional(),
      thanos: thanos.optional(),
      remoteWrite: z.array(remoteWrite).default([]),
    })
    .prefault({}),
  alertmanager: z
    .strictObject({ replicas: z.int().min(1).max(5).default(1), storage: quantity.default("1Gi") })
    .prefault({}),
  grafana: z.strictObject({ storage: quantity.default("5Gi") }).prefault({}),
  /** Of all volumes; the cluster's default where left out. */
  storageClass: name.optional(),
  ingress: ingress.optional(),
  teamRoutes: z.array(teamRoutes).default([]),
  /** The port that node exporters take on every node; another one where the cluster has node exporters already. */
  nodeExporterPort: port.default(9100),
  /** Whether the sample service runs: data at once. */
  sample: z.boolean().default(false),
  /**
   * Whether the custom resource definitions of Prometheus operator are deployed: once for all environments of a cluster. False
   * where somebody else keeps them.
   */
  crds: z.boolean().default(true),
  /** Where charts come from in place of the addresses at which they are published. */
  charts: charts.optional(),
  /** Where its images come from in place of docker.io, quay.io and the like. */
  registry: z.string().min(1).optional(),
  /** Laid over the values of kube-prometheus-stack, last. */
  values: z.record(z.string(), z.unknown()).default({}),
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
  /** Of the Service, or of the pods. */
  labels: z.record(z.string(), z.string()).refine((all) => Object.keys(all).length > 0, "at least one label"),
  /** The port's name. */
  port: z.string().min(1),
  /** What is selected: a Service with its pods, or pods that no Service has. */
  by: z.enum(["service", "pod"]).default("service"),
  /** How many targets there will be, for the forecast. */
  expected: z.int().min(1).default(2),
});

export type InCluster = z.infer<typeof inCluster>;

/** An exporter that is run for a service which shows no metrics itself. */
export const exporter = z.strictObject({
  /** `host:port` of what it asks. */
  address: z.string().regex(/^[^\s/:]+:\d{1,5}$/, "an address and port such as redis.shop:6379"),
  user: z.string().min(1).optional(),
  /** The password, or for MongoDB the whole URI, in a Secret of the monitoring namespace. */
  secret: secretKey.optional(),
});

export type Exporter = z.infer<typeof exporter>;

/** The mixins of technologies that need an exporter which can be run beside them. */
export const EXPORTED_MIXINS: readonly string[] = ["redis", "mysql", "postgres", "mongodb", "kafka"];
