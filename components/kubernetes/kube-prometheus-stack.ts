// Prometheus, Alertmanager, Grafana, node exporters and kube-state-metrics from their community chart.
import { Secret } from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { alertmanagerConfig, slackTemplate } from "../alertmanager";
import type { SlackCredential } from "../monitoring";
import { CHARTS } from "./charts";
import { LABELS, NAMES, RELEASE } from "./names";
import { type StackArgs, stackValues } from "./values/stack";

export interface KubePrometheusStackArgs extends StackArgs {
  slack: SlackCredential;
  pagerdutyRoutingKey?: pulumi.Input<string>;
  smtpPassword?: pulumi.Input<string>;
}

/** Where Alertmanager has the Secrets of its values as files. */
const CREDENTIALS = `/etc/alertmanager/secrets/${NAMES.alertmanagerCredentials}`;

/** Seconds until all its pods run: images have to come first. */
const READY_TIMEOUT = 900;

/** Its values hold no credential: those are Secrets beside it, which it refers to by name. */
export class KubePrometheusStack extends pulumi.ComponentResource {
  /** Password of Grafana's user `admin`; a secret. */
  readonly grafanaPassword: pulumi.Output<string>;

  constructor(name: string, args: KubePrometheusStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:KubePrometheusStack", name, {}, opts);
    const { namespace } = args.platform;
    const secret = (named: string, stringData: Record<string, pulumi.Input<string>>) =>
      new Secret(
        `${name}-${named}`,
        { metadata: { name: named, namespace, labels: LABELS }, stringData },
        { parent: this },
      );
    const password = new RandomPassword(`${name}-grafana-admin`, { length: 32, special: false }, { parent: this });
    this.grafanaPassword = pulumi.secret(password.result);
    const secrets = [
      secret(NAMES.alertmanagerConfig, configurationFiles(args)),
      secret(NAMES.alertmanagerCredentials, credentialsOf(args)),
      secret(NAMES.grafanaAdmin, { user: "admin", password: this.grafanaPassword }),
    ];
    new Release(
      `${name}-stack`,
      {
        name: RELEASE,
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
function configurationFiles({ monitoring, slack, pagerdutyRoutingKey, smtpPassword }: KubePrometheusStackArgs) {
  return {
    "alertmanager.yaml": alertmanagerConfig(monitoring, {
      slack:
        "webhook" in slack
          ? { webhookFile: `${CREDENTIALS}/slack-webhook` }
          : { tokenFile: `${CREDENTIALS}/slack-token` },
      ...(pagerdutyRoutingKey && { pagerdutyRoutingKeyFile: `${CREDENTIALS}/pagerduty-routing-key` }),
      ...(smtpPassword && { smtpPasswordFile: `${CREDENTIALS}/smtp-password` }),
      templates: ["/etc/alertmanager/config/*.tmpl"],
    }),
    "slack.tmpl": slackTemplate(),
  };
}

function credentialsOf({ slack, pagerdutyRoutingKey, smtpPassword }: KubePrometheusStackArgs) {
  return {
    ...("webhook" in slack
      ? { "slack-webhook": pulumi.secret(slack.webhook) }
      : { "slack-token": pulumi.secret(slack.token) }),
    ...(pagerdutyRoutingKey && { "pagerduty-routing-key": pulumi.secret(pagerdutyRoutingKey) }),
    ...(smtpPassword && { "smtp-password": pulumi.secret(smtpPassword) }),
  };
}
