// Prometheus, Alertmanager, Grafana, node exporters and kube-state-metrics from their community chart.
import { Secret, Service } from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerConfig, slackTemplate } from "../../alertmanager";
import { USERNAME } from "../../host/password-files";
import { type CredentialValues, credentialPaths } from "../../monitoring";
import { ACCESS } from "../content/asking";
import { followerIn } from "../followers/followers";
import { type Names, namesIn } from "../names";
import { CHARTS, chartInputs } from "./charts";
import { type StackArgs, stackValues } from "./values/stack";

export interface KubePrometheusStackArgs extends StackArgs {
  /** Of receivers, by name. */
  credentials: CredentialValues;
  /** Whether charts lie in the project's folder for them. */
  localCharts: boolean;
  /** Of Grafana's user `admin`; taken when Grafana's volume is new, and kept there. */
  grafanaPassword: pulumi.Input<string>;
  /** By which programs that are sent groups know Alertmanager, where there are any. */
  followersPassword?: pulumi.Input<string>;
}

/** Where Alertmanager has the Secrets of its values as files. */
const credentialsFolder = (names: Names) => `/etc/alertmanager/secrets/${names.alertmanagerCredentials}`;

/** Seconds until all its pods run: images have to come first. */
const READY_TIMEOUT = 900;

/** Its values hold no credential: those are Secrets beside it, which it refers to by name. */
export class KubePrometheusStack extends pulumi.ComponentResource {
  constructor(name: string, args: KubePrometheusStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:KubePrometheusStack", name, {}, opts);
    const { namespace } = args.platform;
    const names = namesIn(namespace);
    const secret = (named: string, stringData: Record<string, pulumi.Input<string>>) =>
      new Secret(
        `${name}-${named}`,
        { metadata: { name: named, namespace, labels: names.labels }, stringData },
        { parent: this },
      );
    const { followersPassword } = args;
    const secrets = [
      secret(names.alertmanagerConfig, configurationFiles(args, names)),
      secret(names.alertmanagerCredentials, credentialsOf(args)),
      secret(names.grafanaAdmin, { user: "admin", password: pulumi.secret(args.grafanaPassword) }),
      ...(followersPassword !== undefined
        ? [
            secret(names.followersAccess, {
              [ACCESS.username]: USERNAME,
              [ACCESS.password]: pulumi.secret(followersPassword),
            }),
          ]
        : []),
    ];
    new Release(
      `${name}-stack`,
      {
        name: names.release,
        ...chartInputs(CHARTS.stack, args.localCharts),
        namespace,
        skipCrds: true,
        atomic: true,
        timeout: READY_TIMEOUT,
        values: stackValues(args),
      },
      { parent: this, dependsOn: [...secrets, kubelets(name, names, this)] },
    );
    this.registerOutputs();
  }
}

/** As the operator writes them, whether kubelets listen there or not; scraped is the first one alone. */
const KUBELET_PORTS = [
  { name: "https-metrics", port: 10_250 },
  { name: "cadvisor", port: 4_194 },
  { name: "http-metrics", port: 10_255 },
];

/**
 * The Service of all kubelets, whose endpoints the operator keeps. It would make one itself and never remove it; this one is what
 * it would make, and goes after the operator, with the endpoints that it owns.
 */
function kubelets(name: string, names: Names, parent: pulumi.Resource): Service {
  return new Service(
    `${name}-kubelets`,
    {
      metadata: {
        name: names.kubelet,
        namespace: "kube-system",
        labels: {
          "app.kubernetes.io/managed-by": "prometheus-operator",
          "app.kubernetes.io/name": "kubelet",
          "k8s-app": "kubelet",
        },
        // Nothing is waited for: it gets its endpoints from an operator that comes later.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: { type: "ClusterIP", clusterIP: "None", ports: KUBELET_PORTS },
    },
    { parent },
  );
}

/** The configuration of Alertmanager, in which credentials are named as files; the same renderer as on every platform. */
function configurationFiles(
  { monitoring, credentials, platform: { namespace } }: KubePrometheusStackArgs,
  names: Names,
) {
  const folder = credentialsFolder(names);
  return {
    "alertmanager.yaml": alertmanagerConfig(monitoring, {
      credentials: credentialPaths(Object.keys(credentials), (name) => `${folder}/${name}`),
      templates: ["/etc/alertmanager/config/*.tmpl"],
      incidents: followerIn("incidents", names, namespace),
      hooks: followerIn("remediation", names, namespace),
    }),
    "slack.tmpl": slackTemplate(),
  };
}

function credentialsOf({ credentials }: KubePrometheusStackArgs) {
  return Object.fromEntries(Object.entries(credentials).map(([name, content]) => [name, pulumi.secret(content)]));
}
