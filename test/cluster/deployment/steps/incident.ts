// One message per incident in the cluster: the operator takes the setting, Alertmanager changes its message, and the pod adds to its
// thread, also after it was deleted.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { keptMessages } from "../../../components/kubernetes/followers/kept-messages";
import { SHELL_IMAGE } from "../../build/images";
import { ADDRESSES } from "../../node/layout";
import { eventually } from "../eventually";
import { NAMESPACE } from "../settings";
import type { Site } from "../site";
import { type SlackStandIn, startSlack } from "../slack";
import { ready } from "./life";
import { MINUTES } from "./limits";

const SENDERS_NAMESPACE = "senders";

/** The Secret with the certificate of what stands for Slack, and where pods have it. */
const SLACK = "slack-com";
const CERTIFICATE = "ca.crt";

const hostAliases = [{ ip: ADDRESSES.machine, hostnames: ["slack.com"] }];

/** Alertmanager finds and trusts what stands for Slack. */
const ALERTMANAGER = {
  hostAliases,
  secrets: ["tocsin-alertmanager-credentials", "tocsin-followers-access", SLACK],
  containers: [
    {
      name: "alertmanager",
      env: [{ name: "SSL_CERT_FILE", value: `/etc/alertmanager/secrets/${SLACK}/${CERTIFICATE}` }],
    },
  ],
};

/** So does the program. */
const PATCH = {
  spec: {
    template: {
      spec: {
        hostAliases,
        volumes: [{ name: SLACK, secret: { secretName: SLACK } }],
        containers: [
          {
            name: "incidents",
            env: [{ name: "NODE_EXTRA_CA_CERTS", value: `/${SLACK}/${CERTIFICATE}` }],
            volumeMounts: [{ name: SLACK, mountPath: `/${SLACK}` }],
          },
        ],
      },
    },
  },
};

const sender = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "sender", namespace: SENDERS_NAMESPACE },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "shell", image: SHELL_IMAGE, command: ["sh", "-c", "while true; do sleep 10; done"] }],
  },
};

const ALERTMANAGERS = ["pods", "--namespace", NAMESPACE, "--selector=app.kubernetes.io/name=alertmanager"];

const pod = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ hostAliases: z.array(z.object({ ip: z.string() })).default([]) }),
});

export function incident(site: () => Site): void {
  describe("an incident", () => {
    let folder: string | undefined;
    let slack: SlackStandIn | undefined;
    afterAll(async () => {
      await slack?.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    const all = async () => keptMessages(`${slack?.url}/messages`);
    const titles = async () =>
      (await all())
        .flatMap(({ payload }) => payload.attachments?.[0].title ?? [])
        .filter((one) => /DiskLost/.test(one));
    const thread = async () => (await all()).flatMap(({ thread, payload }) => (thread ? [payload.text ?? ""] : []));
    const has = (title: string) =>
      eventually(title, 240, async () => (await titles()).find((one) => one.startsWith(title)));

    const starts = new Date();

    /** To each Alertmanager, as Prometheus does. */
    async function send(instances: readonly string[], endsAt?: Date): Promise<void> {
      const body = instances.map((instance) => ({
        labels: { alertname: "DiskLost", severity: "critical", service: "store", team: "platform", instance },
        annotations: { summary: `${instance} lost a disk` },
        startsAt: starts.toISOString(),
        ...(endsAt && { endsAt: endsAt.toISOString() }),
      }));
      const inside = ["exec", "sender", "--namespace", SENDERS_NAMESPACE, "--", "wget", "-q", "-O", "-"];
      const sent = ["--header", "Content-Type: application/json", "--post-data", JSON.stringify(body)];
      for (const { metadata } of await site().list(pod, ...ALERTMANAGERS)) {
        const url = `http://${metadata.name}.alertmanager-operated.${NAMESPACE}:9093/api/v2/alerts`;
        await site().cluster.kubectl([...inside, ...sent, url]);
      }
    }

    test("has a thread by a setting: what adds to it runs", { timeout: 12 * MINUTES }, async () => {
      slack = await startSlack();
      folder = await mkdtemp(join(tmpdir(), "slack-token-"));
      const token = join(folder, "slack-token");
      await writeFile(token, "xoxb-cluster", { mode: 0o600 });
      const { cluster, environment } = site();
      const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: SLACK, namespace: NAMESPACE } };
      await site().apply(stringify({ ...secret, stringData: { [CERTIFICATE]: slack.certificate } }));
      await environment.change((config) => {
        const notifications = Object(config["tocsin:notifications"]);
        const platform = Object(config["tocsin:platform"]);
        const values = Object(platform.values);
        const spec = { ...Object(Object(values.alertmanager).alertmanagerSpec), ...ALERTMANAGER };
        Object.assign(notifications, { slack: { token: { file: token }, updates: true, thread: true } });
        Object.assign(platform, { values: { ...values, alertmanager: { alertmanagerSpec: spec } } });
      });
      await environment.does("up", "--yes");
      const patch = ["--patch", JSON.stringify(PATCH), "--namespace", NAMESPACE];
      await cluster.kubectl(["patch", "statefulset", "tocsin-incidents", ...patch]);
      await cluster.kubectl(["create", "namespace", SENDERS_NAMESPACE]);
      await site().apply(stringify(sender));
      const status = ["rollout", "status", "statefulset/tocsin-incidents", "--namespace", NAMESPACE];
      await cluster.kubectl([...status, "--timeout=180s"]);
      // The operator replaces them one after the other.
      await eventually("each Alertmanager to be another pod", 240, async () => {
        const all = await site().list(pod, ...ALERTMANAGERS);
        return all.length > 1 && all.every(({ spec }) => spec.hostAliases.length > 0) ? true : undefined;
      });
      await ready(site(), "--all-namespaces");
    });

    test("of three alerts is one message with its thread, though its pod is deleted", {
      timeout: 12 * MINUTES,
    }, async () => {
      await send(["store-1"]);
      await has("[FIRING:1] DiskLost");
      await send(["store-1", "store-2", "store-3"]);
      await has("[FIRING:3] DiskLost");
      await eventually("an entry in the thread", 60, async () => (await thread()).at(0));
      await site().cluster.kubectl(["delete", "pod", "tocsin-incidents-0", "--namespace", NAMESPACE]);
      await ready(site(), "--namespace", NAMESPACE);
      await send(["store-1", "store-2", "store-3"], new Date());
      await has("[RESOLVED:3] DiskLost");
      await eventually("the end in the thread", 120, async () => (await thread()).at(1));
      expect(await titles()).toHaveLength(1);
      expect(await thread()).toEqual([
        "Fires as well: *store-2 lost a disk*\nFires as well: *store-3 lost a disk*",
        expect.stringMatching(/^Resolved after \d+ /),
      ]);
      await site().cluster.kubectl(["delete", "namespace", SENDERS_NAMESPACE]);
    });
  });
}
