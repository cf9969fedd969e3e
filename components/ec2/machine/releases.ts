// What is downloaded onto hosts and servers: one table of versions, each checked against a checksum.
import { EXPORTERS } from "../../mixins";
import type { Ec2Platform } from "../../monitoring";
import { type Architecture, onMirror, type Release as Published, pinnedSum, RELEASES } from "../../releases";

export type Downloads = Ec2Platform["downloads"];
export type Release = keyof Required<Downloads["versions"]>;
export type { Architecture } from "../../releases";

const ALL: Readonly<Record<Release, Published>> = {
  ...RELEASES,
  ...Object.fromEntries(Object.values(EXPORTERS).map(({ onMachine }) => [onMachine.name, onMachine])),
};

/**
 * Arguments of `tocsin-install`: the name, the URL of the file, and its checksum or where that is. Throws where there is none: what
 * nobody can check is not installed.
 */
export function installArguments(release: Release, architecture: Architecture, downloads: Downloads): string[] {
  const published = ALL[release];
  if (!published) throw new Error(`There is no release ${release}; there are ${Object.keys(ALL).join(", ")}`);
  const { version, urls } = published;
  const wanted = downloads.versions[release] ?? version;
  const made = urls(wanted, architecture);
  const { file, checksums } = downloads.mirror ? onMirror(downloads.mirror, release, made) : made;
  const known = downloads.checksums[release]?.[architecture] ?? pinnedSum(published, wanted, architecture);
  const sum = known ?? checksums;
  if (!sum) {
    throw new Error(
      `platform.downloads.versions.${release}: found ${wanted}, of whose file for ${architecture} no checksum is known; ` +
        `give its SHA-256 as platform.downloads.checksums.${release}.${architecture}`,
    );
  }
  return [release, file, sum];
}

/** Of an instance type: Graviton's families have a `g` after their generation, as in t4g, m7gd or g5g. */
export function architectureOf(instanceType: string): Architecture {
  return /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "amd64";
}
