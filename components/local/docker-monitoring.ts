// A local environment in containers, on the host's network: the same addresses and the same loopback as the native one.
// The sample service and the inbox are programs of this project and run as processes in both.
import { join } from "node:path";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { ContainerConfiguration, Files, PASSWORD_FILE, Password, Ports, USERNAME } from "../host";
import { CADVISOR_FLAGS } from "../mixins/container/cadvisor";
import type { LocalPlatform } from "../monitoring";
import { ENTRYPOINTS, GRAFANA_HOME, IMAGES, type Image, validatorOf } from "./images";
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
      config: (_, file) => `${CONFIG}/current/${file}`,
      data: () => DATA,
      dashboards: DASHBOARDS,
      access: ACCESS,
    });
    const cadvisor = { runs: { script: "" }, args: [], port: args.ports.cadvisor, ready: "/healthz" };
    const isProcess = (part: string) => parts[part] !== undefined && "script" in parts[part].runs;
    const ports = new Ports(
      "ports",
      {
        listeners: listenersOf({ ...parts, cadvisor }, args.dir, (part) =>
          isProcess(part) ? undefined : containerName(name, part),
        ),
      },
      { parent: this },
    );
    const files = new Files("dashboards", { dir: dashboardsDir(args.dir), files: args.dashboards }, { parent: this });
    new Files("runbooks", runbookFiles(args), { parent: this });
    const password = new Password("access", { dir: accessDir(args.dir), username: USERNAME }, { parent: this });
    const started = new Map<string, pulumi.Resource>();
    for (const [part, spec] of Object.entries(parts)) {
      const { runs } = spec;
      const before = [ports, password, files, ...(spec.after?.flatMap((other) => started.get(other) ?? []) ?? [])];
      const made =
        "script" in runs
          ? processOf(part, spec, runs, args.dir, { parent: this, dependsOn: before })
          : this.container(name, part, runs.tool as Image, spec, args, before);
      started.set(part, made);
    }
    this.cadvisor(name, args, [ports]);
    this.addresses = { ...addressesOf(parts), cadvisor: urlOf(args.ports.cadvisor) };
    this.registerOutputs({ addresses: this.addresses });
  }

  /** Changed configuration is reloaded, or replaces the container of a part that cannot; its data is in a volume and stays. */
  private container(
    environment: string,
    part: string,
    tool: Image,
    spec: Part,
    args: DockerMonitoringArgs,
    dependsOn: pulumi.Resource[],
  ) {
    const volume = new docker.Volume(`${part}-data`, { name: `tocsin-${environment}-${part}` }, { parent: this });
    const image = this.image(part, tool, args);
    const entrypoint = ENTRYPOINTS[tool];
    const reads = readsOf(part, spec, args);
    const isHosts = part === "node-exporter";
    const started = {
      command: isHosts ? [...spec.args, "--path.rootfs=/host"] : spec.args,
      envs: Object.entries(spec.environment ?? {}).map(([name, value]) => `${name}=${value}`),
      ...(entrypoint && { entrypoints: [entrypoint] }),
      ...(isHosts && { pidMode: "host" }),
    };
    const configuration = isConfigured(spec)
      ? this.configuration(environment, part, spec, args, { image, reads, started, dependsOn })
      : undefined;
    const mounts = { ...reads, ...(configuration && { [CONFIG]: join(args.dir, part, "config") }) };
    return new docker.Container(
      part,
      {
        ...common(environment, part, image, spec.reload ? undefined : configuration?.config),
        ...started,
        volumes: [{ volumeName: volume.name, containerPath: DATA }, ...readOnly(mounts)],
        // What is mounted on the machine later is seen as well.
        ...(isHosts && {
          mounts: [
            { type: "bind", source: "/", target: "/host", readOnly: true, bindOptions: { propagation: "rslave" } },
          ],
        }),
      },
      // Two of a kind cannot listen on one port.
      {
        parent: this,
        dependsOn: configuration ? [...dependsOn, configuration] : dependsOn,
        deleteBeforeReplace: true,
      },
    );
  }

  private configuration(
    environment: string,
    part: string,
    spec: Part,
    { dir }: DockerMonitoringArgs,
    { image, reads, started, dependsOn }: Beside,
  ) {
    const { files, secretFiles, secretsFrom, reload, guardedBy } = spec;
    return new ContainerConfiguration(
      part,
      {
        dir: join(dir, part),
        container: containerName(environment, part),
        image: image.imageId,
        mountedAt: CONFIG,
        reads,
        ...(files && { files }),
        ...(secretFiles && { secretFiles }),
        ...(secretsFrom && { secretsFrom }),
        checks: (spec.checks ?? []).map(({ tool, args }) => ({ program: validatorOf(tool), args })),
        startedWith: JSON.stringify(started),
        ...(reload && { reload: urlOf(spec.port) + reload }),
        ...(guardedBy && { access: { username: USERNAME, passwordFile: join(accessDir(dir), PASSWORD_FILE) } }),
      },
      { parent: this, dependsOn },
    );
  }

  private cadvisor(environment: string, args: DockerMonitoringArgs, dependsOn: pulumi.Resource[]) {
    const image = this.image("cadvisor", "cadvisor", args);
    return new docker.Container(
      "cadvisor",
      {
        ...common(environment, "cadvisor", image),
        command: [`--listen_ip=${LOOPBACK}`, `--port=${args.ports.cadvisor}`, ...CADVISOR_FLAGS],
        volumes: readOnly({
          "/rootfs": "/",
          "/var/run": "/var/run",
          "/sys": "/sys",
          "/var/lib/docker": "/var/lib/docker",
        }),
        // The kernel's log names the containers that ran out of memory. Debian and Ubuntu show it to this capability only.
        devices: [{ hostPath: "/dev/kmsg", containerPath: "/dev/kmsg", permissions: "r" }],
        capabilities: { adds: ["CAP_SYSLOG"] },
      },
      { parent: this, dependsOn, deleteBeforeReplace: true },
    );
  }

  private image(part: string, image: Image, args: DockerMonitoringArgs) {
    const name = args.images[image] ?? IMAGES[image];
    return new docker.RemoteImage(part, { name, keepLocally: true }, { parent: this });
  }
}

