// Properties as policies get them from the engine → plain values.
import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { type Fields, isFields } from "../content";

/** Assets of files that are larger than this hold no configuration. */
const MOST_BYTES = 5_000_000;

/**
 * A copy in which values that are not known yet are undefined: reading one of them throws. An asset is an object with
 * its `text`, where that can be read here.
 *
 * @param directory Where relative paths of assets begin; undefined where that is not known.
 */
export async function knownValues(props: Fields, directory?: string): Promise<Fields> {
  const entries = Object.keys(props).map(async (key) => [key, await known(() => props[key], directory)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function known(read: () => unknown, directory: string | undefined): Promise<unknown> {
  let value: unknown;
  try {
    value = read();
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return Promise.all(Array.from({ length: list.length }, (_, i) => known(() => list[i], directory)));
  }
  if (!isFields(value)) return value;
  const target = value.__isSpecialProxy === true ? value.__getSpecialProxyTarget : value;
  return asset.Asset.isInstance(target)
    ? { text: await textOfAsset(target, directory) }
    : knownValues(value, directory);
}

/** Undefined for what lies on the network, and for a file that is not there where the pack runs. */
async function textOfAsset(one: asset.Asset, directory: string | undefined): Promise<string | undefined> {
  if (one instanceof asset.StringAsset) return one.text;
  if (!(one instanceof asset.FileAsset)) return undefined;
  try {
    const path = await one.path;
    if (!isAbsolute(path) && directory === undefined) return undefined;
    const bytes = await readFile(isAbsolute(path) ? path : join(directory ?? "", path));
    return bytes.length > MOST_BYTES ? undefined : bytes.toString("utf8");
  } catch {
    return undefined;
  }
}
