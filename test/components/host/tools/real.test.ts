import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ensureTool } from "../../../../components/host/tools";
import { executablesOnPath } from "../../../../components/host/tools/commands";
import { readEnvironment } from "../../../../components/host/tools/environment";

it("blackbox-exporter really unpacks from its apt package and runs", { timeout: 300_000 }, async ({ skip }) => {
  const here = readEnvironment();
  const folder = await mkdtemp(join(tmpdir(), "tocsin-real-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  // A PATH with apt alone: neither an exporter nor a Go of this machine may answer instead.
  for (const name of ["apt-get", "dpkg-deb", "tar"]) {
    const [file] = await executablesOnPath(name, here);
    if (file === undefined && process.env.CI !== "true") return skip(`needs ${name}`);
    if (file === undefined) throw new Error(`needs ${name}`);
    await symlink(file, join(folder, name));
  }
  const environment = { ...here, path: folder, cacheHome: join(folder, "cache") };
  const tool = await ensureTool("blackbox-exporter", { onProgress: console.log, environment });
  expect(tool.path).toBe(
    join(
      folder,
      "cache/tocsin/tools/blackbox-exporter/deb-prometheus-blackbox-exporter/usr/bin/prometheus-blackbox-exporter",
    ),
  );
  expect(tool.version).toMatch(/^0\.\d+\.\d+$/);
});
