// A local environment in containers, on the host's network: the same addresses and the same loopback as the native one.
// The sample service and the inbox are programs of this project and run as processes in both.

import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { Files, Password, Ports } from "../host";
import { CADVISOR_FLAGS } from "../mixins/container/cadvisor";
import type { LocalPlatform } from "../monitoring";
import { ENTRYPOINTS, GRAFANA_HOME, IMAGES, type Image } from "./images";
import {
  accessDir,
  addressesOf,
  dashboardsDir,
  LOOPBACK,
  type LocalArgs,
  listenersOf,
  localParts,
  type Part,
  runbookFiles,
  USERNAME,
  urlOf,
} from "./parts";
import { processOf } from "./process-of";

export interface DockerMonitoringArgs extends Omit<LocalArgs, "grafanaHome"> {
  /** Images that replace the pinned ones, by part. */
  images: LocalPlatform["images"];
}

const CONFIG = "/etc/tocsin";
const DATA = "/data";
const DASHBOARDS = "/dashboards";
const ACCESS = "/access";

/** Prometheus, Alertmanager, the exporters, cAdvisor and Grafana in containers. */
export class DockerMonitoring extends pulumi.ComponentResource {
  /** The address of each part, by part. */
  readonly addresses: Record<string, string>;

  constructor(name: string, args: DockerMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:docker:DockerMonitoring", name, {}, opts);
    const local = { ...args, grafanaHome: GRAFANA_HOME };
    const parts = localParts(local, {
      config: (_, file) => `${CONFIG}/${file}`,
      data: () => DATA,
      dashboards: DASHBOARDS,
      access: ACCESS,
    });
    const files = new Files("dashboards", { dir: dashboardsDir(args.dir), files: args.dashboards }, { parent: this });
    new Files("runbooks", runbookFiles(args), { parent: this });
    const password = new Password("access", { dir: accessDir(args.dir), username: USERNAME }, { parent: this });
    const scripts = Object.fromEntries(Object.entries(parts).filter(([, { runs }]) => "script" in runs));
    const ports = new Ports("ports", { listeners: listenersOf(scripts, args.dir) }, { parent: this });

    const started = new Map<string, pulumi.Resource>();
    for (const [part, spec] of Object.entries(parts)) {
      const { runs } = spec;
      const before = spec.after?.flatMap((other) => started.get(other) ?? []) ?? [];
      const made =
        "script" in runs
          ? processOf(part, spec, runs, args.dir, { parent: this, dependsOn: [ports, password, ...before] })
          : this.container(name, part, runs.tool as Image, spec, args, [files, password]);
      started.set(part, made);
    }
    this.cadvisor(name, args);
    this.addresses = { ...addressesOf(parts), cadvisor: urlOf(args.ports.cadvisor) };
    this.registerOutputs({ addresses: this.addresses });
  }

  /** Changed configuration replaces the container; its data is in a volume and stays. */
  private container(
    environment: string,
    part: string,
    image: Image,
    spec: Part,
    args: DockerMonitoringArgs,
    dependsOn: pulumi.Resource[],
  ) {
    const volume = new docker.Volume(`${part}-data`, { name: `tocsin-${environment}-${part}` }, { parent: this });
    const entrypoint = ENTRYPOINTS[image];
    return new docker.Container(
      part,
      {
        ...this.common(environment, part, image, args),
        command: spec.args,
        envs: Object.entries(spec.environment ?? {}).map(([name, value]) => `${name}=${value}`),
        ...(entrypoint && { entrypoints: [entrypoint] }),
        uploads: Object.entries({ ...spec.files, ...spec.secretFiles }).map(([path, content]) => ({
          file: `${CONFIG}/${path}`,
          content,
        })),
        volumes: [
          { volumeName: volume.name, containerPath: DATA },
          ...(part === "grafana"
            ? [{ hostPath: dashboardsDir(args.dir), containerPath: DASHBOARDS, readOnly: true }]
            : []),
          ...[...new Set(spec.reads)].map((path) => ({ hostPath: path, containerPath: path, readOnly: true })),
          ...Object.entries(spec.secretsFrom ?? {}).map(([path, hostPath]) => ({
            hostPath,
            containerPath: `${CONFIG}/${path}`,
            readOnly: true,
          })),
          ...(spec.guardedBy || spec.knowsPassword
            ? [{ hostPath: accessDir(args.dir), containerPath: ACCESS, readOnly: true }]
            : []),
          ...(part === "node-exporter" ? [{ hostPath: "/", containerPath: "/host", readOnly: true }] : []),
        ],
        ...(part === "node-exporter" && { command: [...spec.args, "--path.rootfs=/host"], pidMode: "host" }),
      },
      // Two of a kind cannot listen on one port.
      { parent: this, dependsOn, deleteBeforeReplace: true },
    );
  }

  private cadvisor(environment: string, args: DockerMonitoringArgs) {
    const readOnly = ["/:/rootfs", "/var/run:/var/run", "/sys:/sys", "/var/lib/docker:/var/lib/docker"];
    return new docker.Container(
      "cadvisor",
      {
        ...this.common(environment, "cadvisor", "cadvisor", args),
        command: [`--listen_ip=${LOOPBACK}`, `--port=${args.ports.cadvisor}`, ...CADVISOR_FLAGS],
        volumes: readOnly.map((mount) => {
          const [hostPath = "", containerPath = ""] = mount.split(":");
          return { hostPath, containerPath, readOnly: true };
        }),
        privileged: true,
      },
      { parent: this, deleteBeforeReplace: true },
    );
  }

  private common(environment: string, part: string, imageOf: Image, args: DockerMonitoringArgs) {
    const image = new docker.RemoteImage(
      part,
      { name: args.images[imageOf] ?? IMAGES[imageOf], keepLocally: true },
      { parent: this },
    );
    return {
      name: `tocsin-${environment}-${part}`,
      image: image.imageId,
      networkMode: "host",
      restart: "unless-stopped",
      // The data volume belongs to root; a fixed user would depend on the image.
      user: "root",
      labels: [{ label: "tocsin.environment", value: environment }],
    };
  }
}
