// Whom Grafana notifies: contact points, the policy, mute timings and the message.
import * as pulumi from "@pulumi/pulumi";
import { ContactPoint } from "@pulumiverse/grafana/alerting/contactPoint";
import { MessageTemplate } from "@pulumiverse/grafana/alerting/messageTemplate";
import { MuteTiming } from "@pulumiverse/grafana/alerting/muteTiming";
import { NotificationPolicy } from "@pulumiverse/grafana/alerting/notificationPolicy";
import { type CredentialValues, type Integrations, type Notifications, routing } from "../../monitoring";
import type { Organisation } from "../organisation";
import { contactPoint } from "./contact-point";
import { messageTemplate } from "./message-template";
import { ALWAYS, muteIntervals } from "./mute-timing";
import { policyTree } from "./policy";

export interface GrafanaNotificationsArgs {
  /** Where it lies. */
  organisation: Organisation;
  notifications: Notifications;
  credentials: CredentialValues;
}

/**
 * Whom Grafana notifies. It is the organisation's whole notification policy: others' policies in it would be gone. A secret that
 * Grafana masks when it is read is no change: the provider keeps what it was given; a new one is written.
 * Throws where a contact point needs a credential that is not given.
 */
export class GrafanaNotifications extends pulumi.ComponentResource {
  constructor(name: string, args: GrafanaNotificationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:grafana:GrafanaNotifications", name, {}, opts);
    const { organisation, notifications, credentials } = args;
    const tree = policyTree(notifications);

    const message = new MessageTemplate(
      `${name}-slack`,
      { ...organisation, name: "tocsin", template: messageTemplate() },
      { parent: this },
    );
    const points = notifications.receivers.flatMap((receiver) => {
      const integrations = contactPoint(receiver, credentials);
      return integrations
        ? [
            new ContactPoint(
              receiver.name,
              { ...organisation, name: receiver.name, ...sealed(integrations) },
              { parent: this, dependsOn: [message] },
            ),
          ]
        : [];
    });
    const always = tree.policies.some(({ muteTimings }) => muteTimings.includes(ALWAYS));
    const timings = [
      ...routing(notifications).muteTimings.map((timing) => ({
        timing: timing.name,
        intervals: muteIntervals(timing),
      })),
      ...(always ? [{ timing: ALWAYS, intervals: [{}] }] : []),
    ].map(
      ({ timing, intervals }) =>
        new MuteTiming(`${name}-${timing}`, { ...organisation, name: timing, intervals }, { parent: this }),
    );
    new NotificationPolicy(name, { ...organisation, ...tree }, { parent: this, dependsOn: [...points, ...timings] });
    this.registerOutputs({});
  }
}

/** The URLs of webhooks are as good as a credential. */
const sealed = ({ webhooks, ...others }: Integrations): Integrations => ({
  ...others,
  ...(webhooks && { webhooks: pulumi.secret(webhooks) }),
});
