// Mixins that a package of somebody's brings, which tocsin.config.ts names.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Found } from "./check";
import type { OwnMixin } from "./config";
import { whereThrown } from "./thrown";

const manifest = z.looseObject({ peerDependencies: z.record(z.string(), z.string()).default({}) });

/** What one package brings. Throws where it is not installed, lacks a peer, or exports no mixins. */
export function packageMixins(name: string, config: string): Found[] {
  const require = createRequire(config);
  const entry = resolved(() => require.resolve(name));
  if (!entry) throw new Error(`${config}: packages: found "${name}", which is not installed; run: npm install ${name}`);
  const folder = folderOf(entry, name);
  const missing = peersOf(folder).filter((peer) => !resolved(() => createRequire(entry).resolve(peer)));
  if (missing.length > 0) {
    throw new Error(
      `${join(folder, "package.json")}: found no ${missing.join(", ")}, which ${name} needs beside it; run: npm install ${missing.join(" ")}`,
    );
  }
  const given: { mixins?: Record<string, OwnMixin> } = whereThrown(() => require(name), entry, folder);
  if (typeof given.mixins !== "object")
    throw new Error(`${entry}: found no export "mixins"; a package exports them as: export const mixins = { … }`);
  return Object.entries(given.mixins).map(([mixinName, mixin]) => ({
    name: mixinName,
    mixin,
    from: folder,
    folder: join(folder, "mixins", mixinName),
  }));
}

function folderOf(entry: string, name: string): string {
  for (let folder = dirname(entry); dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) && folder.endsWith(name)) return folder;
  }
  return dirname(entry);
}

const peersOf = (folder: string): string[] => {
  const file = join(folder, "package.json");
  return existsSync(file) ? Object.keys(manifest.parse(JSON.parse(readFileSync(file, "utf8"))).peerDependencies) : [];
};

function resolved(find: () => string): string | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
