// Receivers of Alertmanager and contact points of Grafana → whom they notify, in the same words.
import type { Place, Receiver } from "../content";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";
import { positionOf } from "../yaml/position";

/** Of an Alertmanager configuration: `slack_configs`, or `slackConfigs` as the operator writes it. */
export function receiversOf(receivers: unknown, place: Place): Receiver[] {
  return listOf(receivers).map((value) => {
    const { name, ...configs } = fieldsOf(value);
    const integrations = integrationsIn(configs, (key) => /^(\w+?)_?configs$/i.exec(key)?.[1]?.toLowerCase());
    return receiver(name, integrations, { ...place, ...positionOf(value) }, "alertmanager");
  });
}

/** A contact point as Pulumi's and Terraform's providers take it: a list for each kind. */
export function contactPointOf({ name, ...lists }: Fields, place: Place): Receiver {
  return receiver(name, integrationsIn(lists, singular), place, "grafana");
}

/** The contact points of a provisioning file. */
export function provisionedContactPoints(points: unknown, place: Place): Receiver[] {
  return listOf(points).map((value) => {
    const { name, receivers } = fieldsOf(value);
    const integrations = listOf(receivers).map((one) => {
      const { type, settings, secureSettings, ...fields } = fieldsOf(one);
      return { kind: textOf(type) ?? "", fields: { ...fields, ...fieldsOf(settings), ...fieldsOf(secureSettings) } };
    });
    return receiver(name, integrations, { ...place, ...positionOf(value) }, "grafana");
  });
}

const receiver = (name: unknown, integrations: Receiver["integrations"], place: Place, owner: Receiver["owner"]) => ({
  place: { ...place, rule: textOf(name) ?? "" },
  name: textOf(name) ?? "",
  integrations,
  owner,
});

const integrationsIn = (lists: Fields, kindOf: (key: string) => string | undefined): Receiver["integrations"] =>
  Object.entries(lists).flatMap(([key, list]) => {
    const kind = kindOf(key);
    return kind === undefined ? [] : listOf(list).flatMap((fields) => (isFields(fields) ? [{ kind, fields }] : []));
  });

/** `slacks`, `pagerduties` → the kind; every list of the provider's is one of integrations. */
const singular = (list: string) => list.replace(/ties$/, "ty").replace(/(?<!s)s$/, "");
