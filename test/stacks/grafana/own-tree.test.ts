// The platform grafana where Grafana has routing trees: the organisation's policies stay, and inhibitions hold.
import { describe, expect, test } from "vitest";
import { credentials, deployed } from "./deployed";

describe("a Grafana that has routing trees", () => {
  const withTree = (more: object = {}) => deployed(more, credentials, {}, {});

  test("keeps the organisation's policy, and gets a tree with its inhibitions beside it", async () => {
    const { of, named, outputs } = await withTree();
    expect(of("NotificationPolicy")).toEqual([]);
    expect(outputs).toMatchObject({ lost: [] });
    const tree = named("NotificationsRoutingTree", "notifications").inputs as {
      metadata: { uid: string };
      spec: { defaults: { receiver: string }; routes: { receiver: string; muteTimeIntervals?: string[] }[] };
    };
    expect(tree.metadata).toEqual({ uid: "tocsin-prod" });
    const points = of("ContactPoint").map(({ inputs }) => inputs.name);
    const timings = of("MuteTiming").map(({ inputs }) => inputs.name);
    expect(points).toContain(tree.spec.defaults.receiver);
    for (const { receiver, muteTimeIntervals = [] } of tree.spec.routes) {
      expect(points).toContain(receiver);
      for (const timing of muteTimeIntervals) expect(timings).toContain(timing);
    }
    for (const name of [...points, ...timings]) expect(name).toMatch(/^tocsin-prod-/);
    const uids = of("NotificationsInhibitionRule").map(({ inputs }) => (inputs.metadata as { uid: string }).uid);
    expect(uids.length).toBeGreaterThan(3);
    for (const uid of uids) expect(uid).toMatch(/^tocsin-prod-[0-9a-f]{8}$/);
  });

  test("routes every alert of the environment by it, and labels no recording", async () => {
    const { of } = await withTree({ recordings: "grafana" });
    const rules = of("RuleGroup").flatMap(
      ({ inputs }) => inputs.rules as { labels: Record<string, string>; record?: object }[],
    );
    expect(rules.some(({ record }) => record)).toBe(true);
    for (const { labels, record } of rules)
      expect(labels.__grafana_managed_route__).toBe(record ? undefined : "tocsin-prod");
    const without = (await deployed()).of("RuleGroup").flatMap(({ inputs }) => inputs.rules as typeof rules);
    for (const { labels } of without) expect(labels).not.toHaveProperty("__grafana_managed_route__");
  });

  test("is reached in the organisation that the settings choose", async () => {
    expect((await withTree({ organisation: 2 })).named("grafana", "grafana").inputs.orgId).toBe("2");
    expect((await withTree()).named("grafana", "grafana").inputs.orgId).toBeUndefined();
  });

  test("lets a service account manage both", async () => {
    const actionsIn = async (stack: ReturnType<typeof deployed>) =>
      ((await stack).named("Role", "deployer").inputs.permissions as { action: string }[]).map(({ action }) => action);
    const more = await actionsIn(withTree({ serviceAccount: "fine" }));
    expect(more).toEqual(expect.arrayContaining(["alert.notifications.inhibition-rules:write"]));
    expect(await actionsIn(deployed({ serviceAccount: "fine" }))).not.toContain("alert.notifications.routes:write");
  });
});
