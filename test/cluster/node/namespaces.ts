// The node's own mount, network and process namespaces: when their first process ends, everything in them ends with it.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { inspectProcess } from "../../../components/host/tools/processes";
import { ADDRESSES, NAME } from "./layout";

const DEVICE = "tocsin0";
const CONTROL_GROUPS = "/sys/fs/cgroup";
const CONTROLLERS = ["blkio", "cpu", "cpuacct", "cpuset", "devices", "freezer", "memory", "pids", "systemd"];

/** Why this machine cannot hold a node; undefined where it can. */
export async function missingForNode(): Promise<string | undefined> {
  if (process.platform !== "linux") return "a node needs Linux";
  if (process.getuid?.() !== 0) return "a node needs root";
  const lacking = CONTROLLERS.filter((name) => !existsSync(join(CONTROL_GROUPS, name)));
  if (lacking.length > 0) return `a node needs control groups of version 1; missing here: ${lacking.join(", ")}`;
  const { failed, stderr } = await execa("unshare", ["--mount", "--net", "--pid", "--fork", "true"], { reject: false });
  return failed ? `a node needs namespaces: ${stderr}` : undefined;
}

// The first process of the namespace: it takes in orphans, as init does.
const INIT = `
mount --make-rshared /
mount -t tmpfs tmpfs /run
for folder in lib/kubelet lib/cni log/pods log/containers; do
  mkdir -p "$0/var/$folder"
  [ -d /var/$folder ] || continue
  mount --bind "$0/var/$folder" /var/$folder
  # Else what is mounted below shows a second time below its other path.
  mount --make-private /var/$folder
done
mount --make-rshared /
touch "$0/entered"
while :; do sleep 1000000 & wait $!; done
`;

// The kubelet and the CNI plug-ins have these folders by name; where the machine lacks one, it is removed afterwards.
const MOUNT_POINTS = ["/var/lib/kubelet", "/var/lib/cni", "/var/log/pods", "/var/log/containers"];

/** Makes the namespaces with a way to the machine and control groups, and returns the first process' id. */
export async function enterNode(folder: string): Promise<number> {
  const made = MOUNT_POINTS.filter((path) => !existsSync(path));
  for (const path of made) await mkdir(path, { recursive: true });
  await writeFile(join(folder, "made-folders"), made.join("\n"));
  const flags = ["--mount", "--net", "--pid", "--uts", "--fork", "--mount-proc", "--kill-child"];
  const unshare = execa("unshare", [...flags, "sh", "-c", INIT, folder], { detached: true, stdio: "ignore" });
  unshare.catch(() => undefined);
  unshare.unref();
  while (!existsSync(join(folder, "entered"))) {
    if (unshare.exitCode !== null) throw new Error(`unshare ended with exit code ${unshare.exitCode}`);
    await sleep(50);
  }
  const children = await readFile(`/proc/${unshare.pid}/task/${unshare.pid}/children`, "utf8");
  const init = Number(children.trim());
  await writeFile(join(folder, "init"), `${init} ${(await inspectProcess(init))?.start}`);
  await connect(init);
  for (const controller of CONTROLLERS) await mkdir(join(CONTROL_GROUPS, controller, NAME), { recursive: true });
  const cpuset = join(CONTROL_GROUPS, "cpuset");
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    await writeFile(join(cpuset, NAME, file), await readFile(join(cpuset, file)));
  }
  return init;
}

async function connect(init: number): Promise<void> {
  const ip = (line: string) => execa("ip", line.split(" "));
  const inside = (line: string) => execa("nsenter", [...inNode(init), "ip", ...line.split(" ")]);
  await ip(`link add ${DEVICE} type veth peer name eth0 netns ${init}`);
  await ip(`addr add ${ADDRESSES.machine}/30 dev ${DEVICE}`);
  await ip(`link set ${DEVICE} up`);
  await inside("link set lo up");
  await inside(`addr add ${ADDRESSES.node}/30 dev eth0`);
  await inside("link set eth0 up");
  await inside(`route add default via ${ADDRESSES.machine}`);
  await execa("nsenter", [...inNode(init), "sh", "-c", `hostname ${NAME}; echo 1 > /proc/sys/net/ipv4/ip_forward`]);
}

/** Arguments of `nsenter` that come before the program. */
export const inNode = (init: number) => ["--target", String(init), "--mount", "--net", "--pid", "--uts", "--"];

/** The first process of the running node; undefined when none runs. */
export async function runningInit(folder: string): Promise<number | undefined> {
  const written = await readFile(join(folder, "init"), "utf8").catch(() => undefined);
  const [, pid, start] = written?.match(/^(\d+) (\S+)$/) ?? [];
  if (pid === undefined) return undefined;
  return (await inspectProcess(Number(pid)))?.start === start ? Number(pid) : undefined;
}

/** Ends everything in the namespaces, and removes the device, the control groups and the mount points that were made. */
export async function leaveNode(folder: string): Promise<void> {
  const init = await runningInit(folder);
  if (init !== undefined) process.kill(init, "SIGKILL");
  while ((await runningInit(folder)) !== undefined) await sleep(50);
  await execa("ip", ["link", "delete", DEVICE], { reject: false });
  // Where both versions are mounted, containers have groups in the newer one too.
  for (const controller of [...CONTROLLERS, "unified"]) await removeGroups(join(CONTROL_GROUPS, controller, NAME));
  const made = await readFile(join(folder, "made-folders"), "utf8").catch(() => "");
  for (const path of made.split("\n").filter((line) => line !== "")) await rmdir(path).catch(() => undefined);
}

async function removeGroups(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeGroups(join(path, entry.name));
  for (let tries = 0; tries < 50 && existsSync(path); tries++) {
    // Processes that were just killed leave their group a moment later.
    await rmdir(path).catch(() => sleep(100));
  }
}