interface Beside {
  image: docker.RemoteImage;
  reads: Record<string, string>;
  started: object;
  dependsOn: pulumi.Resource[];
}

const containerName = (environment: string, part: string) => `tocsin-${environment}-${part}`;

const isConfigured = ({ files, secretFiles, secretsFrom }: Part) =>
  [files, secretFiles, secretsFrom].some((each) => each !== undefined);

/** Folders of this machine that a part reads, by their path in its container. */
function readsOf(
  part: string,
  { reads = [], guardedBy, knowsPassword }: Part,
  { dir }: DockerMonitoringArgs,
): Record<string, string> {
  return {
    ...(part === "grafana" && { [DASHBOARDS]: dashboardsDir(dir) }),
    ...Object.fromEntries(reads.map((path) => [path, path])),
    ...((guardedBy || knowsPassword) && { [ACCESS]: accessDir(dir) }),
  };
}

const readOnly = (mounts: Record<string, string>) =>
  Object.entries(mounts).map(([containerPath, hostPath]) => ({ hostPath, containerPath, readOnly: true }));

/** @param replacedWith Replaces the container whenever it changes. */
function common(environment: string, part: string, image: docker.RemoteImage, replacedWith?: pulumi.Input<string>) {
  return {
    name: containerName(environment, part),
    image: image.imageId,
    networkMode: "host",
    restart: "unless-stopped",
    // The data volume belongs to root; a fixed user would depend on the image.
    user: "root",
    labels: [
      { label: "tocsin.environment", value: environment },
      ...(replacedWith ? [{ label: "tocsin.configuration", value: replacedWith }] : []),
    ],
  };
}
