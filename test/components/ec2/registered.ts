// The whole of an environment on EC2 under mocks, with the options of each resource, which mocks do not tell.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { Ec2Monitoring, type Ec2Settings, endpointsOf } from "../../../components/ec2";
import { incidentsPlanOf } from "../../../components/incidents";
import { assemble, type Credentials, parseSettings, type Settings } from "../../../components/monitoring";
import { incidentsProgram } from "../../../stacks/programs";
import { tracedServices } from "../../../stacks/traced-services";
import { NOW, type Registered, underMocks } from "../../support/mocks";

export interface Resource extends Registered {
  /** Name of its parent. */
  parent: string;
  protect: boolean;
  aliases: readonly string[];
  ignoreChanges: readonly string[];
  deleteBeforeReplace: boolean;
}

export interface Environment {
  resources: readonly Resource[];
  /** Those of a type, such as `ec2/instance:Instance`. */
  ofType: (type: string) => Resource[];
  outputs: Record<string, unknown>;
}

/** Of `Pulumi.dev.yaml`. */
export const devSettings: Record<string, unknown> = Object.fromEntries(
  Object.entries(
    z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(readFileSync("Pulumi.dev.yaml", "utf8")))
      .config,
  ).map(([key, value]) => [key.replace("tocsin:", ""), value]),
);

/** Beside `dev`: logs of the hosts, of each kind. */
export const WITH_LOGS = {
  logs: { store: "victorialogs", queue: 2 },
  services: [
    ["shop", { files: ["/var/log/shop/*.log"], perDay: 2 }],
    ["till", { journald: ["till.service"], container: "till" }],
    ["machines", { journald: ["ssh.service", "sshd.service", "kernel"] }],
  ].map(([name, logs]) => ({ name, mixin: "service", options: { metrics: "http" }, targets: ["web-1:8080"], logs })),
};

/** Beside `dev`: traces, and a service whose metrics are its spans. */
export const WITH_TRACES = {
  traces: { store: "jaeger", volume: 40 },
  services: [{ name: "basket", mixin: "service", options: { metrics: "opentelemetry" }, spanMetrics: true }],
};

export const WITH_LOGS_AND_TRACES = {
  ...{ logs: WITH_LOGS.logs, traces: WITH_TRACES.traces },
  services: [...WITH_LOGS.services, ...WITH_TRACES.services],
};

const platformOfDev = z.record(z.string(), z.unknown()).parse(devSettings.platform);

/** The settings of `dev`, with another platform or other services in part. */
export function settingsWith(platform: object = {}, more: object = {}): Ec2Settings {
  return onEc2(parseSettings({ ...devSettings, ...more, platform: { ...platformOfDev, ...platform } }));
}

function onEc2(all: Settings): Ec2Settings {
  if (all.platform.kind !== "ec2") throw new Error("not on EC2");
  return { ...all, platform: all.platform };
}

export async function deployed(
  settings: Ec2Settings,
  credentials: Credentials = {},
  environment = "dev",
): Promise<Environment> {
  const options = new Map<string, Omit<Resource, keyof Registered>>();
  const transformation: pulumi.ResourceTransformation = ({ type, name, opts }) => {
    // A type's own former names are there as well.
    const aliases = z.array(z.object({ name: z.string().optional() })).parse(opts.aliases ?? []);
    options.set(`${type} ${name}`, {
      parent: opts.parent ? nameOf(opts.parent) : "",
      protect: opts.protect ?? false,
      aliases: aliases.flatMap((alias) => alias.name ?? []),
      ignoreChanges: "ignoreChanges" in opts ? z.array(z.string()).parse(opts.ignoreChanges ?? []) : [],
      deleteBeforeReplace: "deleteBeforeReplace" in opts && opts.deleteBeforeReplace === true,
    });
    return undefined;
  };
  const { resources, outputs } = await underMocks(environment, async () => {
    const monitoring = assemble(environment, settings, endpointsOf(environment, settings));
    const traced = settings.traces ? tracedServices(settings.services, settings.traces) : [];
    const made = new Ec2Monitoring(
      environment,
      {
        ...{ settings, monitoring, traced, dashboards: {}, credentials, now: NOW },
        ...(incidentsPlanOf(monitoring) && { incidentsProgram: incidentsProgram() }),
      },
      { transformations: [transformation] },
    );
    const { addresses, commands, servers } = made;
    return new Promise((resolve) => pulumi.output({ addresses, commands, servers }).apply(resolve));
  });
  const complete = resources.map((one): Resource => {
    const own = options.get(`${one.type} ${one.name}`);
    if (!own) throw new Error(`${one.type} ${one.name} is outside of the component`);
    return { ...one, ...own };
  });
  return {
    resources: complete,
    ofType: (type) => complete.filter((one) => one.type === `aws:${type}`),
    outputs: z.record(z.string(), z.unknown()).parse(outputs),
  };
}

/** Of `urn:…::dev-access`, as far as it is known while resources are made. */
function nameOf(resource: pulumi.Resource): string {
  const { __name } = z.object({ __name: z.string() }).parse({ ...resource });
  return __name;
}
