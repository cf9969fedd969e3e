// Who may speak to whom, and what pods may do: as the cluster itself has it.
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { isAllowed, type Party } from "../../../support/resources/network-policy";
import { SHELL_IMAGE } from "../../build/images";
import { NAMESPACE } from "../settings";
import type { Site } from "../site";
import { MINUTES } from "./limits";

const labels = z.record(z.string(), z.string());

const pod = z.object({
  metadata: z.object({ name: z.string(), labels }),
  spec: z.object({
    hostNetwork: z.boolean().default(false),
    containers: z.array(
      z.object({
        ports: z
          .array(z.object({ name: z.string().optional(), containerPort: z.number(), protocol: z.string() }))
          .default([]),
      }),
    ),
  }),
  status: z.object({ podIP: z.string() }),
});

type Pod = z.infer<typeof pod>;

const selector = z.object({ matchLabels: labels.optional() }).default({});

const peer = z.object({
  podSelector: selector,
  namespaceSelector: z.object({ matchLabels: labels.optional() }).optional(),
});

const rule = z.object({
  from: z.array(peer).optional(),
  to: z.array(peer).optional(),
  ports: z.array(z.object({ port: z.number(), protocol: z.string() })).optional(),
});

const policy = z.object({
  spec: z.object({
    podSelector: selector,
    policyTypes: z.array(z.string()),
    ingress: z.array(rule).optional(),
    egress: z.array(rule).optional(),
  }),
});

/** Where the API server listens, and names are looked up. */
const API_SERVER = 6443;
const DNS = { port: 53, protocol: "UDP" };

/** Of somebody else in the namespace. */
const STRANGER = { app: "stranger" };

const kindOf = ({ metadata }: Pod) => metadata.name.replace(/-\d+$|(-[a-z0-9]{8,10})?-[a-z0-9]{5}$/, "");

const portsOf = ({ spec }: Pod) => spec.containers.flatMap(({ ports }) => ports);

export function access(site: () => Site): void {
  test("NetworkPolicies let through what the pods need, and nothing else", { timeout: 2 * MINUTES }, async () => {
    const pods = await site().list(pod, "pods", "--namespace", NAMESPACE);
    const policies = (await site().list(policy, "networkpolicies", "--namespace", NAMESPACE)).map(({ spec }) => spec);
    const kinds = new Map(pods.map((found) => [kindOf(found), found]));
    const one = (kind: string): Pod => {
      const found = kinds.get(kind);
      if (!found) throw new Error(`There is no pod ${kind}, but ${[...kinds.keys()]}`);
      return found;
    };
    const party = (of: string): Party => (of === "outside" ? "outside" : one(of).metadata.labels);
    const open = (from: string, to: string, port: number, protocol = "TCP") =>
      isAllowed(policies, { from: party(from), to: party(to), port, protocol });

    const [prometheus, alertmanager] = ["prometheus-tocsin-prometheus", "alertmanager-tocsin-alertmanager"];
    const asksTheApi = ["tocsin-operator", "tocsin-kube-state-metrics", "tocsin-grafana", prometheus];
    const needed: [from: string, to: string, port: number, protocol?: string][] = [
      // Each target, at the address that Prometheus has for it.
      ...(await site().targets()).map(({ scrapeUrl }): [string, string, number] => {
        const { hostname, port, protocol } = new URL(scrapeUrl);
        const target = pods.find(({ status }) => status.podIP === hostname);
        return [prometheus, target ? kindOf(target) : "outside", Number(port || (protocol === "https:" ? 443 : 80))];
      }),
      ...asksTheApi.map((from): [string, string, number] => [from, "outside", API_SERVER]),
      ...[...kinds.keys()].map((from): [string, string, number, string] => [from, "outside", DNS.port, DNS.protocol]),
      [prometheus, alertmanager, 9093],
      [alertmanager, alertmanager, 9094],
      [alertmanager, alertmanager, 9094, "UDP"],
      [alertmanager, "outside", 443],
      ["tocsin-grafana", prometheus, 9090],
      ["tocsin-grafana", alertmanager, 9093],
      ["tocsin-blackbox", "sample", 5000],
      // The API server asks whether rules are valid.
      ["outside", "tocsin-operator", 10_250],
    ];
    expect(needed.length).toBeGreaterThan(25);
    expect(needed.filter(([from, to, port, protocol]) => !open(from, to, port, protocol))).toEqual([]);

    const all = pods.flatMap((to) =>
      portsOf(to).map(({ containerPort, protocol }) => ({ to, port: containerPort, protocol })),
    );
    expect(all.length).toBeGreaterThan(8);
    const reached = (from: Party) =>
      all
        .filter(({ to, ...rest }) => isAllowed(policies, { from, to: to.metadata.labels, ...rest }))
        .map(({ to, port }) => `${kindOf(to)} ${port}`);
    for (const from of [STRANGER, "outside"] as const)
      expect(reached(from)).toEqual(from === "outside" ? ["tocsin-operator 10250"] : []);
    // What the sample service is told to do by whoever breaks into it stays in it.
    expect(open("sample", prometheus, 9090)).toBe(false);
    expect(open("sample", "outside", 443)).toBe(false);
    expect(open("tocsin-kube-state-metrics", alertmanager, 9093)).toBe(false);
  });

  test("pods beside the node exporters are held to the level restricted", { timeout: MINUTES }, async () => {
    const privileged = (namespace: string) =>
      stringify({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "privileged", namespace },
        spec: { containers: [{ name: "shell", image: SHELL_IMAGE, securityContext: { privileged: true } }] },
      });
    const dryRun = (namespace: string) =>
      site().cluster.kubectl(["apply", "--dry-run=server", "--filename=-"], privileged(namespace));
    await expect(dryRun(NAMESPACE)).rejects.toThrow('violates PodSecurity "restricted');
    await expect(dryRun(`${NAMESPACE}-nodes`)).resolves.toContain("privileged created");
    const exporters = await site().names("pods", "--namespace", `${NAMESPACE}-nodes`);
    expect(exporters).toHaveLength(1);
    expect(exporters[0]).toMatch(/^tocsin-node-exporter/);
  });
}
