// The life of an environment on a real cluster, with the real engine, provider, operator and kubelet: deployed from nothing,
// again, changed, edited by hand, hurt, destroyed, and deployed once more.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { type Cluster, runningCluster, startCluster, stopCluster } from "../node/start";
import { chartsOf } from "./charts";
import { Environment, eventually, NAMESPACE, type Notified } from "./environment";
import { FAULTS, FAULTS_NAMESPACE } from "./faults";

const onProgress = (line: string) => console.log(`  ${line}`);

const MINUTES = 60_000;

const named = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().optional() }) });

const pod = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({
    phase: z.string(),
    containerStatuses: z.array(z.object({ name: z.string(), ready: z.boolean() })).default([]),
  }),
});

const claim = z.object({ metadata: z.object({ name: z.string() }), spec: z.object({ volumeName: z.string() }) });

const target = z.object({
  health: z.string(),
  labels: z.record(z.string(), z.string()),
  lastError: z.string(),
});

const rule = z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() });

const rulesOf = z.object({ spec: z.object({ groups: z.array(z.object({ rules: z.array(z.unknown()) })) }) });

/** Jobs, and the parts of Kubernetes. */
const TARGETS = [
  "alertmanager",
  "apiserver",
  "blackbox",
  "cadvisor",
  "grafana",
  "kube-state-metrics",
  "kubelet",
  "node",
  "probe",
  "prometheus",
  "service",
];

/** Counts what was killed by a container's own limit as well, which has an alert already: one message too many, and known. */
const ALSO = ["NodeOomKillDetected"];

const itemsOf = <T>(schema: z.ZodType<T>, text: string): T[] =>
  z.object({ items: z.array(schema) }).parse(JSON.parse(text)).items;

