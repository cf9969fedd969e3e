// A program that Alertmanager sends groups to, as one pod with a volume for what it keeps, and the credentials that it uses.
import { ConfigMap, Service } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { resources } from "../charts/values/spread";
import { ACCESS } from "../content/asking";
import { METRICS } from "../logs/parts";
import { namesIn } from "../names";
import { fileOf, nodeContainer, programAnnotations } from "../node-program";
import { stateful } from "../stateful";
import { FOLLOWER_PORTS, type Followers } from "./followers";

export interface FollowerArgs {
  namespace: string;
  /** The bundled program: one CommonJS file, below the 1 MiB that a ConfigMap may have. */
  program: string;
  /** The registry that Node's image comes from; Docker's own where left out. */
  registry?: string;
  /** Of its volume; the cluster's default where left out. */
  storageClass?: string;
}

interface Own {
  which: keyof Followers;
  plan: object;
  args: readonly string[];
  /** Keys of Secrets that it reads as files, by the folder in which they are. */
  secrets: Readonly<Record<string, { secretName: string; keys: readonly string[] }>>;
}

const PLAN = "plan.json";
const DATA = "/data";

/** A file of some kilobytes; less no provider of volumes has. */
const GIGABYTES = 1;

/** One alone: two would each add to threads, and call hooks. */
export function follower(
  name: string,
  { which, plan, args, secrets, ...given }: Own & FollowerArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const { namespace, program, registry, storageClass } = given;
  const names = namesIn(namespace);
  const labels = names.pods[which];
  const port = FOLLOWER_PORTS[which];
  const metadata = { name: names[which], namespace, labels: { ...names.labels, ...labels } };
  const planned = JSON.stringify(plan);
  const files = new ConfigMap(
    `${name}-${which}`,
    { metadata, data: { [fileOf({ name: which })]: program, [PLAN]: planned } },
    opts,
  );
  const {
    volumeMounts,
    securityContext: _,
    ...container
  } = nodeContainer({
    name: which,
    args: [
      `--port=${port}`,
      "--host=0.0.0.0",
      `--plan=/program/${PLAN}`,
      `--data=${DATA}/incidents.json`,
      `--password-file=/access/${ACCESS.password}`,
      `--alertmanager=http://${names.alertmanager}.${namespace}:9093`,
      ...args,
    ],
    ...(registry && { registry }),
    resources: resources("10m", "64Mi", "192Mi"),
  });
  const healthy = { httpGet: { path: "/health", port: METRICS } };
  const mounted = { access: { secretName: names.followersAccess, keys: [ACCESS.password] }, ...secrets };
  stateful(
    `${name}-${which}`,
    {
      metadata,
      pods: labels,
      annotations: programAnnotations(program, planned),
      container: {
        ...container,
        ports: [{ name: METRICS, containerPort: port }],
        readinessProbe: healthy,
        livenessProbe: { ...healthy, failureThreshold: 6 },
      },
      mounts: [
        ...volumeMounts,
        ...Object.keys(mounted).map((folder) => ({ name: folder, mountPath: `/${folder}`, readOnly: true })),
      ],
      volumes: [
        { name: "program", configMap: { name: files.metadata.name } },
        ...Object.entries(mounted).map(([folder, { secretName, keys }]) => ({
          name: folder,
          secret: { secretName, items: keys.map((key) => ({ key, path: key })) },
        })),
      ],
      volume: { name: "kept", mountPath: DATA, gigabytes: GIGABYTES, storageClass },
    },
    opts,
  );
  new Service(
    `${name}-${which}`,
    { metadata, spec: { selector: labels, ports: [{ name: METRICS, port, targetPort: METRICS }] } },
    opts,
  );
}
