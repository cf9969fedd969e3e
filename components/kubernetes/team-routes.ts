// A team's own routes → AlertmanagerConfig in the team's namespace, which it may go on to change there.
import type { KubernetesPlatform } from "../monitoring";
import { NOTIFICATION_TIMING } from "../rules";
import { type Manifest, metadata } from "./custom-resource";

/** The templates of our own configuration, which the same Alertmanager has read. */
const template = (name: string) => `{{ template "tocsin.${name}" . }}`;

/**
 * Sends a team's alerts to its own channel, with a webhook whose URL is in a Secret of its namespace. The operator puts such
 * routes first and lets alerts go on to the others.
 */
export function alertmanagerConfig(routes: KubernetesPlatform["teamRoutes"][number]): Manifest {
  const { team, namespace, channel, webhook } = routes;
  const { groupWait, groupInterval, repeatInterval } = NOTIFICATION_TIMING.warning;
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "AlertmanagerConfig",
    metadata: metadata(`tocsin-${team}`, namespace),
    spec: {
      route: {
        receiver: team,
        matchers: [{ name: "team", value: team, matchType: "=" }],
        groupBy: ["alertname", "severity", "service"],
        groupWait,
        groupInterval,
        repeatInterval,
      },
      receivers: [
        {
          name: team,
          slackConfigs: [
            {
              apiURL: { name: webhook.name, key: webhook.key },
              channel,
              sendResolved: true,
              color: template("slack.color"),
              title: template("slack.title"),
              titleLink: template("link.alerts"),
              text: template("slack.text"),
              fallback: template("slack.fallback"),
            },
          ],
        },
      ],
    },
  };
}
