// vmalert: evaluates the alerts on logs, once for each Prometheus, which takes its series; every Alertmanager gets what fires.
import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { logRuleFile, vmalertFlags } from "../../logs";
import type { LogAlert } from "../../rules";
import { resources } from "../charts/values/spread";
import { namesIn, replicaUrls } from "../names";
import { LOCKED, programAnnotations, WITHOUT_RIGHTS } from "../node-program";
import {
  ACCESS_FILE,
  ALERTS_PORT,
  accessMount,
  accessVolume,
  healthy,
  imageOf,
  type LogPartArgs,
  METRICS,
  storeUrl,
} from "./parts";

export interface LogAlertsArgs extends LogPartArgs {
  environment: string;
  alerts: readonly LogAlert[];
  /** Where the runbook of an alert is, as `Endpoints` say it. */
  runbook: string;
  /** Base URL of the store as people reach it. */
  pages: string;
  /** How many of each there are. */
  prometheuses: number;
  alertmanagers: number;
}

const RULES = "rules.yml";
const FOLDER = "/rules";

/** The variable with the pod's number, which is that of the Prometheus that it writes to. */
const NUMBER = "NUMBER";

export class LogAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: LogAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:LogAlerts", name, {}, opts);
    const { namespace, registry, environment, runbook } = args;
    const names = namesIn(namespace);
    const labels = names.pods.logAlerts;
    const metadata = { name: names.logAlerts, namespace, labels: { ...names.labels, ...labels } };
    const store = storeUrl(names, namespace);
    const rules = logRuleFile({ alerts: args.alerts, runbook, store: args.pages });
    const files = new ConfigMap(`${name}-log-alerts`, { metadata, data: { [RULES]: rules } }, { parent: this });
    new StatefulSet(
      `${name}-log-alerts`,
      {
        metadata,
        spec: {
          // Nobody asks for one of them by its name.
          serviceName: names.logAlerts,
          replicas: args.prometheuses,
          podManagementPolicy: "Parallel",
          selector: { matchLabels: labels },
          template: {
            metadata: { labels, annotations: programAnnotations(rules) },
            spec: {
              ...WITHOUT_RIGHTS,
              containers: [
                {
                  name: "log-alerts",
                  image: imageOf("vmalert", registry),
                  args: vmalertFlags({
                    listen: `:${ALERTS_PORT}`,
                    access: ACCESS_FILE,
                    rules: `${FOLDER}/${RULES}`,
                    store: { url: store, access: ACCESS_FILE },
                    alertmanagers: replicaUrls("alertmanager", names, namespace, args.alertmanagers).map((url) => ({
                      url,
                    })),
                    prometheus: {
                      url: `http://prometheus-${names.prometheus}-$(${NUMBER}).prometheus-operated.${namespace}:9090`,
                    },
                    environment,
                    pages: args.pages,
                  }),
                  env: [
                    {
                      name: NUMBER,
                      valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
                    },
                  ],
                  ports: [{ name: METRICS, containerPort: ALERTS_PORT }],
                  readinessProbe: healthy(ALERTS_PORT),
                  resources: resources("20m", "64Mi", "256Mi"),
                  securityContext: LOCKED,
                  volumeMounts: [{ name: "rules", mountPath: FOLDER, readOnly: true }, accessMount],
                },
              ],
              volumes: [{ name: "rules", configMap: { name: files.metadata.name } }, accessVolume(names.logsAccess)],
            },
          },
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