describe.skipIf(inject("nodeLacks") !== undefined)("an environment on a cluster", () => {
  let cluster: Cluster;
  let ranBefore = false;
  let environment: Environment;

  beforeAll(async () => {
    ranBefore = (await runningCluster(onProgress)) !== undefined;
    cluster = await startCluster(onProgress);
    environment = await Environment.build(cluster, onProgress);
    onProgress(`With ${chartsOf()}`);
  }, 5 * MINUTES);

  afterAll(async () => {
    try {
      if (!ranBefore) return await stopCluster();
      await environment.does("destroy", "--yes", "--purge");
      await cluster.kubectl(["delete", "namespace", FAULTS_NAMESPACE, "--ignore-not-found"]);
    } finally {
      await environment.tearDown();
    }
  }, 5 * MINUTES);

  // Each step stands on the one before.
  let failed = false;
  beforeEach(({ skip }) => {
    skip(failed, "a step before has failed");
    onTestFailed(() => {
      failed = true;
    });
  });

  const list = async <T>(schema: z.ZodType<T>, ...what: string[]): Promise<T[]> =>
    itemsOf(schema, await cluster.kubectl(["get", ...what, "--output=json"]));

  const notReady = async () =>
    (await list(pod, "pods", "--all-namespaces"))
      .filter(({ status }) => status.phase !== "Succeeded")
      .filter(({ status }) => status.phase !== "Running" || status.containerStatuses.some(({ ready }) => !ready))
      .map(({ metadata }) => metadata.name);

  const targets = async () =>
    z.object({ activeTargets: z.array(target) }).parse(await environment.prometheus("targets")).activeTargets;

  const rules = async () =>
    z
      .object({ groups: z.array(z.object({ rules: z.array(rule) })) })
      .parse(await environment.prometheus("rules"))
      .groups.flatMap((group) => group.rules);

  /** What fired at any time of the last minutes, but for the dead-man's switch. */
  const firedWithin = async (minutes: number) =>
    (
      await environment.query(
        `count by (alertname) (count_over_time(ALERTS{alertstate="firing",alertname!="Watchdog"}[${minutes}m]))`,
      )
    ).map(({ metric }) => metric.alertname);

  /** Each time that pods of ours started: a roll would show as another one. */
  const startTimes = async () =>
    (await environment.query("process_start_time_seconds{job=~'prometheus|alertmanager|service|grafana'}"))
      .map(({ metric, value }) => `${metric.instance} ${value[1]}`)
      .sort();

  test("comes up from nothing: pods ready, targets up, rules healthy", { timeout: 10 * MINUTES }, async () => {
    const up = await environment.does("up", "--yes");
    expect(up.output).toMatch(/Deployed: .*\d+ created/);
    expect(await notReady()).toEqual([]);
    await eventually("every target to be up", 120, async () => {
      const all = await targets();
      const jobs = new Set(all.map(({ labels }) => labels.component ?? labels.job));
      const down = all.filter(({ health }) => health !== "up");
      const missing = TARGETS.filter((one) => !jobs.has(one));
      if (down.length > 0 || missing.length > 0) throw new Error(JSON.stringify({ down, missing }));
      return true;
    });
    const written = (await list(rulesOf, "prometheusrules", "--all-namespaces")).flatMap(({ spec }) =>
      spec.groups.flatMap((group) => group.rules),
    );
    expect(written.length).toBeGreaterThan(180);
    await eventually("every rule to be evaluated", 180, async () => {
      const all = await rules();
      const unhealthy = all.filter(({ health }) => health !== "ok");
      if (unhealthy.length > 0 || all.length < written.length)
        throw new Error(`${all.length} of ${written.length}; ${JSON.stringify(unhealthy.slice(0, 5))}`);
      return true;
    });
    expect(await rules()).toHaveLength(written.length);
  });

  test("is left alone by a second deployment", { timeout: 5 * MINUTES }, async () => {
    const before = await startTimes();
    // Prometheus, Alertmanager and two pods of the sample service.
    expect(before.length).toBeGreaterThanOrEqual(4);
    const up = await environment.does("up", "--yes");
    expect(up.output).toContain("Deployed: no change");
    expect(up.output).not.toContain("Drifted");
    expect(await startTimes()).toEqual(before);
  });

  test("the dead-man's switch is heard, and nothing else fires", { timeout: 3 * MINUTES }, async () => {
    await environment.inbox.until("/heartbeat", /"alertname":"Watchdog"/, 60);
    expect(await firedWithin(10)).toEqual([]);
    expect(environment.fired).toEqual([]);
  });

  test("changed settings update what is there", { timeout: 5 * MINUTES }, async () => {
    const before = await startTimes();
    // They take a while to be noticed: meanwhile the environment changes.
    await cluster.kubectl(["create", "namespace", FAULTS_NAMESPACE]);
    for (const { manifest } of FAULTS) await cluster.kubectl(["apply", "--filename=-"], stringify(manifest));

    await environment.change((config) => {
      Object.assign(Object(config["tocsin:alerts"]), { NodeMemoryHighUtilization: { threshold: { warning: 0.91 } } });
      Object.assign(Object(config["tocsin:notifications"]), {
        slack: { ...Object(config["tocsin:notifications"]).slack, channels: { warning: "#changed" } },
      });
    });
    const up = await environment.does("up", "--yes");
    // The rule, the dashboards that draw its threshold, and Alertmanager's configuration.
    expect(up.output).toMatch(/Deployed: \d+ updated in/);
    for (const changed of [/PrometheusRule/, /ConfigMap/, /Secret/]) expect(up.output).toMatch(changed);
    expect(up.output).toMatch(/update PrometheusRule \(spec\)/);
    expect(await startTimes()).toEqual(before);
    await eventually("Prometheus to have the new threshold", 150, async () =>
      JSON.stringify(await environment.prometheus("rules")).includes("> 0.91") ? true : undefined,
    );
  });

  test("what was edited by hand is shown and restored", { timeout: 8 * MINUTES }, async () => {
    const [first] = (await list(named, "prometheusrules", "--namespace", NAMESPACE)).map(
      ({ metadata }) => metadata.name,
    );
    await cluster.kubectl(["delete", "prometheusrule", String(first), "--namespace", NAMESPACE]);
    await cluster.kubectl(["scale", "deployment/sample", "--replicas=1", "--namespace", NAMESPACE]);
    const up = await environment.does("up", "--yes");
    const drifted = up.output.slice(up.output.indexOf("Drifted"), up.output.indexOf("A deployment would"));
    expect(drifted).toMatch(new RegExp(`prometheusrule-${first}: deleted`));
    expect(drifted).toMatch(/sample: changed \(spec\)/);
    expect(drifted.match(/: (deleted|changed)/g)).toHaveLength(2);
    expect(up.output).toMatch(/Deployed: (1 created, 1 updated|1 updated, 1 created) in/);
    await cluster.kubectl(["get", "prometheusrule", String(first), "--namespace", NAMESPACE]);
    expect(await notReadyOf(NAMESPACE)).toEqual([]);
  });

  const notReadyOf = async (namespace: string) =>
    (await list(pod, "pods", "--namespace", namespace))
      .filter(({ status }) => status.containerStatuses.some(({ ready }) => !ready))
      .map(({ metadata }) => metadata.name);

  /** Those of the messages that are about a workload. */
  const about = (alerts: readonly Notified[], name: string) =>
    alerts.filter(({ labels }) => Object.values(labels).some((value) => value.startsWith(name)));

  test.each(FAULTS)("is notified once: $fault", { timeout: 6 * MINUTES }, async ({ name, alert, label }) => {
    const seen = await eventually(`a message about ${alert}`, 300, async () => {
      const found = about(environment.messagesOf(alert).flat(), name);
      return found.length > 0 ? found : undefined;
    });
    expect(seen.map(({ labels }) => labels.alertname)).toEqual([alert]);
    expect(seen[0]?.labels[label]).toMatch(new RegExp(`^${name}`));
    expect(environment.messagesOf(alert)).toHaveLength(1);
  });

  test("is notified once: nothing serves", { timeout: 4 * MINUTES }, async () => {
    await cluster.kubectl(["scale", "deployment/sample", "--replicas=0", "--namespace", NAMESPACE]);
    const start = Date.now();
    await eventually("a message about ServiceDown", 120, async () => environment.messagesOf("ServiceDown").at(0));
    console.log(`  ServiceDown: ${((Date.now() - start) / 1000).toFixed(0)} s`);
    await cluster.kubectl(["scale", "deployment/sample", "--replicas=2", "--namespace", NAMESPACE]);
    await sleep(30_000);
    expect(environment.messagesOf("ServiceDown")).toHaveLength(1);
    expect(about(environment.fired, "sample").map(({ labels }) => labels.alertname)).toEqual(["ServiceDown"]);
  });

  test("nothing else was notified", () => {
    const expected = [...FAULTS.map(({ alert }) => alert), "ServiceDown", ...ALSO];
    expect(environment.fired.filter(({ labels }) => !expected.includes(String(labels.alertname)))).toEqual([]);
  });

  const left = async (...what: string[]) => (await list(named, ...what)).map(({ metadata }) => metadata.name);

  /** Claims of the environment with the volumes that they have. */
  const volumes = async () =>
    (await list(claim, "persistentvolumeclaims", "--namespace", NAMESPACE))
      .map(({ metadata, spec }) => `${metadata.name}: ${spec.volumeName}`)
      .sort();

  test("is destroyed, but for its volumes and the definitions", { timeout: 5 * MINUTES }, async () => {
    const kept = await volumes();
    expect(kept).toHaveLength(3);
    const destroyed = await environment.does("destroy", "--yes");
    expect(destroyed.output).toContain(`The namespace ${NAMESPACE} stays with its volume claims`);
    expect(await volumes()).toEqual(kept);
    expect(await left("pods,services,secrets,networkpolicies,configmaps", "--namespace", NAMESPACE)).toEqual([
      "kube-root-ca.crt",
    ]);
    expect((await left("namespaces")).filter((name) => name.startsWith(NAMESPACE))).toEqual([NAMESPACE]);
    expect(await left("validatingwebhookconfigurations,mutatingwebhookconfigurations")).toEqual([]);
    expect((await left("clusterroles,clusterrolebindings")).filter((name) => name.startsWith("tocsin"))).toEqual([]);
    expect(
      (await left("services,endpointslices", "--namespace=kube-system")).filter((name) => name.startsWith("tocsin")),
    ).toEqual([]);
    for (const kind of ["prometheuses", "alertmanagers", "prometheusrules", "servicemonitors", "probes"])
      expect(await left(`${kind}.monitoring.coreos.com`, "--all-namespaces"), kind).toEqual([]);
    // With the definitions every rule of the cluster would go, those of others included.
    expect((await left("customresourcedefinitions")).length).toBeGreaterThan(9);
  });

  test("comes up again with the same volumes", { timeout: 8 * MINUTES }, async () => {
    const kept = await volumes();
    const up = await environment.does("up", "--yes");
    expect(up.output).toMatch(/Deployed: .*\d+ created/);
    expect(await notReadyOf(NAMESPACE)).toEqual([]);
    expect(await volumes()).toEqual(kept);
  });

  test("is purged with its volumes", { timeout: 5 * MINUTES }, async () => {
    await environment.does("destroy", "--yes", "--purge");
    await eventually("the namespaces to be gone", 60, async () =>
      (await left("namespaces")).some((name) => name.startsWith(NAMESPACE)) ? undefined : true,
    );
    await eventually("the volumes to be gone", 60, async () =>
      (await left("persistentvolumes")).length > 0 ? undefined : true,
    );
  });
});
