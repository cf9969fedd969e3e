// An environment's own tree of notification policies, beside that of the organisation, and the inhibitions that hold in it alone.
import type { input } from "@pulumiverse/grafana/types";
import type { Inhibition, Matcher } from "../../monitoring";
import { dnsUidOf } from "../uid";
import type { Policy, PolicyTree } from "./policy";

type Spec = input.alerting.v1beta1.NotificationsRoutingTreeSpec;
type Rule = input.alerting.v1beta1.NotificationsInhibitionRuleSpec;

/** The label of a rule that chooses its tree: Grafana routes by it, and shows it to nobody. */
export const TREE_LABEL = "__grafana_managed_route__";

/** What the tree of an environment is called, and what the names of its contact points and mute timings begin with. */
export const treeNameOf = (environment: string): string => dnsUidOf("tocsin", environment);

/** The tree in the form of Grafana's `RoutingTree`; what is empty is left out, as it is read back. */
export function routingTree({ policies, contactPoint, ...defaults }: PolicyTree): Spec {
  return { defaults: { receiver: contactPoint, ...defaults }, routes: policies.map(routeOf) };
}

interface Route extends Omit<Policy, "contactPoint" | "matchers" | "muteTimings" | "policies"> {
  receiver: string;
  matchers: { label: string; type: string; value: string }[];
  muteTimeIntervals?: string[];
  routes?: Route[];
}

function routeOf({ contactPoint, matchers, muteTimings, policies, ...same }: Policy): Route {
  return {
    ...same,
    receiver: contactPoint,
    matchers: matchers.map(({ label, match, value }) => ({ label, type: match, value })),
    ...(muteTimings.length > 0 && { muteTimeIntervals: muteTimings }),
    ...(policies && { routes: policies.map(routeOf) }),
  };
}

/** Inhibitions in the form of Grafana's `InhibitionRule`. Those hold for the whole organisation, so that both sides name the tree. */
export function inhibitionRules(inhibitions: readonly Inhibition[], tree: string): Rule[] {
  const within: Matcher = { label: TREE_LABEL, operator: "=", value: tree };
  const side = (matchers: readonly Matcher[]) =>
    [within, ...matchers].map(({ label, operator, value }) => ({ label, type: operator, value }));
  return inhibitions.map(({ source, target, equal }) => ({
    sourceMatchers: side(source),
    targetMatchers: side(target),
    ...(equal.length > 0 && { equals: [...equal] }),
  }));
}
