// The continuous drill as a CronJob.
import { CronJob } from "@pulumi/kubernetes/batch/v1";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { DrillPlan } from "../drill";
import { type Duration, seconds } from "../rules";
import { namesIn, replicaUrls } from "./names";
import { fileOf, nodeContainer, programAnnotations, WITHOUT_RIGHTS } from "./node-program";

export interface DrillJobArgs {
  namespace: string;
  /** How often; a schedule can only divide an hour or a day, so that it may be somewhat more often. */
  every: Duration;
  plan: DrillPlan;
  /** The bundled program: one CommonJS file, below the 1 MiB that a ConfigMap may have. */
  program: string;
  /** How many there are of each. */
  prometheuses: number;
  alertmanagers: number;
  /** The receivers' credentials that it asks them with, of those in Alertmanager's Secret, by name. */
  credentials: readonly string[];
  /** The registry that Node's image comes from; Docker's own where left out. */
  registry?: string;
}

const NAME = "drill";
const PLAN = "plan.json";

/** Its requests end after seconds each; a minute goes by before it drills once more. */
const DEADLINE_SECONDS = 600;

export class DrillJob extends pulumi.ComponentResource {
  constructor(name: string, args: DrillJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:DrillJob", name, {}, opts);
    const { namespace, every, plan, program, credentials, registry } = args;
    const names = namesIn(namespace);
    const { cron, every: period } = schedule(seconds(every));
    const metadata = { name: names.drill, namespace, labels: { ...names.labels, ...names.pods.drill } };
    const planned = JSON.stringify(plan);
    const files = new ConfigMap(
      `${name}-drill`,
      { metadata, data: { [fileOf({ name: NAME })]: program, [PLAN]: planned } },
      { parent: this },
    );
    // The first ones are asked.
    const prometheuses = replicaUrls("prometheus", names, namespace, args.prometheuses);
    const alertmanagers = replicaUrls("alertmanager", names, namespace, args.alertmanagers);
    const container = nodeContainer({
      name: NAME,
      args: [
        `--plan=/program/${PLAN}`,
        ...prometheuses.map((url) => `--prometheus=${url}`),
        ...alertmanagers.map((url) => `--alertmanager=${url}`),
        `--every=${period}`,
        "--credentials=/credentials",
      ],
      ...(registry && { registry }),
      resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "192Mi" } },
    });
    const pod = {
      metadata: { labels: names.pods.drill, annotations: programAnnotations(program, planned) },
      spec: {
        ...WITHOUT_RIGHTS,
        // What it finds broken it has sent by itself; another pod would send it again.
        restartPolicy: "Never",
        containers: [
          {
            ...container,
            volumeMounts: [
              ...container.volumeMounts,
              { name: "credentials", mountPath: "/credentials", readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: "program", configMap: { name: files.metadata.name } },
          {
            name: "credentials",
            secret: {
              secretName: names.alertmanagerCredentials,
              items: credentials.map((key) => ({ key, path: key })),
              optional: true,
            },
          },
        ],
      },
    };
    new CronJob(
      `${name}-drill`,
      {
        metadata,
        spec: {
          schedule: cron,
          // One at a time: two would look at each other's alerts.
          concurrencyPolicy: "Forbid",
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 3,
          jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: DEADLINE_SECONDS, template: pod } },
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** The longest time that divides an hour or a day, and is no longer than what is asked for; in seconds. */
export function schedule(asked: number): { cron: string; every: number } {
  const minutes = Math.max(1, Math.floor(asked / 60));
  const largest = (of: number, most: number) => {
    for (let part = Math.min(most, of); ; part--) if (of % part === 0) return part;
  };
  if (minutes < 60) {
    const each = largest(60, minutes);
    return { cron: each === 1 ? "* * * * *" : `*/${each} * * * *`, every: each * 60 };
  }
  const hours = largest(24, Math.floor(minutes / 60));
  return { cron: hours === 24 ? "0 0 * * *" : `0 */${hours} * * *`, every: hours * 3_600 };
}
