// The images of the node: its own, those of the tests' pods, and the stack's under the names that the charts ask for.
import { join } from "node:path";
import { IMAGES } from "../../../components/images";
import { type Image, librariesOf } from "./image-archive";
import type { Made } from "./index";
import { COLLECTOR_PROGRAM } from "./recipes/collector";
import { STACK } from "./versions";

export const PAUSE_IMAGE = "tocsin.test/pause:1";
export const SHELL_IMAGE = "tocsin.test/busybox:1";
export const COREDNS_IMAGE = `tocsin.test/coredns:${STACK.coredns}`;
export const STORAGE_IMAGE = `tocsin.test/local-path-provisioner:${STACK.localPathProvisioner}`;

const COMMANDS = [
  "sh",
  "sleep",
  "wget",
  "nc",
  "nslookup",
  "cat",
  "echo",
  "true",
  "false",
  "mkdir",
  "rm",
  "dd",
  "chmod",
];
const NOBODY = "65534:65534";

const onDocker = (name: keyof typeof IMAGES) => `docker.io/${IMAGES[name]}`;

/** All of them. */
export async function images(made: Made): Promise<Image[]> {
  const { packages, coredns, stack, alertmanager, webhookCertificates, collector, tools } = made;
  const busybox = join(packages, "bin/busybox");
  const built = (name: string) => join(stack, "bin", name);
  const operator = "quay.io/prometheus-operator";
  const prometheus = "quay.io/prometheus";
  return [
    { tag: PAUSE_IMAGE, program: busybox, entrypoint: ["/bin/busybox", "sleep", "2147483647"] },
    { tag: SHELL_IMAGE, program: busybox, links: COMMANDS },
    { tag: COREDNS_IMAGE, program: join(coredns, "bin/coredns") },
    { tag: STORAGE_IMAGE, program: built("local-path-provisioner") },
    { tag: `${operator}/prometheus-operator:v${STACK.operator}`, program: built("operator"), user: NOBODY },
    {
      tag: `${operator}/prometheus-config-reloader:v${STACK.operator}`,
      program: built("prometheus-config-reloader"),
      user: NOBODY,
    },
    {
      tag: `registry.k8s.io/kube-state-metrics/kube-state-metrics:v${STACK.kubeStateMetrics}`,
      program: built("kube-state-metrics"),
      user: NOBODY,
    },
    {
      tag: `${prometheus}/prometheus:v${STACK.prometheus}`,
      also: [`${prometheus}/prometheus:v${STACK.prometheus}-distroless`],
      program: built("prometheus"),
      user: NOBODY,
      writable: ["prometheus"],
    },
    {
      tag: `${prometheus}/alertmanager:v${STACK.alertmanager}`,
      program: join(alertmanager, "bin/alertmanager"),
      user: NOBODY,
      writable: ["alertmanager"],
    },
    {
      tag: `${prometheus}/node-exporter:v${STACK.nodeExporter}`,
      also: [`${prometheus}/node-exporter:v${STACK.nodeExporter}-distroless`],
      program: built("node_exporter"),
      user: NOBODY,
    },
    {
      tag: `${prometheus}/blackbox-exporter:v${STACK.blackboxExporter}`,
      program: built("blackbox_exporter"),
      user: NOBODY,
    },
    {
      tag: `ghcr.io/jkroepke/kube-webhook-certgen:${STACK.webhookCertgen}`,
      program: join(webhookCertificates, "bin/webhook-certificates"),
      user: NOBODY,
    },
    {
      tag: `quay.io/kiwigrid/k8s-sidecar:${STACK.grafanaSidecar}`,
      program: busybox,
      entrypoint: ["/bin/busybox", "sleep", "2147483647"],
      user: NOBODY,
    },
    { tag: onDocker("otelcol"), program: join(collector, COLLECTOR_PROGRAM), user: NOBODY },
    { tag: onDocker("victorialogs"), program: tools.victorialogs },
    { tag: onDocker("vmalert"), program: tools.vmalert },
    { tag: onDocker("jaeger"), program: tools.jaeger, user: NOBODY },
    await nodeImage(),
  ];
}

/** That of programs in JavaScript: this machine's Node.js with the libraries that it is linked to. */
async function nodeImage(): Promise<Image> {
  const libraries = await librariesOf(process.execPath);
  return {
    tag: `docker.io/library/node:${STACK.node}`,
    // Without a command of its own, it stands in for Grafana: a second copy of Node.js would take seconds to import.
    also: [`docker.io/grafana/grafana:${STACK.grafana}`],
    program: process.execPath,
    files: {
      ...Object.fromEntries(libraries.map((one) => [one, one])),
      "/program/main.cjs": join(__dirname, "programs/grafana/main.cjs"),
    },
    entrypoint: ["/bin/node", "/program/main.cjs"],
    user: NOBODY,
  };
}
