// Who reaches whom: every path that is needed, and no other, among all pods of the namespace and everybody outside of it.
import { describe, expect, test } from "vitest";
import { namesIn } from "../../../components/kubernetes";
import { networkPolicies } from "../../../components/kubernetes/access/network-policies";
import { isAllowed, NAMESPACE, type Party, type Policy } from "../../support/resources/network-policy";

const names = namesIn("monitoring");
const { pods } = names;

/** Labels of pods as charts and operator make them, with more than policies select by; and every port that they listen at. */
const PODS: Readonly<Record<string, { labels: Record<string, string>; ports: readonly string[] }>> = {
  prometheus: {
    labels: { ...pods.prometheus, "app.kubernetes.io/instance": names.prometheus, prometheus: names.prometheus },
    ports: ["9090/TCP", "8080/TCP", "10901/TCP"],
  },
  alertmanager: {
    labels: { ...pods.alertmanager, "app.kubernetes.io/instance": names.alertmanager },
    ports: ["9093/TCP", "9094/TCP", "9094/UDP", "8080/TCP"],
  },
  grafana: {
    labels: { ...pods.grafana, "helm.sh/chart": "grafana" },
    ports: ["3000/TCP", "9094/TCP", "9094/UDP", "6060/TCP"],
  },
  "kube-state-metrics": {
    labels: { ...pods.kubeStateMetrics, release: "tocsin", "app.kubernetes.io/component": "metrics" },
    ports: ["8080/TCP", "8081/TCP"],
  },
  operator: {
    labels: { ...pods.operator, release: "tocsin", "app.kubernetes.io/part-of": "kube-prometheus-stack" },
    ports: ["10250/TCP"],
  },
  admission: { labels: { ...pods.admission, release: "tocsin" }, ports: [] },
  blackbox: { labels: { "app.kubernetes.io/instance": names.blackbox }, ports: ["9115/TCP"] },
  "orders-exporter": { labels: { "app.kubernetes.io/instance": "orders-exporter" }, ports: ["9187/TCP"] },
  sample: { labels: { "app.kubernetes.io/name": "sample" }, ports: ["5000/TCP"] },
  drill: { labels: pods.drill, ports: [] },
  incidents: { labels: pods.incidents, ports: ["9902/TCP", "8080/TCP"] },
  remediation: { labels: pods.remediation, ports: ["9903/TCP", "8080/TCP"] },
  /** Somebody's own pod in the namespace. */
  stranger: { labels: { app: "stranger" }, ports: ["80/TCP"] },
};

/** Addresses that are no pods of the namespace: name servers, the API server, what is monitored, receivers, and the rest. */
const OUTSIDE = ["53/UDP", "53/TCP", "443/TCP", "6443/TCP", "5432/TCP", "587/TCP", "22/TCP"];

const policiesOf = (more: object = {}): Policy[] =>
  networkPolicies(names, {
    exporters: {
      [names.blackbox]: { pods: { "app.kubernetes.io/instance": names.blackbox }, asks: "anyone" },
      "orders-exporter": { pods: { "app.kubernetes.io/instance": "orders-exporter" }, asks: 5432 },
    },
    outside: { grafana: false, others: false },
    thanos: false,
    sample: { "app.kubernetes.io/name": "sample" },
    ...more,
  }).map(({ namespace, spec }) => ({ ...(namespace && { namespace }), ...spec }));

const partyOf = (name: string): Party => PODS[name]?.labels ?? "outside";

/** Every path that is open, by who opens it. */
function open(policies: readonly Policy[], froms = [...Object.keys(PODS), "outside"]): Record<string, string[]> {
  const targets = [
    ...Object.entries(PODS).map(([name, { ports }]) => [name, ports] as const),
    ["outside", OUTSIDE] as const,
  ];
  return Object.fromEntries(
    froms.map((from) => [
      from,
      targets.flatMap(([to, ports]) =>
        from === "outside" && to === "outside"
          ? []
          : ports.flatMap((text) => {
              const [port = "", protocol = ""] = text.split("/");
              const path = { from: partyOf(from), to: partyOf(to), port: Number(port), protocol };
              return isAllowed(policies, path) ? [`${to} ${text}`] : [];
            }),
      ),
    ]),
  );
}

