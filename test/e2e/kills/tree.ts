// A process with all that came of it, killed at one moment as when a machine's memory is full or its power is off.
import { readdir, readFile } from "node:fs/promises";

/** Parents by process. */
async function parents(): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  return new Map(stats.map((stat, at) => [Number(pids[at]), Number(/\) \S (\d+)/.exec(stat)?.[1])]));
}

/** A process and all that came of it; those that are kept are left out, with all that came of them. */
async function treeOf(root: number, keep: (pid: number) => Promise<boolean>): Promise<readonly number[]> {
  const all = await parents();
  const tree: number[] = [];
  for (let level = all.has(root) ? [root] : []; level.length > 0; ) {
    const kept = await Promise.all(level.map(keep));
    const here = level.filter((_, at) => !kept[at]);
    tree.push(...here);
    level = [...all].filter(([, parent]) => here.includes(parent)).map(([pid]) => pid);
  }
  return tree;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

/** Stops the tree until no new process comes of it, then kills all of it. Returns how many there were. */
export async function killTree(root: number, keep: (pid: number) => Promise<boolean>): Promise<number> {
  let tree = await treeOf(root, keep);
  for (let before = -1; before < tree.length; ) {
    before = tree.length;
    for (const pid of tree) signal(pid, "SIGSTOP");
    tree = await treeOf(root, keep);
  }
  for (const pid of tree) signal(pid, "SIGKILL");
  return tree.length;
}
