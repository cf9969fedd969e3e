// Container images put together on the machine: one layer with one static program, in the form that `docker save` writes.
import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import execa from "execa";
import type { Made } from "./index";
import { STACK } from "./versions";

/** An image with one program. */
export interface Image {
  /** What manifests ask for. */
  readonly tag: string;
  /** The program's path on this machine. */
  readonly program: string;
  /** Arguments that come before those of the manifest. */
  readonly entrypoint?: readonly string[];
  /** Names of more commands that the program answers to, in /bin. */
  readonly links?: readonly string[];
  /** User and group, as in `65534:65534`; root by default. */
  readonly user?: string;
  /** Folders that the user may write. */
  readonly writable?: readonly string[];
}

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

/** The node's own images, those of the tests' pods, and the stack's under the names that the charts ask for. */
export function images({ packages, coredns, stack, alertmanager }: Made): Image[] {
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
    { tag: `${prometheus}/node-exporter:v${STACK.nodeExporter}`, program: built("node_exporter"), user: NOBODY },
    {
      tag: `${prometheus}/blackbox-exporter:v${STACK.blackboxExporter}`,
      program: built("blackbox_exporter"),
      user: NOBODY,
    },
  ];
}

/** Writes the image as an archive that `ctr images import` takes, and returns its path. */
export async function writeImage(image: Image, folder: string): Promise<string> {
  const { tag, program, entrypoint = [`/bin/${basename(program)}`], links = [], user, writable = [] } = image;
  const work = join(folder, tag.replaceAll(/[/:]/g, "_"));
  const root = join(work, "root");
  await mkdir(join(root, "bin"), { recursive: true });
  await mkdir(join(root, "etc"));
  await mkdir(join(root, "tmp"));
  await chmod(join(root, "tmp"), 0o1777);
  await writeFile(join(root, "etc/passwd"), "root:x:0:0::/:\nnobody:x:65534:65534::/:\n");
  await writeFile(join(root, "etc/group"), "root:x:0:\nnobody:x:65534:\n");
  await copyFile(program, join(root, "bin", basename(program)));
  for (const link of links) await symlink(basename(program), join(root, "bin", link));
  for (const path of writable) {
    await mkdir(join(root, path), { recursive: true });
    await chmod(join(root, path), 0o777);
  }
  await execa("tar", ["-C", root, "--owner=0", "--group=0", "-cf", join(work, "layer.tar"), "."]);
  const layer = createHash("sha256")
    .update(await readFile(join(work, "layer.tar")))
    .digest("hex");
  const config = {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { Entrypoint: entrypoint, Env: ["PATH=/bin"], ...(user !== undefined && { User: user }) },
    rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
  };
  await writeFile(join(work, "config.json"), JSON.stringify(config));
  const manifest = [{ Config: "config.json", RepoTags: [tag], Layers: ["layer.tar"] }];
  await writeFile(join(work, "manifest.json"), JSON.stringify(manifest));
  const archive = `${work}.tar`;
  await execa("tar", ["-C", work, "-cf", archive, "manifest.json", "config.json", "layer.tar"]);
  await rm(work, { recursive: true });
  return archive;
}
