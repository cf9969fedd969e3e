// What an environment leaves when it is destroyed, and how it comes back.
import { expect, test } from "vitest";
import { eventually } from "../eventually";
import { NAMESPACE, SEVERAL } from "../settings";
import type { Site } from "../site";
import { ready, settle } from "./life";
import { MINUTES } from "./limits";

const ofOurs = (names: readonly string[], start: string) => names.filter((name) => name.startsWith(start));

export function destroyed(site: () => Site): void {
  test("is destroyed, but for its volumes and the definitions", { timeout: 6 * MINUTES }, async () => {
    const names = (...what: string[]) => site().names(...what);
    const kept = await site().volumes();
    expect(kept).toHaveLength(3);
    const { output } = await site().environment.does("destroy", "--yes");
    expect(output).toContain(`The namespace ${NAMESPACE} stays with its volume claims`);
    expect(await site().volumes()).toEqual(kept);
    await eventually("the pods to be gone", 60, async () =>
      (await names("pods", "--namespace", NAMESPACE)).length === 0 ? true : undefined,
    );
    expect(await names("services,secrets,networkpolicies,configmaps", "--namespace", NAMESPACE)).toEqual([
      // The job that makes the certificate of the webhook leaves it for the next one.
      "tocsin-admission",
      "kube-root-ca.crt",
    ]);
    expect(ofOurs(await names("namespaces"), NAMESPACE)).toEqual([NAMESPACE]);
    expect(await names("validatingwebhookconfigurations,mutatingwebhookconfigurations")).toEqual([]);
    expect(ofOurs(await names("clusterroles,clusterrolebindings"), "tocsin")).toEqual([]);
    expect(ofOurs(await names("services,endpointslices", "--namespace=kube-system"), "tocsin")).toEqual([]);
    for (const kind of ["prometheuses", "alertmanagers", "prometheusrules", "servicemonitors", "probes"])
      expect(await names(`${kind}.monitoring.coreos.com`, "--all-namespaces"), kind).toEqual([]);
    // With the definitions every rule of the cluster would go, those of others included.
    expect((await names("customresourcedefinitions")).length).toBeGreaterThan(9);
  });
}

/** Up again, this time with two Prometheus and three Alertmanagers. */
export function secondLife(site: () => Site): void {
  test("comes up again with the same volumes, and with several of each", { timeout: 15 * MINUTES }, async () => {
    const kept = await site().volumes();
    await site().environment.change((config) => {
      Object.assign(Object(config["tocsin:platform"]), SEVERAL);
    });
    const { output } = await site().environment.does("up", "--yes");
    expect(output).toMatch(/Deployed: .*\d+ created/);
    await ready(site(), "--namespace", NAMESPACE);
    const now = await site().volumes();
    expect(now).toEqual(expect.arrayContaining(kept));
    expect(now).toHaveLength(kept.length + 3);
    await settle(site());
  });
}

export function purged(site: () => Site): void {
  test("is purged with its volumes", { timeout: 6 * MINUTES }, async () => {
    await site().environment.does("destroy", "--yes", "--purge");
    await eventually("the namespaces to be gone", 90, async () =>
      ofOurs(await site().names("namespaces"), NAMESPACE).length === 0 ? true : undefined,
    );
    await eventually("the volumes to be gone", 90, async () =>
      (await site().names("persistentvolumes")).length === 0 ? true : undefined,
    );
  });
}
