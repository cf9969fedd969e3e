// Whom Grafana notifies: contact points, the policies, mute timings, inhibitions and the message.
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { ContactPoint } from "@pulumiverse/grafana/alerting/contactPoint";
import { MessageTemplate } from "@pulumiverse/grafana/alerting/messageTemplate";
import { MuteTiming } from "@pulumiverse/grafana/alerting/muteTiming";
import { NotificationPolicy } from "@pulumiverse/grafana/alerting/notificationPolicy";
import { NotificationsInhibitionRule } from "@pulumiverse/grafana/alerting/v1beta1/notificationsInhibitionRule";
import { NotificationsRoutingTree } from "@pulumiverse/grafana/alerting/v1beta1/notificationsRoutingTree";
import { type CredentialValues, type Integrations, type Notifications, routing } from "../../monitoring";
import type { Organisation } from "../organisation";
import { dnsUidOf } from "../uid";
import { contactPoint } from "./contact-point";
import { messageTemplate } from "./message-template";
import { ALWAYS, muteIntervals } from "./mute-timing";
import { inhibitionRules, routingTree } from "./own-tree";
import { policyTree } from "./policy";

export interface GrafanaNotificationsArgs {
  /** Where it lies. */
  organisation: Organisation;
  notifications: Notifications;
  credentials: CredentialValues;
  /** The environment's own tree; left out, it has that of the organisation, and no inhibitions. */
  tree?: string | undefined;
}

/**
 * Whom Grafana notifies. Without a tree of its own it is the organisation's whole notification policy: others' policies in it would be
 * gone. A secret that Grafana masks when it is read is no change: the provider keeps what it was given; a new one is written.
 * Throws where a contact point needs a credential that is not given.
 */
export class GrafanaNotifications extends pulumi.ComponentResource {
  constructor(name: string, args: GrafanaNotificationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:grafana:GrafanaNotifications", name, {}, opts);
    const { organisation, notifications, credentials, tree } = args;
    // Beside a tree of its own there are others' contact points and mute timings.
    const named = (one: string) => (tree === undefined ? one : `${tree}-${one}`);
    const policies = policyTree(notifications, named);

    const message = new MessageTemplate(
      `${name}-slack`,
      { ...organisation, name: tree ?? "tocsin", template: messageTemplate() },
      { parent: this },
    );
    const points = notifications.receivers.flatMap((receiver) => {
      const integrations = contactPoint(receiver, credentials);
      return integrations
        ? [
            new ContactPoint(
              receiver.name,
              { ...organisation, name: named(receiver.name), ...sealed(integrations) },
              { parent: this, dependsOn: [message] },
            ),
          ]
        : [];
    });
    const always = policies.policies.some(({ muteTimings }) => muteTimings.includes(named(ALWAYS)));
    const timings = [
      ...routing(notifications).muteTimings.map((timing) => ({
        timing: timing.name,
        intervals: muteIntervals(timing),
      })),
      ...(always ? [{ timing: ALWAYS, intervals: [{}] }] : []),
    ].map(
      ({ timing, intervals }) =>
        new MuteTiming(`${name}-${timing}`, { ...organisation, name: named(timing), intervals }, { parent: this }),
    );
    const within = { parent: this, dependsOn: [...points, ...timings] };
    if (tree === undefined) new NotificationPolicy(name, { ...organisation, ...policies }, within);
    else {
      const spec = routingTree(policies);
      const own = new NotificationsRoutingTree(name, { metadata: { uid: tree }, spec }, within);
      this.inhibit(tree, notifications, own);
    }
    this.registerOutputs({});
  }

  /** One after the other: Grafana keeps them in one document, and refuses the second of two that change it at once. */
  private inhibit(tree: string, { inhibitions }: Notifications, first: pulumi.Resource): void {
    let before = first;
    const rules = new Map(inhibitionRules(inhibitions, tree).map((spec) => [dnsUidOf(tree, hashOf(spec)), spec]));
    for (const [uid, spec] of rules) {
      before = new NotificationsInhibitionRule(uid, { metadata: { uid }, spec }, { parent: this, dependsOn: [before] });
    }
  }
}

/** By what it says, so that one that is added changes no other. */
const hashOf = (spec: object) => createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 8);

/** The URLs of webhooks are as good as a credential. */
const sealed = ({ webhooks, ...others }: Integrations): Integrations => ({
  ...others,
  ...(webhooks && { webhooks: pulumi.secret(webhooks) }),
});
