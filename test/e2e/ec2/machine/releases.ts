// Releases as their makers pack them, of the programs that are here: their checksums are not the makers', so that settings have to
// name them, as for any file that somebody has built.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import execa from "execa";
import { type Architecture, RELEASES } from "../../../../components/releases";

export const ARCHITECTURE: Architecture = process.arch === "arm64" ? "arm64" : "amd64";

const NAMES = [
  ...(["prometheus", "alertmanager", "node_exporter", "blackbox_exporter", "grafana"] as const),
  ...(["victorialogs", "vmalert", "otelcol", "jaeger"] as const),
] satisfies readonly (keyof typeof RELEASES)[];
export type ReleaseName = (typeof NAMES)[number];

/** Files by their path in the release: a path here, or a script in its place. */
export type Packed = Readonly<Record<string, { path: string } | { script: string }>>;

// Grafana is in no registry. It ends as the real one does where its configuration is not there.
const GRAFANA = `#!/bin/sh
for each; do case $each in --config=*) config=\${each#*=} ;; esac; done
[ -r "$config" ] || { echo "Grafana-server Init Failed: Could not find config defaults" >&2; exit 1; }
exec sleep infinity
`;

/** What each release holds that units run. */
export function contents(tool: (name: string) => string): Record<ReleaseName, Packed> {
  const of = (...pairs: readonly (readonly [string, string])[]): Packed =>
    Object.fromEntries(pairs.map(([file, name]) => [file, { path: tool(name) }]));
  return {
    prometheus: of(["prometheus", "prometheus"], ["promtool", "promtool"]),
    alertmanager: of(["alertmanager", "alertmanager"], ["amtool", "amtool"]),
    node_exporter: of(["node_exporter", "node-exporter"]),
    blackbox_exporter: of(["blackbox_exporter", "blackbox-exporter"]),
    grafana: { "bin/grafana": { script: GRAFANA } },
    victorialogs: of(["victoria-logs-prod", "victorialogs"]),
    vmalert: of(["vmalert-prod", "vmalert"]),
    otelcol: of(["otelcol-contrib", "otelcol"]),
    jaeger: of(["jaeger", "jaeger"]),
  };
}

/** Packs releases into a folder, and returns the settings' checksums of them. */
export async function pack(all: Partial<Record<ReleaseName, Packed>>, folder: string) {
  const sums: Partial<Record<ReleaseName, Partial<Record<Architecture, string>>>> = {};
  for (const name of NAMES) {
    const packed = all[name];
    if (!packed) continue;
    const { version, urls } = RELEASES[name];
    const file = join(folder, basename(urls(version, ARCHITECTURE).file));
    const work = await mkdtemp(join(folder, "packing-"));
    for (const [path, source] of Object.entries(packed)) {
      const to = join(work, name, path);
      await mkdir(dirname(to), { recursive: true });
      if ("path" in source) await copyFile(source.path, to);
      else await writeFile(to, source.script);
      await chmod(to, 0o755);
    }
    if (file.endsWith(".tar.gz")) {
      await execa("tar", ["-cf", `${file}.tar`, "-C", work, name]);
      // Not compressed: that would take longer than everything else.
      await pipeline(createReadStream(`${file}.tar`), createGzip({ level: 0 }), createWriteStream(file));
      await rm(`${file}.tar`);
    } else await copyFile(join(work, name, name), file);
    await rm(work, { recursive: true });
    const hash = createHash("sha256");
    for await (const part of createReadStream(file)) hash.update(part);
    sums[name] = { [ARCHITECTURE]: hash.digest("hex") };
  }
  return sums;
}
