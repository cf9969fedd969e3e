// What Alertmanager sends groups to in a cluster, as it is registered: one pod each, without rights, with the credentials that it needs.
import { describe, expect, test } from "vitest";
import { withoutSecrets } from "../../../../components/host/provider/values";
import { incidentsPlan } from "../../../../components/incidents";
import { remediationPlan } from "../../../../components/remediation";
import { CANARIES, contentOf, hook, registered, slack, specOf } from "./settings";

const CONFIG_MAP_BYTES = 1024 ** 2;

describe("programs that are sent groups", () => {
  test.each(["incidents", "remediation"])("are one pod each, with a volume: %s", async (which) => {
    const { named } = await registered({ slack, remediation: [hook] });
    await expect(specOf(named("StatefulSet", `tocsin-${which}`))).toMatchFileSnapshot(`${which}.yaml`);
    const files = contentOf(named("ConfigMap", `tocsin-${which}`));
    expect(Buffer.byteLength(Object.values(files).join())).toBeLessThan(CONFIG_MAP_BYTES);
    expect(named("Service", `tocsin-${which}`).inputs.spec).toMatchObject({
      selector: { "app.kubernetes.io/name": which },
    });
    expect(named("NetworkPolicy", `tocsin-${which}`).inputs.spec).toMatchObject({
      podSelector: { matchLabels: { "app.kubernetes.io/name": which } },
    });
  });

  test("are given what they do", async () => {
    const { named } = await registered({ slack, remediation: [hook] });
    const planOf = (which: string) => JSON.parse(contentOf(named("ConfigMap", `tocsin-${which}`))["plan.json"] ?? "");
    const channels = { "slack-alerts-critical": "#alerts-critical" };
    expect(incidentsPlan.parse(planOf("incidents"))).toMatchObject({ environment: "test", channels });
    expect(remediationPlan.parse(planOf("remediation"))).toMatchObject({ hooks: [{ name: "restart" }], channels });
  });

  test("are what Alertmanager sends to, known by a password that it has as a file", async () => {
    const { named, ofType } = await registered({ slack, remediation: [hook] });
    const config = contentOf(named("Secret", "tocsin-alertmanager-config"))["alertmanager.yaml"];
    expect(config).toContain("url: http://tocsin-incidents.monitoring:9902/groups");
    expect(config).toContain("url: http://tocsin-remediation.monitoring:9903/groups");
    expect(config).toContain("password_file: /etc/alertmanager/secrets/tocsin-followers-access/password");
    expect(config).toContain("update_message: true");
    expect(Object.keys(contentOf(named("Secret", "tocsin-followers-access"))).sort()).toEqual(["password", "username"]);
    const [, stack] = ofType("Release");
    expect(Object(stack?.inputs.values).alertmanager.alertmanagerSpec.secrets).toEqual([
      "tocsin-alertmanager-credentials",
      "tocsin-followers-access",
    ]);
  });

  test("have credentials in Secrets alone, and those of hooks only where hooks are called", async () => {
    const { resources, named, ofType } = await registered({ slack, remediation: [hook] });
    expect(JSON.stringify(withoutSecrets({ resources }))).not.toContain("c4n4ry");
    expect(contentOf(named("Secret", "tocsin-hook-credentials"))).toEqual({
      "restart-webhook": CANARIES.webhook,
      "restart-secret": CANARIES.secret,
    });
    const readers = [...ofType("StatefulSet"), ...ofType("Release"), ...ofType("Deployment")].filter(({ inputs }) =>
      JSON.stringify(inputs).includes("tocsin-hook-credentials"),
    );
    expect(readers.map(({ name }) => name)).toEqual(["test-remediation"]);
  });

  test("have their metrics read, where they have any", async () => {
    const { ofType } = await registered({ slack, remediation: [hook] });
    const monitors = ofType("PodMonitor").map(({ inputs }) => JSON.stringify(inputs.spec));
    expect(monitors.filter((spec) => spec.includes("remediation"))).toHaveLength(1);
  });

  test("have no token where no message has a thread", async () => {
    const { named, ofType } = await registered({ slack: { ...slack, thread: false }, remediation: [hook] });
    expect(ofType("StatefulSet").map(({ name }) => name)).toEqual(["test-remediation"]);
    expect(specOf(named("StatefulSet", "tocsin-remediation"))).not.toContain("slack-token");
  });

  test("are none where the settings ask for none", async () => {
    const { ofType, resources } = await registered({ slack: { token: { file: "/token" } } });
    expect(ofType("StatefulSet")).toEqual([]);
    expect(JSON.stringify(resources.map(({ name, inputs }) => [name, inputs]))).not.toMatch(/followers-access|990[23]/);
  });
});
