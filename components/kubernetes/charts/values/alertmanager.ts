// The part of the chart's values that is about Alertmanager: its replicas, and the Secrets with its configuration.
import { namesIn } from "../../names";
import { resources, spread, volumeClaim } from "./spread";
import type { StackArgs } from "./stack";

/**
 * How long one of several that starts leaves notifying to the others, in seconds: until it has their log of what was sent and every
 * alert that fires, which Prometheus sends again within `rules.alert.resend-delay`. A roll waits as long for each.
 */
const START_DELAY = 30;

export function alertmanagerValues({ platform, externalUrls }: StackArgs) {
  const { replicas, storage } = platform.alertmanager;
  const names = namesIn(platform.namespace);
  const apart = spread(replicas, names.pods.alertmanager);
  return {
    podDisruptionBudget: apart.podDisruptionBudget,
    alertmanagerSpec: {
      ...apart.spec,
      ...(replicas > 1 && { minReadySeconds: START_DELAY }),
      externalUrl: externalUrls.alertmanager,
      useExistingSecret: true,
      configSecret: names.alertmanagerConfig,
      // As files below /etc/alertmanager/secrets, read at each message.
      secrets: [names.alertmanagerCredentials],
      // Where teams own routes: theirs match the label `team`, which our alerts have; by default it is the namespace.
      alertmanagerConfigSelector: { matchLabels: names.selected },
      alertmanagerConfigMatcherStrategy: { type: "None" },
      retention: "120h",
      storage: volumeClaim(storage, platform.storageClass),
      resources: resources("20m", "64Mi", "256Mi"),
    },
  };
}
