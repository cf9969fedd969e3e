// Unpacks packages of Debian and Ubuntu without installing them: their services would start by themselves.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, prepareCacheFolder } from "../cache";
import { executablesOnPath, run } from "../commands";
import type { Environment } from "../environment";
import { SourceError } from "../install";
import { withLock } from "../lock";
import { narrate, type OnProgress } from "../progress";

/** A package in the version that apt would download. */
interface Candidate {
  readonly version: string;
  readonly megabytes: number;
}

/** The commands of apt on this machine. */
interface Apt {
  readonly aptGet: string;
  readonly dpkgDeb: string;
  readonly environment: Environment;
  readonly onProgress: OnProgress;
}

/** apt on this machine. Throws a SourceError where its commands are missing. */
export async function openApt(environment: Environment, onProgress: OnProgress): Promise<Apt> {
  const [aptGet] = await executablesOnPath("apt-get", environment);
  const [dpkgDeb] = await executablesOnPath("dpkg-deb", environment);
  if (aptGet === undefined || dpkgDeb === undefined) throw new SourceError("apt-get and dpkg-deb are not on PATH");
  return { aptGet, dpkgDeb, environment, onProgress };
}

/**
 * The package as apt knows it, after a refresh of its lists where they don't name it. Throws a SourceError, with the
 * command to refresh them where only root may do that.
 */
export async function findPackage(apt: Apt, name: string): Promise<Candidate> {
  const reason = `apt's package lists are empty, or do not name ${name}`;
  const known = await lookUp(apt, name);
  if (known !== undefined) return known;
  await refreshLists(apt, reason, async () => (await lookUp(apt, name)) !== undefined);
  const listed = await lookUp(apt, name);
  if (listed === undefined) throw new SourceError(reason);
  return listed;
}

/** Downloads a package and unpacks it into the temporary folder of an install. Throws a SourceError when either fails. */
export async function unpackPackage(apt: Apt, name: string, scratch: string): Promise<void> {
  const options = { environment: apt.environment, cwd: scratch, scratch, timeoutSeconds: 600 };
  const download = () => run(apt.aptGet, ["download", name], options);
  let downloaded = await download();
  if (!downloaded.ok) {
    // Old lists name a version that the mirror no longer has.
    await refreshLists(apt, downloaded.failure, async () => (await download()).ok);
    downloaded = await download();
  }
  const file = (await readdir(scratch)).find((entry) => entry.endsWith(".deb"));
  if (!downloaded.ok || file === undefined) throw new SourceError(`apt-get download ${name}: ${downloaded.failure}`);

  const unpacked = await run(apt.dpkgDeb, ["-x", file, "."], options);
  if (!unpacked.ok) throw new SourceError(`dpkg-deb -x ${file}: ${unpacked.failure}`);
  await rm(join(scratch, file));
}

async function lookUp({ aptGet, environment }: Apt, name: string): Promise<Candidate | undefined> {
  const { output } = await run(aptGet, ["download", "--print-uris", name], { environment, timeoutSeconds: 60 });
  // 'http://…/prometheus_2.42.0%2bds-5_amd64.deb' prometheus_2.42.0+ds-5_amd64.deb 19257088 SHA256:…
  const [, version, bytes] = output.match(/^'.*' [^ _]+_(?:\d+%3a)?(\d[^ _]*)_\S+\.deb (\d+)/m) ?? [];
  return version === undefined ? undefined : { version, megabytes: Math.ceil(Number(bytes) / 1e6) };
}

/** @param isDone Asked once the lock is held, since another install may have refreshed them meanwhile. */
async function refreshLists(apt: Apt, reason: string, isDone: () => Promise<boolean>): Promise<void> {
  const { aptGet, environment, onProgress } = apt;
  if (!environment.isRoot) throw new SourceError(reason, "sudo apt-get update");
  const folder = cacheFolder(environment, "tools", "apt");
  await prepareCacheFolder(folder);
  await withLock(folder, onProgress, async () => {
    if (await isDone()) return;
    // Its exit code is not asked: one broken list of many is no reason to stop.
    await narrate("Refreshing apt's package lists (apt-get update)", onProgress, () =>
      run(aptGet, ["update"], { environment, timeoutSeconds: 300 }),
    );
  });
}
