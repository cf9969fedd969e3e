// The part of the chart's values that is about Alertmanager: its replicas, and the Secrets with its configuration.
import { PEER_TIMEOUT_SECONDS, START_DELAY_SECONDS } from "../../../prometheus";
import { VERSIONS } from "../../../versions";
import { followersOf, hasFollowers } from "../../followers/followers";
import { inNamespaces, namesIn } from "../../names";
import { resources, spread, volumeClaim } from "./spread";
import type { StackArgs } from "./stack";

export function alertmanagerValues({ monitoring, platform, externalUrls }: StackArgs) {
  const { replicas, storage } = platform.alertmanager;
  const names = namesIn(platform.namespace);
  const apart = spread(replicas, names.pods.alertmanager);
  return {
    podDisruptionBudget: apart.podDisruptionBudget,
    alertmanagerSpec: {
      ...apart.spec,
      // The chart's own lets every site that a browser shows read and change what its API offers, through a forwarded port.
      image: { tag: `v${VERSIONS.alertmanager}` },
      // The operator gives it to Alertmanager as `--dispatch.start-delay` as well; a roll waits as long for each.
      ...(replicas > 1 && { minReadySeconds: START_DELAY_SECONDS, clusterPeerTimeout: `${PEER_TIMEOUT_SECONDS}s` }),
      externalUrl: externalUrls.alertmanager,
      useExistingSecret: true,
      configSecret: names.alertmanagerConfig,
      // As files below /etc/alertmanager/secrets, read at each message.
      secrets: [
        names.alertmanagerCredentials,
        ...(hasFollowers(followersOf(monitoring)) ? [names.followersAccess] : []),
      ],
      // Where teams own routes: theirs match the label `team`, which our alerts have; by default it is the namespace.
      alertmanagerConfigSelector: { matchLabels: names.selected },
      alertmanagerConfigNamespaceSelector: inNamespaces(
        platform.namespace,
        ...platform.teamRoutes.map(({ namespace }) => namespace),
      ),
      alertmanagerConfigMatcherStrategy: { type: "None" },
      retention: "120h",
      storage: volumeClaim(storage, platform.storageClass),
      resources: resources("20m", "64Mi", "256Mi"),
    },
  };
}
