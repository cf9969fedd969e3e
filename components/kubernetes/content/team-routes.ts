// A team's own routes → AlertmanagerConfig in the team's namespace, which it may go on to change there.
import { FALLBACK_GROUP_BY, type KubernetesPlatform, teamConfigs } from "../../monitoring";
import { NOTIFICATION_TIMING } from "../../rules";
import type { Names } from "../names";
import { type Manifest, metadata } from "./custom-resource";

/**
 * Sends a team's alerts to its own channel, with a credential in a Secret of its namespace. The operator puts such
 * routes first and lets alerts go on to the others.
 */
export function alertmanagerConfig(routes: KubernetesPlatform["teamRoutes"][number], names: Names): Manifest {
  const { team, namespace } = routes;
  const { groupWait, groupInterval, repeatInterval } = NOTIFICATION_TIMING.warning;
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "AlertmanagerConfig",
    metadata: metadata(`${names.release}-${team}`, namespace, names),
    spec: {
      route: {
        receiver: team,
        matchers: [{ name: "team", value: team, matchType: "=" }],
        groupBy: FALLBACK_GROUP_BY,
        groupWait,
        groupInterval,
        repeatInterval,
      },
      receivers: [{ name: team, ...teamConfigs(routes) }],
    },
  };
}
