// Do the real charts know our values, and do those land where we mean them? Needs what README.md of this folder says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { CHARTS } from "../../components/kubernetes/charts/charts";
import { stackValues } from "../../components/kubernetes/charts/values/stack";
import { namesIn } from "../../components/kubernetes/names";
import { EXPORTERS } from "../../components/mixins";
import { CHART_KEYS, type Landing, leavesOf } from "../components/kubernetes/chart-keys";
import { CLUSTERS, stackArgs } from "../components/kubernetes/clusters";
import { type AnyManifest, ENVIRONMENTS, registeredIn, releasesIn } from "./environments";
import { render, versionOf } from "./helm";
import { needed } from "./needs";

const paths = needed("HELM", "CHARTS");

const at = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

const named = (all: readonly AnyManifest[], name: string) =>
  all.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);

/** Whether every leaf of a value is somewhere in a text or a structure. */
function isWithin(value: unknown, where: unknown): boolean {
  const text = JSON.stringify(where) ?? "";
  return leavesOf(value).every(({ value: leaf }) => text.includes(JSON.stringify(String(leaf)).slice(1, -1)));
}

/** Nothing where the value is where it should be, else what is there. */
function missing(lands: Landing, value: unknown, rendered: readonly AnyManifest[]): string | undefined {
  if ("otherwise" in lands) return undefined;
  if ("switches" in lands) {
    const there = named(rendered, lands.switches) !== undefined;
    return there === value ? undefined : `${lands.switches} is ${there ? "there" : "not there"}`;
  }
  if ("names" in lands) {
    const gone = lands.names.filter((name) => !named(rendered, name));
    return gone.length === 0 ? undefined : `${gone.join(", ")}: not there`;
  }
  const resource = named(rendered, lands.in);
  if (!resource) return `${lands.in} is not there`;
  const found = at(resource, "at" in lands ? lands.at : lands.contains);
  // What is empty is left out.
  const empty = Array.isArray(value) && value.length === 0 && found === undefined;
  const ok = "at" in lands ? empty || isDeepStrictEqual(found, value) : isWithin(value, found);
  return ok ? undefined : `${lands.in} has ${JSON.stringify(found)?.slice(0, 300)}`;
}

describe("the charts", () => {
  test.each(
    Object.entries({
      ...CHARTS,
      ...Object.fromEntries(Object.entries(EXPORTERS).map(([mixin, { inCluster }]) => [mixin, inCluster])),
    }),
  )("of the folder are of the version that is deployed: %s", (_, { chart, version }) => {
    expect(versionOf(paths.CHARTS, chart)).toBe(version);
  });
});

/** A switch that is off takes the rest of its part away. */
const givenIn = (values: unknown) =>
  CHART_KEYS.filter(({ key }) => {
    const off = key.some(
      (_, index) => at(values, [...key.slice(0, index), "enabled"]) === false && key[index] !== "enabled",
    );
    return at(values, key) !== undefined && !off;
  });

/** Each value that is not where the table says, with what is there. */
const misplaced = (values: unknown, rendered: readonly AnyManifest[]) =>
  givenIn(values).flatMap(({ key, lands }) => {
    const value = at(values, key);
    const problem = missing(lands, value, rendered);
    return problem ? [`${key.join("/")} = ${JSON.stringify(value).slice(0, 200)}: ${problem}`] : [];
  });

describe("the tests' own chart", () => {
  /** Of a Grafana that a stand-in takes the place of, and what another place has to be for. */
  const LEFT_OUT = /^grafana\/(sidecar|rbac|initChownData|testFramework|grafana.ini|defaultDashboards|resources)/;

  test("has each of a small cluster's values where the community's has it", async () => {
    const [settings] = Object.values(CLUSTERS);
    if (!settings) throw new Error("There is no cluster in the table");
    const values = stackValues(stackArgs(settings));
    const release = { name: "tocsin", chart: "kube-prometheus-stack", version: "", namespace: "monitoring", values };
    const rendered = await render({ ...paths, CHARTS: join(__dirname, "charts") }, release);
    expect(misplaced(values, rendered).filter((problem) => !LEFT_OUT.test(problem))).toEqual([]);
  }, 60_000);
});