const DNS = ["outside 53/UDP", "outside 53/TCP"];
const API = ["outside 443/TCP", "outside 6443/TCP"];
const ANYTHING = OUTSIDE.map((port) => `outside ${port}`);

describe("the paths between pods", () => {
  test("are those that are needed, and no others", () => {
    expect(open(policiesOf())).toEqual({
      prometheus: [
        "prometheus 9090/TCP",
        "alertmanager 9093/TCP",
        "grafana 3000/TCP",
        "kube-state-metrics 8080/TCP",
        "operator 10250/TCP",
        "blackbox 9115/TCP",
        "orders-exporter 9187/TCP",
        "sample 5000/TCP",
        ...ANYTHING,
      ],
      alertmanager: ["alertmanager 9094/TCP", "alertmanager 9094/UDP", "operator 10250/TCP", ...ANYTHING],
      grafana: ["prometheus 9090/TCP", "alertmanager 9093/TCP", ...DNS, ...API],
      "kube-state-metrics": [...DNS, ...API],
      operator: [...DNS, ...API],
      admission: [...DNS, ...API],
      blackbox: ["operator 10250/TCP", "sample 5000/TCP", ...ANYTHING],
      "orders-exporter": [...DNS, "outside 5432/TCP"],
      sample: DNS,
      drill: DNS,
      incidents: DNS,
      remediation: DNS,
      stranger: DNS,
      outside: ["operator 10250/TCP"],
    });
  });

  test("lead from outside to Grafana alone where nobody asks who comes to the others", () => {
    expect(open(policiesOf({ outside: { grafana: true, others: false } }), ["outside"]).outside).toEqual([
      "grafana 3000/TCP",
      "operator 10250/TCP",
    ]);
  });

  test("lead from outside to pages where there is an ingress, and to blocks where Thanos asks for them", () => {
    expect(open(policiesOf({ outside: { grafana: true, others: true }, thanos: true }), ["outside"]).outside).toEqual([
      "prometheus 9090/TCP",
      "prometheus 10901/TCP",
      "alertmanager 9093/TCP",
      "grafana 3000/TCP",
      "operator 10250/TCP",
    ]);
  });

  test("lead the drill to what it asks, and nothing to it", () => {
    const all = open(policiesOf({ drill: pods.drill }));
    expect(all.drill).toEqual(["prometheus 9090/TCP", "alertmanager 9093/TCP", "operator 10250/TCP", ...ANYTHING]);
    expect(
      Object.values(all)
        .flat()
        .filter((path) => path.startsWith("drill")),
    ).toEqual([]);
  });

  test("lead the programs that are sent groups to what they ask, and Alertmanager to them", () => {
    const all = open(policiesOf({ followers: { incidents: true, remediation: true } }));
    const slack = ["outside 443/TCP"];
    expect(all.incidents).toEqual(["prometheus 9090/TCP", "alertmanager 9093/TCP", ...DNS, ...slack]);
    expect(all.remediation).toEqual(["alertmanager 9093/TCP", "operator 10250/TCP", ...ANYTHING]);
    const leading = (to: string) =>
      Object.entries(all).flatMap(([from, paths]) =>
        paths.filter((path) => path.startsWith(to)).map((path) => `${from} → ${path}`),
      );
    expect(leading("incidents")).toEqual(["alertmanager → incidents 9902/TCP"]);
    expect(leading("remediation")).toEqual([
      "prometheus → remediation 9903/TCP",
      "alertmanager → remediation 9903/TCP",
    ]);
  });

  test("lead Grafana to where it asks who signs in", () => {
    expect(open(policiesOf({ logInPorts: [587] }), ["grafana"]).grafana).toContain("outside 587/TCP");
  });
});

