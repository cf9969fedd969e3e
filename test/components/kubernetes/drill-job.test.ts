// The continuous drill in a cluster: a CronJob without rights, with the credentials that it needs.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { schedule } from "../../../components/kubernetes/drill-job";
import { kubernetes } from "../../../stacks/kubernetes";
import { NOW, underMocks } from "../../support/mocks";
import { cluster } from "./clusters";

const deployed = async (more: object = {}, platform: object = {}) =>
  (
    await underMocks("test", () =>
      kubernetes.deploy(cluster(platform, more), {
        ...{ environment: "test", projectDir: "/project", packageDir: "/project", runtime: "native" },
        now: NOW,
        credentials: { receivers: { "slack-token": pulumi.secret("xoxb-1") } },
      }),
    )
  ).resources;

const ofType = (resources: Awaited<ReturnType<typeof deployed>>, type: string) =>
  resources.filter((one) => one.type.endsWith(`:${type}`));

describe("a drill in a cluster", () => {
  test("is a job that asks each Prometheus and each Alertmanager by its own name", async () => {
    const more = { notifications: { drill: { every: "15m" } } };
    const resources = await deployed(more, { alertmanager: { replicas: 2 }, prometheus: { replicas: 2 } });
    const [job] = ofType(resources, "CronJob");
    const spec = stringify(job?.inputs.spec, { lineWidth: 0 }).replace(/(tocsin\/program: )\w+/, "$1…");
    await expect(spec).toMatchFileSnapshot("drill-job.yaml");
    const [files] = ofType(resources, "ConfigMap").filter(({ name }) => name === "test-drill");
    const sizes = Object.values(Object(files?.inputs.data)).map((text) => String(text).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1024 ** 2);
    expect(ofType(resources, "NetworkPolicy").map(({ name }) => name)).toContain("test-tocsin-drill");
  });

  test("is none where the settings ask for none", async () => {
    const resources = await deployed();
    expect(ofType(resources, "CronJob")).toEqual([]);
    expect(ofType(resources, "NetworkPolicy").map(({ name }) => name)).not.toContain("test-tocsin-drill");
  });

  test.each([
    [60, "* * * * *", 60],
    [90, "* * * * *", 60],
    [420, "*/6 * * * *", 360],
    [900, "*/15 * * * *", 900],
    [3_540, "*/30 * * * *", 1_800],
    [3_600, "0 */1 * * *", 3_600],
    [18_000, "0 */4 * * *", 14_400],
    [86_400, "0 0 * * *", 86_400],
  ])("every %d s is the schedule %s", (asked, cron, every) => {
    expect(schedule(asked)).toEqual({ cron, every });
  });
});
