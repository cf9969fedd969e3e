// What others of the cluster may do to an environment by custom resources in their own namespaces: nothing but what the settings say.
import { describe, expect, test } from "vitest";
import { TeamLimits } from "../../../components/kubernetes";
import { stackValues } from "../../../components/kubernetes/charts/values/stack";
import { type Names, namesIn } from "../../../components/kubernetes/names";
import { underMocks } from "../../support/mocks";
import { cluster, stackArgs } from "./clusters";

const webhook = { name: "slack", key: "url" };
const routes = { team: "payments", namespace: "shop", channel: "#payments", webhook };

/** The names of the namespaces in which custom resources of each kind count. */
function counted(platform: object) {
  const { prometheus, alertmanager } = JSON.parse(JSON.stringify(stackValues(stackArgs(cluster(platform)))));
  const specs = { ...prometheus.prometheusSpec, ...alertmanager.alertmanagerSpec };
  const selectors = Object.entries<{ matchExpressions: { key: string; operator: string; values: string[] }[] }>(specs);
  return Object.fromEntries(
    selectors
      .filter(([name]) => name.endsWith("NamespaceSelector"))
      .map(([name, { matchExpressions }]) => {
        // An empty selector is every namespace.
        expect(matchExpressions, name).toHaveLength(1);
        expect(matchExpressions[0], name).toMatchObject({ key: "kubernetes.io/metadata.name", operator: "In" });
        return [name.replace("NamespaceSelector", ""), matchExpressions[0]?.values];
      }),
  );
}

describe("custom resources of another namespace", () => {
  test.each([["monitoring"], ["second"]])("neither scrape, nor probe, nor are rules of %s", (namespace) => {
    const { nodesNamespace }: Names = namesIn(namespace);
    expect(counted({ namespace })).toEqual({
      rule: [namespace],
      serviceMonitor: [namespace, nodesNamespace],
      podMonitor: [namespace],
      probe: [namespace],
      scrapeConfig: [namespace],
      alertmanagerConfig: [namespace],
    });
  });

  test("route alerts where the settings say that the team owns routes", () => {
    expect(counted({ teamRoutes: [routes] }).alertmanagerConfig).toEqual(["monitoring", "shop"]);
  });

  test("are limited for each kind that has a selector by labels", () => {
    const { prometheus, alertmanager } = JSON.parse(JSON.stringify(stackValues(stackArgs(cluster()))));
    const keys = Object.keys({ ...prometheus.prometheusSpec, ...alertmanager.alertmanagerSpec });
    const kinds = keys.filter((key) => /(?<!Namespace)Selector$/.test(key)).map((key) => key.replace("Selector", ""));
    expect(Object.keys(counted({})).sort()).toEqual(kinds.sort());
  });
});

describe("the limits of teams that own routes", () => {
  test("refuse inhibition rules in their namespaces, in what Alertmanager selects", async () => {
    const { resources } = await underMocks(
      "test",
      () => new TeamLimits("test", { namespace: "monitoring", teams: ["shop"] }),
    );
    const [policy] = resources.filter(({ type }) => type.endsWith(":ValidatingAdmissionPolicy"));
    const [binding] = resources.filter(({ type }) => type.endsWith(":ValidatingAdmissionPolicyBinding"));
    expect(policy?.inputs.spec).toMatchObject({
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: { matchExpressions: [{ operator: "In", values: ["shop"] }] },
        objectSelector: { matchLabels: { release: "tocsin" } },
        resourceRules: [{ resources: ["alertmanagerconfigs"], operations: ["CREATE", "UPDATE"] }],
      },
    });
    expect(binding?.inputs.spec).toEqual({ policyName: "tocsin-team-routes", validationActions: ["Deny"] });
  });
});
