// Prometheus, Alertmanager, Grafana, node exporters and kube-state-metrics from their community chart.
import { Secret } from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { alertmanagerConfig, slackTemplate } from "../alertmanager";
import type { SlackCredential } from "../monitoring";
import { CHARTS } from "./charts";
import { type Names, namesIn } from "./names";
import { type StackArgs, stackValues } from "./values/stack";

export interface KubePrometheusStackArgs extends StackArgs {
  slack: SlackCredential;
  pagerdutyRoutingKey?: pulumi.Input<string>;
}

/** Where Alertmanager has the Secrets of its values as files. */
const credentialsFolder = (names: Names) => `/etc/alertmanager/secrets/${names.alertmanagerCredentials}`;

/** Seconds until all its pods run: images have to come first. */
const READY_TIMEOUT = 900;

/** Its values hold no credential: those are Secrets beside it, which it refers to by name. */
export class KubePrometheusStack extends pulumi.ComponentResource {
  /** Password of Grafana's user `admin`; a secret. */
  readonly grafanaPassword: pulumi.Output<string>;

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
    const password = new RandomPassword(`${name}-grafana-admin`, { length: 32, special: false }, { parent: this });
    this.grafanaPassword = pulumi.secret(password.result);
    const secrets = [
      secret(names.alertmanagerConfig, configurationFiles(args, credentialsFolder(names))),
      secret(names.alertmanagerCredentials, credentialsOf(args)),
      secret(names.grafanaAdmin, { user: "admin", password: this.grafanaPassword }),
    ];
    new Release(
      `${name}-stack`,
      {
        name: names.release,
        ...CHARTS.stack,
        namespace,
        skipCrds: true,
        atomic: true,
        timeout: READY_TIMEOUT,
        values: stackValues(args),
      },
      { parent: this, dependsOn: secrets },
    );
    this.registerOutputs({ grafanaPassword: this.grafanaPassword });
  }
}

/** The configuration of Alertmanager, in which credentials are named as files; the same renderer as on every platform. */
function configurationFiles({ monitoring, slack, pagerdutyRoutingKey }: KubePrometheusStackArgs, credentials: string) {
  return {
    "alertmanager.yaml": alertmanagerConfig(monitoring, {
      slack:
        "webhook" in slack
          ? { webhookFile: `${credentials}/slack-webhook` }
          : { tokenFile: `${credentials}/slack-token` },
      ...(pagerdutyRoutingKey && { pagerdutyRoutingKeyFile: `${credentials}/pagerduty-routing-key` }),
      templates: ["/etc/alertmanager/config/*.tmpl"],
    }),
    "slack.tmpl": slackTemplate(),
  };
}

function credentialsOf({ slack, pagerdutyRoutingKey }: KubePrometheusStackArgs) {
  return {
    ...("webhook" in slack
      ? { "slack-webhook": pulumi.secret(slack.webhook) }
      : { "slack-token": pulumi.secret(slack.token) }),
    ...(pagerdutyRoutingKey && { "pagerduty-routing-key": pulumi.secret(pagerdutyRoutingKey) }),
  };
}
