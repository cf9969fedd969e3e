// Starts the node's processes in its namespaces, and waits until the node is ready.
import { existsSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { readEnvironment } from "../../../components/host/tools/environment";
import { narrate, type OnProgress } from "../../../components/host/tools/progress";
import { build } from "../build";
import { writeImage } from "../build/image-archive";
import { images } from "../build/images";
import { addOns } from "./add-ons";
import { writeCredentials } from "./credentials";
import { writeFiles } from "./files";
import { kubeconfigPath, NAME, stateFolder } from "./layout";
import { enterNode, inNode, leaveNode, missingForNode, runningInit } from "./namespaces";
import { type Folders, type Part, parts } from "./parts";

const READY_SECONDS = 120;

/** A cluster that runs. */
export interface Cluster {
  readonly kubeconfig: string;
  /** A folder with the definitions of the operator's custom resources. */
  readonly crds: string;
  readonly kubectlPath: string;
  /** Runs kubectl and returns what it prints. Throws when it fails. */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
  /** Runs a program on the node, in its namespaces, and returns what it prints. Throws when it fails. */
  readonly onNode: (command: readonly string[]) => Promise<string>;
}

/** The cluster, started where it does not run yet. Throws with the reason where this machine cannot hold one. */
export async function startCluster(onProgress: OnProgress): Promise<Cluster> {
  const state = stateFolder(readEnvironment());
  const made = await build(onProgress);
  const folders: Folders = { state, ...made };
  const cluster = clusterOf(folders);
  if ((await runningInit(state)) !== undefined) return cluster;
  const missing = await missingForNode();
  if (missing !== undefined) throw new Error(missing);

  await stopCluster();
  for (const name of ["", "logs", "cni", "images"]) await mkdir(join(state, name), { recursive: true });
  try {
    await writeCredentials(state);
    await writeFiles(folders);
    const init = await enterNode(state);
    await narrate("Starting the node", onProgress, async () => {
      for (const [name, part] of Object.entries(parts(folders))) {
        await startPart(name, part, init, folders);
        await waitFor(`${name} (see ${join(state, "logs", name)}.log)`, () => isReady(part, init, cluster));
        if (name === "containerd") await importImages(init, folders);
      }
      await waitFor("the node", async () =>
        (await cluster.kubectl(["get", "node", NAME])).split("\n").some((line) => / Ready /.test(line)),
      );
      for (const manifest of addOns) await cluster.kubectl(["apply", "--filename=-"], manifest);
      const namespace = "--namespace=kube-system";
      await cluster.kubectl(["wait", namespace, "deployment", "--all", "--for=condition=Available", "--timeout=120s"]);
    });
    return cluster;
  } catch (error) {
    await leaveNode(state);
    throw error;
  }
}

/** Stops the cluster, if it runs, and removes all of it but what was built. */
export async function stopCluster(): Promise<void> {
  const state = stateFolder(readEnvironment());
  await leaveNode(state);
  await rm(state, { recursive: true, force: true });
}

/** The running cluster; undefined when none runs. */
export async function runningCluster(onProgress: OnProgress): Promise<Cluster | undefined> {
  const state = stateFolder(readEnvironment());
  return (await runningInit(state)) === undefined ? undefined : clusterOf({ state, ...(await build(onProgress)) });
}

function clusterOf(folders: Folders): Cluster {
  const { state, kubernetes, crds } = folders;
  const kubeconfig = kubeconfigPath(state);
  const kubectl = join(kubernetes, "bin/kubectl");
  return {
    kubeconfig,
    crds: join(crds, "crds"),
    kubectlPath: kubectl,
    kubectl: async (args, input) =>
      (await execa(kubectl, [`--kubeconfig=${kubeconfig}`, ...args], { input: input ?? "" })).stdout,
    onNode: async (command) => {
      const init = await runningInit(state);
      if (init === undefined) throw new Error("The node does not run");
      return (await execa("nsenter", [...inNode(init), ...command], { env: variables(folders) })).stdout;
    },
  };
}

// Programs of the packages find each other and their libraries by these.
const variables = ({ packages }: Folders) => ({
  PATH: [join(packages, "usr/sbin"), join(packages, "usr/bin"), process.env.PATH ?? ""].join(delimiter),
  LD_LIBRARY_PATH: join(packages, "usr/lib/x86_64-linux-gnu"),
  XTABLES_LIBDIR: join(packages, "usr/lib/x86_64-linux-gnu/xtables"),
  HOME: "/root",
});

async function startPart(name: string, { program, flags }: Part, init: number, folders: Folders): Promise<void> {
  const log = await open(join(folders.state, "logs", `${name}.log`), "a");
  // In the background of a shell that ends: so the namespace's first process takes it in, and a
  // signal to the caller's group, such as that of Ctrl-C, does not reach it.
  await execa("nsenter", [...inNode(init), "setsid", "sh", "-c", '"$@" &', "sh", program, ...flags], {
    cwd: "/",
    env: variables(folders),
    extendEnv: false,
    stdio: ["ignore", log.fd, log.fd],
  });
  await log.close();
}

async function isReady({ readyAt }: Part, init: number, cluster: Cluster): Promise<boolean> {
  if (readyAt === undefined) return true;
  if ("file" in readyAt) return existsSync(`/proc/${init}/root${readyAt.file}`);
  return (await cluster.kubectl(["get", "--raw", readyAt.url])) === "ok";
}

async function importImages(init: number, folders: Folders): Promise<void> {
  const ctr = join(folders.packages, "usr/bin/ctr");
  for (const image of await images(folders)) {
    const archive = await writeImage(image, join(folders.state, "images"));
    const args = [...inNode(init), ctr, "--namespace=k8s.io", "images", "import", archive];
    await execa("nsenter", args, { env: variables(folders) });
    await rm(archive);
  }
}

async function waitFor(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + READY_SECONDS * 1000;
  let last = "";
  while (Date.now() < deadline) {
    const seen = await isThere().catch((error: Error) => {
      last = error.message;
      return false;
    });
    if (seen) return;
    await sleep(200);
  }
  throw new Error(`timed out after ${READY_SECONDS} s waiting for ${what}: ${last}`);
}
