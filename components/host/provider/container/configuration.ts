// The configuration of a container: written beside the running one, checked by its own image, switched to, and reloaded.
import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { containerPid, runInImage, signalContainer } from "../../docker";
import { authorization } from "../authorization";
import { currentVersion, forgetOthers, isCurrent, makeCurrent, writeVersion } from "../config-folder";
import { configurationOf } from "../configuration";
import type { Kind } from "../kind";
import { reloadBySignal } from "../reload";
import {
  type ContainerConfigurationInputs,
  containerConfigurationInputs,
  containerConfigurationOutputs,
} from "../schemas";
import { hasUnknown } from "../values";

export const containerConfiguration: Kind = {
  async diff(olds, news) {
    if (hasUnknown(news)) return { changes: true, replaces: [] };
    const before = containerConfigurationOutputs.safeParse(olds).data;
    const after = containerConfigurationInputs.parse(news);
    const { files, version } = await configurationOf(after);
    const same =
      before?.config === version &&
      before.startedWith === after.startedWith &&
      before.image === after.image &&
      (await isCurrent(configOf(after), files, version));
    const replaces = containerConfigurationInputs.parse(olds).dir === after.dir ? [] : ["dir"];
    return { changes: !same || replaces.length > 0, replaces };
  },

  async apply(news, olds) {
    const inputs = containerConfigurationInputs.parse(news);
    const root = configOf(inputs);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const before = await currentVersion(root);
    const state = containerConfigurationOutputs.safeParse(olds).data;
    const { files, version } = await configurationOf(inputs);
    const isThere = await isCurrent(root, files, version);
    const folder = isThere ? join(root, version) : await writeVersion(root, files, version);
    if (!isThere || state?.image !== inputs.image) {
      const refusal = await refusalOf(inputs, folder);
      if (refusal && !isThere) await rm(folder, { recursive: true, force: true });
      if (refusal) throw new Error(refusal);
      await makeCurrent(root, version);
    }
    const keeps = state?.startedWith === inputs.startedWith && state.image === inputs.image;
    if (keeps && (before !== version || state.config !== version)) await reload(inputs, before);
    await forgetOthers(root, [version]);
    return { config: version };
  },

  async observe(state) {
    const config = await currentVersion(configOf(containerConfigurationInputs.parse(state)));
    return config === undefined ? undefined : { config };
  },

  async remove(state) {
    await rm(configOf(containerConfigurationInputs.parse(state)), { recursive: true, force: true });
  },
};

const configOf = ({ dir }: ContainerConfigurationInputs) => join(dir, "config");

/** The validator's words when it refuses the files of a folder; undefined when all is well. */
async function refusalOf(inputs: ContainerConfigurationInputs, version: string): Promise<string | undefined> {
  const { image, mountedAt, reads, checks } = inputs;
  const folder = join(mountedAt, "current");
  for (const { program, args } of checks) {
    const { ok, output } = await runInImage({ image, program, args, folder, reads: { ...reads, [folder]: version } });
    if (!ok) return `${basename(program)} refuses the new configuration; the running one stays.\n${output.trim()}`;
  }
  return undefined;
}

/** Has the container read its files again, where it runs; on failure the version before becomes current again. */
async function reload(inputs: ContainerConfigurationInputs, before: string | undefined): Promise<void> {
  const { reload: metrics, container, access } = inputs;
  if (!metrics || (await containerPid(container)) === undefined) return;
  const problem = await reloadBySignal(() => signalContainer(container, "HUP"), metrics, await authorization(access));
  if (!problem) return;
  if (before) await makeCurrent(configOf(inputs), before);
  throw new Error(`${problem}; the configuration before stays. Its log: docker logs ${container}`);
}