describe("the paths of logs", () => {
  const of = (name: "logStore" | "logAlerts" | "prometheus" | "alertmanager" | "grafana"): Party => pods[name];
  const collector = { ...pods.collector, [NAMESPACE]: names.nodesNamespace };
  const app = { app: "shop", [NAMESPACE]: "shop" };
  const policies = policiesOf({ logsIn: "monitoring" });
  const stranger = { app: "stranger" };

  test.each<[string, Party, Party, number]>([
    ["the collector to the store", collector, of("logStore"), 9428],
    ["the collector to the API server", collector, "outside", 6443],
    ["an application to the collector", app, collector, 4318],
    ["a pod of this namespace to the collector", of("prometheus"), collector, 4318],
    ["Prometheus to the collector's metrics", of("prometheus"), collector, 8888],
    ["Prometheus to the store's metrics", of("prometheus"), of("logStore"), 9428],
    ["Prometheus to vmalert's metrics", of("prometheus"), of("logAlerts"), 8880],
    ["Grafana to the store", of("grafana"), of("logStore"), 9428],
    ["vmalert to the store", of("logAlerts"), of("logStore"), 9428],
    ["vmalert to Alertmanager", of("logAlerts"), of("alertmanager"), 9093],
    ["vmalert to Prometheus", of("logAlerts"), of("prometheus"), 9090],
  ])("lead %s", (_, from, to, port) => expect(isAllowed(policies, { from, to, port })).toBe(true));

  test.each<[string, Party, Party, number]>([
    ["a stranger to the store", stranger, of("logStore"), 9428],
    ["an application to the store", app, of("logStore"), 9428],
    [
      "pods of another namespace with the collector's labels to the store",
      { ...collector, [NAMESPACE]: "shop" },
      of("logStore"),
      9428,
    ],
    ["an application to the collector's metrics", app, collector, 8888],
    ["somebody outside to the collector", "outside", collector, 4318],
    ["somebody outside to the store", "outside", of("logStore"), 9428],
    ["the store to anything", of("logStore"), "outside", 443],
    ["vmalert to anything", of("logAlerts"), "outside", 443],
    ["the collector to anything", collector, "outside", 80],
  ])("do not lead %s", (_, from, to, port) => expect(isAllowed(policies, { from, to, port })).toBe(false));
});

test("the store is reached from outside where its pages are shown there", () => {
  const shown = policiesOf({ logsIn: "monitoring", outside: { grafana: true, others: true } });
  expect(isAllowed(shown, { from: "outside", to: pods.logStore, port: 9428 })).toBe(true);
});

describe("the paths of traces", () => {
  const { traceStore, traceGateway, prometheus, grafana } = pods;
  const policies = policiesOf({ traces: true });
  const app = { app: "shop", [NAMESPACE]: "shop" };

  test.each<[string, Party, Party, number]>([
    ["an application to the gateway", app, traceGateway, 4318],
    ["the gateway to the store", traceGateway, traceStore, 4318],
    ["Prometheus to what spans become", prometheus, traceGateway, 8890],
    ["Prometheus to the store's metrics", prometheus, traceStore, 8888],
    ["Grafana to the store", grafana, traceStore, 16_686],
  ])("lead %s", (_, from, to, port) => expect(isAllowed(policies, { from, to, port })).toBe(true));

  test.each<[string, Party, Party, number]>([
    ["an application to the store", app, traceStore, 4318],
    ["an application to the store's pages", app, traceStore, 16_686],
    ["somebody outside to the gateway", "outside", traceGateway, 4318],
    ["the gateway to anything", traceGateway, "outside", 443],
    ["the store to anything", traceStore, "outside", 443],
  ])("do not lead %s", (_, from, to, port) => expect(isAllowed(policies, { from, to, port })).toBe(false));
});
