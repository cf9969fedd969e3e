// Faults on the cluster, side by side where they do not touch each other: each is notified once, in time, and holds back nothing
// that it does not explain. Two Prometheus and three Alertmanagers run, of which one of each is deleted meanwhile.
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type Drill, notified, run } from "../drills/drill";
import { drain, nodeDies, pending, startExporter, stopExporter } from "../drills/node";
import { nothingServes, objectsUnwatched } from "../drills/parts";
import { removeVolume, volumeFilled } from "../drills/volume";
import { crashing, imageless, WELL, WORKLOAD_DRILLS } from "../drills/workloads";
import type { Notified } from "../environment";
import { eventually } from "../eventually";
import { NAMESPACE } from "../settings";
import { FAULTS_NAMESPACE, type Site } from "../site";
import { ready } from "./life";
import { LOOKED_AT, MINUTES } from "./limits";

const OF_WORKLOADS: readonly Drill[] = [...WORKLOAD_DRILLS, volumeFilled];

/** While the host does not answer, an image is missing that has nothing to do with it. */
const OF_THE_NODE: readonly Drill[] = [nodeDies, imageless];

const OF_PARTS: readonly Drill[] = [objectsUnwatched, nothingServes];

/** How long a planned end is watched: longer than the alert would take. */
const QUIET_SECONDS = 75;

type Running = Map<Drill, Promise<readonly Notified[]>>;

/** Begins with the others, and takes so long that it ends with those of the node. */
const slow: Running = new Map();

function begin(drills: readonly Drill[], site: Site, running: Running): void {
  for (const drill of drills) {
    const outcome = run(drill, site);
    // Whoever waits for it gets the error.
    outcome.catch(() => undefined);
    running.set(drill, outcome);
  }
}

const eachIsNotifiedOnce = (drills: readonly Drill[], site: () => Site, running: Running) =>
  describe(LOOKED_AT, () => {
    test.each(drills)("is notified once: $fault", { timeout: 8 * MINUTES }, async (drill) => {
      await running.get(drill);
      const found = notified(drill, site());
      expect(found, JSON.stringify(found)).toHaveLength(1);
    });
  });

export function drillsOfWorkloads(site: () => Site): void {
  const running: Running = new Map();

  test("faults begin, and one Prometheus and one Alertmanager are deleted", { timeout: 4 * MINUTES }, async () => {
    const { cluster, environment } = site();
    environment.inbox.received.length = 0;
    await cluster.kubectl(["create", "namespace", FAULTS_NAMESPACE]);
    begin(OF_WORKLOADS, site(), running);
    begin([crashing], site(), slow);
    for (const manifest of WELL) await site().apply(stringify(manifest));
    // What was notified by then is not to be notified again by those that are left, nor by those that come back.
    await eventually("a first message", 180, async () => environment.fired.at(0));
    const ends = ["alertmanager-tocsin-alertmanager-0", "prometheus-tocsin-prometheus-0"];
    await cluster.kubectl(["delete", "pod", ...ends, "--namespace", NAMESPACE, "--wait=false"]);
  });

  eachIsNotifiedOnce(OF_WORKLOADS, site, running);

  test("those that were deleted are back, and nothing is inhibited", { timeout: 4 * MINUTES }, async () => {
    await ready(site(), "--namespace", NAMESPACE);
    expect(await site().inhibited()).toEqual([]);
  });
}

export function drillsOfTheNode(site: () => Site): void {
  const running: Running = new Map();

  test("a node that is drained pages nobody", { timeout: 6 * MINUTES }, async () => {
    await drain(site());
    await eventually("the drain to be seen", 60, async () =>
      (await site().environment.query("node:kube_node_leaving:max == 1")).at(0),
    );
    await stopExporter(site());
    await sleep(QUIET_SECONDS * 1000);
    expect(await site().environment.query('up{job="node"} == 0')).not.toEqual([]);
    expect(notified(nodeDies, site())).toEqual([]);
  });

  test("one that is not meant to be away is missed", { timeout: MINUTES }, async () => {
    begin(OF_THE_NODE, site(), running);
    expect(await pending(site())).toBeDefined();
  });

  eachIsNotifiedOnce(OF_THE_NODE, site, running);
  eachIsNotifiedOnce([crashing], site, slow);

  test("nothing is inhibited by it, and it ends", { timeout: 4 * MINUTES }, async () => {
    expect(await site().inhibited()).toEqual([]);
    await startExporter(site());
    await eventually("InstanceDown to end", 120, async () =>
      (await site().environment.query('ALERTS{alertname="InstanceDown",alertstate="firing"}')).length === 0
        ? true
        : undefined,
    );
  });
}

export function drillsOfParts(site: () => Site): void {
  const running: Running = new Map();

  test("kube-state-metrics and the pods of a service are taken away", { timeout: 5 * MINUTES }, async () => {
    // So that nothing about objects fires a second time when they are watched again.
    const gone = ["namespace", FAULTS_NAMESPACE, "--ignore-not-found", "--timeout=120s"];
    await site().cluster.kubectl(["delete", ...gone]);
    await removeVolume(site());
    await eventually("nothing to be known of the faults", 60, async () =>
      (await site().environment.query('kube_pod_info{namespace="faults"}')).length === 0 ? true : undefined,
    );
    begin(OF_PARTS, site(), running);
  });

  eachIsNotifiedOnce(OF_PARTS, site, running);

  test("nothing else is inhibited, and all is well again", { timeout: 11 * MINUTES }, async () => {
    // Where pods take a minute to end, their service is down one by one as well, which its being down explains.
    const explained = (one: Record<string, string>) =>
      one.alertname === "ServiceInstanceDown" && one.service === nothingServes.names[1];
    expect((await site().inhibited()).filter((one) => !explained(one))).toEqual([]);
    await site().scale("deployment/tocsin-kube-state-metrics", 1);
    await site().scale("deployment/sample", 2);
    await ready(site(), "--namespace", NAMESPACE);
    await eventually("nothing but the dead-man's switch to fire", 420, async () => {
      const firing = await site().environment.query('ALERTS{alertstate="firing",alertname!="Watchdog"}');
      if (firing.length > 0) throw new Error(JSON.stringify(firing.map(({ metric }) => metric)));
      return true;
    });
  });

  test("nothing else was notified", () => {
    const expected = [...OF_WORKLOADS, crashing, ...OF_THE_NODE, ...OF_PARTS];
    for (const drill of expected) expect(notified(drill, site()), drill.fault).toHaveLength(1);
    const of = (one: Notified) => expected.some(({ alert }) => alert === one.labels.alertname);
    expect(site().environment.fired.filter((one) => !of(one))).toEqual([]);
    expect(site().environment.fired).toHaveLength(expected.length);
  });
}