describe.each(Object.entries(CLUSTERS))("kube-prometheus-stack with the values of the cluster %s", (_, settings) => {
  const values = stackValues(stackArgs(settings));
  let rendered: AnyManifest[];
  beforeAll(async () => {
    rendered = await render(paths, {
      name: "tocsin",
      chart: "kube-prometheus-stack",
      version: "",
      namespace: "monitoring",
      values,
    });
  }, 60_000);
  const of = (kind: string) => rendered.filter((one) => one.kind === kind);

  test("has each of them where the table says", () => {
    expect(givenIn(values).length).toBeGreaterThan(90);
    expect(misplaced(values, rendered)).toEqual([]);
  });

  test("renders no rules, no dashboards and no definitions of its own", () => {
    expect(of("PrometheusRule")).toEqual([]);
    expect(of("CustomResourceDefinition")).toEqual([]);
    expect(of("ConfigMap").filter(({ metadata }) => JSON.stringify(metadata).includes("grafana_dashboard"))).toEqual(
      [],
    );
  });

  test("renders no Secret with a credential or a configuration", () => {
    // The relabeling of alerts, which names labels.
    expect(of("Secret").filter(({ metadata }) => metadata.name !== "tocsin-prometheus-am-relabel-confg")).toEqual([]);
  });

  test("renders pods with the labels by which our NetworkPolicies select them", () => {
    const labels = ["Deployment", "Job"]
      .flatMap(of)
      .map((one) => Object(at(one, ["spec", "template", "metadata", "labels"])));
    const { grafana, kubeStateMetrics, operator, admission } = namesIn("monitoring").pods;
    for (const selector of [grafana, kubeStateMetrics, operator, admission]) {
      const selected = labels.filter((own) => Object.entries(selector).every(([name, value]) => own[name] === value));
      expect(selected.length, JSON.stringify(selector)).toBe(selector === admission ? 2 : 1);
    }
  });

  test("has what one resource alone does not show", () => {
    const [, , ...more] = JSON.parse(
      JSON.stringify(at(named(rendered, "ServiceMonitor/tocsin-kubelet"), ["spec", "endpoints"])),
    );
    expect(more).toEqual([]);
    expect(
      at(named(rendered, "ServiceMonitor/tocsin-kube-state-metrics"), ["spec", "endpoints", 0, "honorLabels"]),
    ).toBeUndefined();
    const prometheus = named(rendered, "Prometheus/tocsin-prometheus");
    expect(at(prometheus, ["spec", "prometheusExternalLabelName"])).toBe("");
    const anti = Object.keys(Object(at(prometheus, ["spec", "affinity", "podAntiAffinity"])));
    const hard = at(values, ["prometheus", "prometheusSpec", "podAntiAffinity"]) === "hard";
    expect(anti[0]).toMatch(hard ? /^required/ : /^preferred/);
    expect(named(rendered, "Role/tocsin-grafana")).toBeDefined();
    expect(named(rendered, "ClusterRole/tocsin-grafana-clusterrole")).toBeUndefined();
    expect(JSON.stringify(named(rendered, "Deployment/tocsin-grafana"))).not.toContain('"runAsUser":0');
    const registry = at(values, ["global", "imageRegistry"]);
    const images = [...JSON.stringify(rendered).matchAll(/"image":"([^"]+)"/g)].map(([, image = ""]) => image);
    expect(images.length).toBeGreaterThan(6);
    if (registry) expect(images.filter((image) => !image.startsWith(`${registry}/`))).toEqual([]);
  });
});

describe("the exporters' charts", () => {
  /** Some charts do not name it in their values; their templates read it all the same. */
  const OF_TEMPLATES = /^fullnameOverride$/;

  test.each(ENVIRONMENTS)("know each of our values, of %s", async (environment) => {
    const releases = releasesIn(await registeredIn(environment)).filter(({ chart }) => chart.endsWith("-exporter"));
    expect(releases.length).toBeGreaterThan(2);
    for (const { chart, values } of releases) {
      const own: unknown = parse(readFileSync(join(paths.CHARTS, chart, "values.yaml"), "utf8"));
      const unknown = leavesOf(values).filter(
        ({ path }) => !path.every((key, index) => isKnown(own, path.slice(0, index), key)),
      );
      expect(
        unknown.map(({ path }) => path.join("/")),
        chart,
      ).toEqual([]);
    }
  });

  /** An object that is empty in the chart's values, such as `resources`, takes anything. */
  function isKnown(own: unknown, above: readonly string[], key: string): boolean {
    const inside = at(own, above);
    if (inside === undefined) return true;
    if (typeof inside !== "object" || inside === null) return true;
    const open = Object.keys(inside).length === 0 || above.includes("modules") || above.at(-1) === "securityContext";
    return open || key in inside || OF_TEMPLATES.test(key);
  }

  test.each(ENVIRONMENTS)(
    "show the labels and the port that our monitors look for, of %s",
    async (environment) => {
      const resources = await registeredIn(environment);
      const releases = releasesIn(resources).filter(({ chart }) => chart.endsWith("-exporter"));
      for (const release of releases.filter(({ name }) => name !== "tocsin-blackbox")) {
        const rendered = await render(paths, release);
        const monitor = resources.find(
          ({ type, inputs }) =>
            type.endsWith(":ServiceMonitor") && JSON.stringify(inputs).includes(`"${release.name}"`),
        );
        const selector = at(monitor?.inputs, ["spec", "selector", "matchLabels"]);
        const port = at(monitor?.inputs, ["spec", "endpoints", 0, "port"]);
        const services = rendered.filter(({ kind }) => kind === "Service");
        expect(services).toHaveLength(1);
        expect(at(services[0], ["metadata", "labels"]), release.name).toMatchObject(Object(selector));
        expect(at(services[0], ["spec", "ports", 0, "name"])).toBe(port);
        const deployment = rendered.find(({ kind }) => kind === "Deployment");
        expect(at(deployment, ["spec", "template", "metadata", "labels"]), release.name).toMatchObject(
          Object(selector),
        );
        expect(at(deployment, ["spec", "template", "spec", "containers", 0, "resources", "limits", "memory"])).toBe(
          "128Mi",
        );
      }
    },
    60_000,
  );
});
