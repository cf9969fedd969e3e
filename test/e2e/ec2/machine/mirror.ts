// A mirror of releases in a machine's network, as `platform.downloads.mirror` asks for one: over TLS, by an authority of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../../../support/machine/certificate";
import type { Booted } from "./booted";
import { type Packed, pack, type ReleaseName } from "./releases";

const PORT = 8443;

export class Mirror {
  private constructor(
    private readonly folder: string,
    /** As in the settings. */
    readonly downloads: { mirror: string; checksums: Awaited<ReturnType<typeof pack>> },
    /** Its authority, where an image keeps those of its owner. */
    readonly authority: { path: string; content: string },
  ) {}

  static async of(releases: Partial<Record<ReleaseName, Packed>>): Promise<Mirror> {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-mirror-"));
    const { cert } = await selfSigned(folder, "mirror", "IP:127.0.0.1");
    const checksums = await pack(releases, folder);
    const authority = { path: "/usr/local/share/ca-certificates/mirror.crt", content: cert.toString() };
    return new Mirror(folder, { mirror: `https://127.0.0.1:${PORT}`, checksums }, authority);
  }

  serve(machine: Booted): void {
    const own = ["mirror.crt", "mirror.key"].map((file) => join(this.folder, file));
    machine.start(["python3", join(__dirname, "mirror.py"), this.folder, String(PORT), ...own]);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
