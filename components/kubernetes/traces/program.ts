// A program of traces: one pod with its configuration, a volume and the password, and the Service by which others reach it.
import { ConfigMap, Service } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { resources } from "../charts/values/spread";
import { accessMount, accessVolume, imageOf, METRICS } from "../logs/parts";
import type { Names } from "../names";
import { programAnnotations } from "../node-program";
import { type Stateful, stateful } from "../stateful";
import { METRICS_PORT, POD_ADDRESS } from "./parts";

interface TraceProgram extends Pick<Stateful, "metadata" | "pods" | "volume"> {
  names: Names;
  /** Whether it knows the store's password. */
  asks: boolean;
  /** The container's, and the end of its resources' names. */
  called: string;
  image: Parameters<typeof imageOf>[0];
  registry?: string | undefined;
  /** Its file's name and content. */
  file: string;
  configuration: string;
  /** In MiB, of the heap. */
  memory: number;
  resources: ReturnType<typeof resources>;
  /** Those that others reach it at, by name. */
  ports: Readonly<Record<string, number>>;
}

const FOLDER = "/configuration";

export function traceProgram(name: string, args: TraceProgram, opts: pulumi.CustomResourceOptions): void {
  const { metadata, pods, volume, called, file, configuration, memory } = args;
  const ports = Object.entries(args.ports);
  const files = new ConfigMap(`${name}-${called}`, { metadata, data: { [file]: configuration } }, opts);
  stateful(
    `${name}-${called}`,
    {
      metadata,
      pods,
      annotations: programAnnotations(configuration),
      container: {
        name: called,
        image: imageOf(args.image, args.registry),
        args: [`--config=file:${FOLDER}/${file}`],
        env: [POD_ADDRESS, { name: "GOMEMLIMIT", value: `${memory}MiB` }],
        ports: [
          { name: METRICS, containerPort: METRICS_PORT },
          ...ports.map(([port, containerPort]) => ({ name: port, containerPort })),
        ],
        readinessProbe: { httpGet: { path: "/metrics", port: METRICS } },
        resources: args.resources,
      },
      mounts: [{ name: "configuration", mountPath: FOLDER, readOnly: true }, ...(args.asks ? [accessMount] : [])],
      volumes: [
        { name: "configuration", configMap: { name: files.metadata.name } },
        ...(args.asks ? [accessVolume(args.names.tracesAccess)] : []),
      ],
      volume,
    },
    opts,
  );
  new Service(
    `${name}-${called}`,
    {
      metadata,
      spec: { selector: pods, ports: ports.map(([port, at]) => ({ name: port, port: at, targetPort: port })) },
    },
    opts,
  );
}
