// Proposals as an override in the settings' file, whose comments and order stay.
import { isMap, isSeq, parseDocument, stringify, type YAMLMap } from "yaml";
import type { Proposal } from "./proposals";

const PATH = ["config", "tocsin:alerts"] as const;

type Changing = Proposal & { change: NonNullable<Proposal["change"]> };

export const changing = (proposals: readonly Proposal[]): Changing[] =>
  proposals.filter((one): one is Changing => one.change !== undefined);

/** The overrides by themselves, to be read. */
export function overridesText(proposals: readonly Proposal[]): string {
  const overrides: Record<string, { for: Record<string, string> }> = {};
  for (const { alert, change } of changing(proposals))
    overrides[alert] = { for: { ...overrides[alert]?.for, [change.severity]: change.for } };
  return stringify({ "tocsin:alerts": overrides });
}

/** The text of a settings' file with the overrides in it, in the form that its overrides have already. */
export function patched(text: string, proposals: readonly Proposal[]): string {
  const document = parseDocument(text);
  for (const { alert, change } of changing(proposals)) {
    const alerts = document.getIn(PATH);
    const entry = isSeq(alerts) ? listed(alerts.items, alert) : undefined;
    if (isSeq(alerts) && !entry) document.addIn(PATH, document.createNode({ alert }));
    const at = isSeq(alerts)
      ? [...PATH, entry ? alerts.items.indexOf(entry) : alerts.items.length - 1, "for"]
      : [...PATH, alert, "for"];
    const given = document.getIn(at);
    // One duration for all severities stays that of the others.
    if (typeof given === "string")
      document.setIn(at, document.createNode(Object.fromEntries(change.severities.map((one) => [one, given]))));
    document.setIn([...at, change.severity], change.for);
  }
  return document.toString({ lineWidth: 0 });
}

/** The entry about all series of an alert. */
const listed = (items: readonly unknown[], alert: string): YAMLMap | undefined =>
  items.find((one): one is YAMLMap => isMap(one) && one.get("alert") === alert && !one.has("where"));
