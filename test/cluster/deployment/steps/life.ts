// An environment deployed from nothing, again, and with changes: of the settings, and by hand.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { eventually } from "../eventually";
import { NAMESPACE } from "../settings";
import type { Site } from "../site";
import { MINUTES } from "./limits";

const rulesOf = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ groups: z.array(z.object({ rules: z.array(z.unknown()) })) }),
});

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

/** Waits until every pod is ready; those of the operator's making are not waited for by a deployment. */
export const ready = (site: Site, ...where: string[]) =>
  eventually("every pod to be ready", 180, async () => {
    const notReady = await site.notReady(...where);
    if (notReady.length > 0) throw new Error(`not ready: ${notReady}`);
    return true;
  });

/** Waits until all that is to be scraped answers and every rule is evaluated. */
export async function settle(site: Site): Promise<void> {
  await eventually("every target to be up", 180, async () => {
    const all = await site.targets();
    const jobs = new Set(all.map(({ labels }) => labels.component ?? labels.job));
    const down = all.filter(({ health }) => health !== "up");
    const missing = TARGETS.filter((one) => !jobs.has(one));
    if (down.length > 0 || missing.length > 0) throw new Error(JSON.stringify({ down, missing }));
    return true;
  });
  const written = (await site.list(rulesOf, "prometheusrules", "--all-namespaces")).flatMap(({ spec }) =>
    spec.groups.flatMap(({ rules }) => rules),
  );
  await eventually("every rule to be evaluated", 240, async () => {
    const all = await site.rules();
    const unhealthy = all.filter(({ health }) => health !== "ok");
    if (unhealthy.length > 0 || all.length !== written.length)
      throw new Error(`${all.length} of ${written.length}; ${JSON.stringify(unhealthy.slice(0, 5))}`);
    return true;
  });
  expect(written.length).toBeGreaterThan(180);
}

/** Each time that pods of ours started: a roll would show as another one. */
const startTimes = async ({ environment }: Site) =>
  (await environment.query("process_start_time_seconds{job=~'prometheus|alertmanager|service|grafana'}"))
    .map(({ metric, value }) => `${metric.instance} ${value[1]}`)
    .sort();

/** What fired at any time of the last minutes, but for the dead-man's switch. */
const firedWithin = async ({ environment }: Site, minutes: number) =>
  (
    await environment.query(
      `count by (alertname) (count_over_time(ALERTS{alertstate="firing",alertname!="Watchdog"}[${minutes}m]))`,
    )
  ).map(({ metric }) => metric.alertname);

export function firstLife(site: () => Site): void {
  test("comes up from nothing: pods ready, targets up, rules healthy", { timeout: 15 * MINUTES }, async () => {
    const up = await site().environment.does("up", "--yes");
    expect(up.output).toMatch(/Deployed: .*\d+ created/);
    await ready(site(), "--all-namespaces");
    await settle(site());
  });

  test("is left alone by a second deployment", { timeout: 10 * MINUTES }, async () => {
    const before = await startTimes(site());
    // Prometheus, Alertmanager and two pods of the sample service.
    expect(before.length).toBeGreaterThanOrEqual(4);
    const up = await site().environment.does("up", "--yes");
    expect(up.output).toContain("Deployed: no change");
    expect(up.output).not.toMatch(/Drifted|Changed inside/);
    expect(await startTimes(site())).toEqual(before);
  });

  test("changed settings and changes by hand are shown apart, and updated or restored", {
    timeout: 10 * MINUTES,
  }, async () => {
    const { environment, cluster } = site();
    const before = (await startTimes(site())).filter((one) => !one.startsWith("sample"));
    const [lost = ""] = await site().names("prometheusrules", "--namespace", NAMESPACE);
    await cluster.kubectl(["delete", "prometheusrule", lost, "--namespace", NAMESPACE]);
    await site().scale("deployment/sample", 1);
    await environment.change((config) => {
      Object.assign(Object(config["tocsin:alerts"]), { NodeMemoryHighUtilization: { threshold: { warning: 0.91 } } });
      const notifications = Object(config["tocsin:notifications"]);
      Object.assign(notifications, { slack: { ...notifications.slack, channels: { warning: "#changed" } } });
    });

    const { output } = await environment.does("up", "--yes");
    const drifted = output.slice(output.indexOf("Drifted"), output.indexOf("Resources:"));
    expect(drifted).toMatch(new RegExp(`prometheusrule-${lost}: deleted`));
    expect(drifted).toMatch(/sample: changed \(spec\)/);
    expect(drifted.match(/: (deleted|changed)/g)).toHaveLength(2);
    // Of the settings: the rule, the dashboards that draw its threshold, and Alertmanager's configuration.
    const planned = await environment.log("preview");
    for (const changed of [/update PrometheusRule \(spec\)/, /update ConfigMap/, /update Secret/])
      expect(planned).toMatch(changed);
    expect(output).toMatch(/Deployed: (1 created, \d+ updated|\d+ updated, 1 created) in/);
    await cluster.kubectl(["get", "prometheusrule", lost, "--namespace", NAMESPACE]);
    expect(await site().notReady("--namespace", NAMESPACE)).toEqual([]);
    expect((await startTimes(site())).filter((one) => !one.startsWith("sample"))).toEqual(before);
    await eventually("Prometheus to have the new threshold", 180, async () =>
      JSON.stringify(await environment.prometheus("rules")).includes("> 0.91") ? true : undefined,
    );
  });
}

/** How long an environment is watched, in seconds, until it counts as quiet. */
const QUIET_SECONDS = 300;

/** Whatever was deployed, changed and restored meanwhile. */
export function quiet(site: () => Site): void {
  test("the dead-man's switch is heard, and nothing else has fired for five minutes", {
    timeout: 8 * MINUTES,
  }, async () => {
    await site().environment.inbox.until("/heartbeat", /"alertname":"Watchdog"/, 60);
    const watched = async () =>
      Number(
        (await site().environment.query(`time() - min(process_start_time_seconds{job="prometheus"})`))[0]?.value[1],
      );
    await sleep(Math.max(0, QUIET_SECONDS - (await watched())) * 1000);
    expect(await firedWithin(site(), 10)).toEqual([]);
    expect(site().environment.fired).toEqual([]);
  });
}
