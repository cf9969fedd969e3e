// An environment's tree of notification policies beside that of the organisation: each routes its own alerts, and no others.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { alertmanagerConfig } from "../../../components/alertmanager";
import {
  inhibitionRules,
  policyTree,
  routingTree,
  TREE_LABEL,
  treeNameOf,
} from "../../../components/grafana/notifications";
import { assemble } from "../../../components/monitoring";
import { endpoints, settings } from "../../support/environment";
import { rich } from "../alertmanager/notifications";
import { type Node, told } from "./route";

const TREE = "tocsin-prod";
const named = (name: string) => `${TREE}-${name}`;
const never = () => false;

type Spec = ReturnType<typeof routingTree>;
type Route = NonNullable<ReturnType<typeof routesOf>>[number];
const routesOf = ({ routes }: Spec) => routes as readonly RouteSpec[];

/** As Grafana's API has a route. */
interface RouteSpec {
  receiver: string;
  continue: boolean;
  matchers: { label: string; type: "=" | "!=" | "=~" | "!~"; value: string }[];
  muteTimeIntervals?: string[];
  routes?: RouteSpec[];
}

const nodeOf = ({ receiver, matchers, muteTimeIntervals, routes, ...rest }: Route): Node => ({
  contactPoint: receiver,
  continue: rest.continue,
  matchers: matchers.map(({ label, type, value }) => ({ label, match: type, value })),
  ...(muteTimeIntervals && { muteTimings: muteTimeIntervals }),
  policies: (routes ?? []).map(nodeOf),
});

/** Grafana lets every tree with a name come first, each for the alerts that name it, and then the organisation's own policies. */
const inGrafana = (spec: Spec, organisation: readonly Node[]) => ({
  contactPoint: "grafana-default-email",
  policies: [
    {
      contactPoint: (spec.defaults as { receiver: string }).receiver,
      matchers: [{ label: TREE_LABEL, match: "=" as const, value: TREE }],
      policies: routesOf(spec).map(nodeOf),
    },
    ...organisation,
  ],
});

const theirs: Node = { contactPoint: "theirs", matchers: [{ label: "severity", match: "=", value: "critical" }] };
const ALERTS = ["critical", "warning", "info", ""].flatMap((severity) =>
  ["platform", "sales", "data", ""].flatMap((team) =>
    ["ServiceDown", "Watchdog"].map((alertname) => ({ severity, team, alertname })),
  ),
);

describe("a tree beside the organisation's", () => {
  const spec = routingTree(policyTree(rich, named));
  const all = inGrafana(spec, [theirs]);

  test.each(ALERTS)("takes $alertname, $severity, team $team from whom the whole policy would", (labels) => {
    const whole = told(policyTree(rich), labels, never).map(named);
    expect(told(all, { ...labels, [TREE_LABEL]: TREE }, never)).toEqual(whole);
  });

  test("takes nothing of others, whose policies stay", () => {
    expect(told(all, { severity: "critical" }, never)).toEqual(["theirs"]);
    expect(told(all, { severity: "warning" }, never)).toEqual(["grafana-default-email"]);
    expect(told(all, { severity: "critical", [TREE_LABEL]: "tocsin-dev" }, never)).toEqual(["theirs"]);
  });

  test("is no deeper than the provider's schema", () => {
    const depth = (routes: readonly RouteSpec[]): number =>
      Math.max(0, ...routes.map((one) => 1 + depth(one.routes ?? [])));
    expect(depth(routesOf(spec))).toBeGreaterThan(0);
    expect(depth(routesOf(spec))).toBeLessThanOrEqual(5);
  });
});

test.each([
  ["prod", "tocsin-prod"],
  ["Prod_EU", expect.stringMatching(/^tocsin-prod-eu-[0-9a-f]{8}$/)],
  ["a".repeat(60), expect.stringMatching(/^tocsin-a+-[0-9a-f]{8}$/)],
])("the tree of %s has a name that Grafana takes", (environment, expected) => {
  const name = treeNameOf(environment);
  expect(name).toEqual(expected);
  // A subdomain of the DNS, of 40 characters at most.
  expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/);
});

test("two environments have two trees, however alike their names are", () => {
  const names = ["prod_eu", "prod-eu", "prod.eu"].map(treeNameOf);
  expect(new Set(names).size).toBe(names.length);
});

test("inhibitions are Alertmanager's, within the tree", () => {
  const { notifications } = assemble("prod", settings(), endpoints);
  const { inhibit_rules: asked } = parse(
    alertmanagerConfig({ notifications }, { credentials: { "slack-webhook": "/s" }, templates: [] }),
  ) as { inhibit_rules: { source_matchers: string[]; target_matchers: string[]; equal?: string[] }[] };
  type Matchers = { label: string; type: string; value: string }[];
  const text = (matchers: unknown) => {
    const [first, ...others] = matchers as Matchers;
    expect(first).toEqual({ label: TREE_LABEL, type: "=", value: TREE });
    expect(others.length).toBeGreaterThan(0);
    return others.map(({ label, type, value }) => `${label}${type}"${value.replace(/[\\"]/g, "\\$&")}"`);
  };
  const rules = inhibitionRules(notifications.inhibitions, TREE);
  expect(rules.length).toBeGreaterThan(3);
  expect(
    rules.map(({ sourceMatchers, targetMatchers, equals }) => ({
      source_matchers: text(sourceMatchers),
      target_matchers: text(targetMatchers),
      ...(equals && { equal: equals }),
    })),
  ).toEqual(asked);
});
