// A container image put together on the machine: one layer with a program or more, in the form that `docker save` writes.
import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import execa from "execa";

/** An image. */
export interface Image {
  /** What manifests ask for. */
  readonly tag: string;
  /** More names of the same image. */
  readonly also?: readonly string[];
  /** The path on this machine of a program that goes to /bin. */
  readonly program?: string;
  /** More files, by their path in the image: where they are on this machine. */
  readonly files?: Readonly<Record<string, string>>;
  /** Arguments that come before those of the manifest. */
  readonly entrypoint?: readonly string[];
  /** Names of more commands that the program answers to, in /bin. */
  readonly links?: readonly string[];
  /** User and group, as in `65534:65534`; root by default. */
  readonly user?: string;
  /** Folders that the user may write. */
  readonly writable?: readonly string[];
}

/** Writes the image as an archive that `ctr images import` and `docker load` take, and returns its path. */
export async function writeImage(image: Image, folder: string): Promise<string> {
  const {
    tag,
    also = [],
    program,
    entrypoint = program === undefined ? [] : [`/bin/${basename(program)}`],
    links = [],
    user,
    writable = [],
    files = {},
  } = image;
  const work = join(folder, tag.replaceAll(/[/:]/g, "_"));
  const root = join(work, "root");
  await mkdir(join(root, "bin"), { recursive: true });
  await mkdir(join(root, "etc"));
  await mkdir(join(root, "tmp"));
  await chmod(join(root, "tmp"), 0o1777);
  await writeFile(join(root, "etc/passwd"), "root:x:0:0::/:\nnobody:x:65534:65534::/:\n");
  await writeFile(join(root, "etc/group"), "root:x:0:\nnobody:x:65534:\n");
  if (program !== undefined) {
    await copyFile(program, join(root, "bin", basename(program)));
    for (const link of links) await symlink(basename(program), join(root, "bin", link));
  }
  for (const [path, from] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await copyFile(from, join(root, path));
  }
  for (const path of writable) {
    await mkdir(join(root, path), { recursive: true });
    await chmod(join(root, path), 0o777);
  }
  await execa("tar", ["-C", root, "--owner=0", "--group=0", "-cf", join(work, "layer.tar"), "."]);
  const layer = createHash("sha256")
    .update(await readFile(join(work, "layer.tar")))
    .digest("hex");
  const config = {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { Entrypoint: entrypoint, Env: ["PATH=/bin"], ...(user !== undefined && { User: user }) },
    rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
  };
  await writeFile(join(work, "config.json"), JSON.stringify(config));
  const manifest = [{ Config: "config.json", RepoTags: [tag, ...also], Layers: ["layer.tar"] }];
  await writeFile(join(work, "manifest.json"), JSON.stringify(manifest));
  const archive = `${work}.tar`;
  await execa("tar", ["-C", work, "-cf", archive, "manifest.json", "config.json", "layer.tar"]);
  await rm(work, { recursive: true });
  return archive;
}

/** The libraries that a program of this machine is linked to; none where it is static, or a script. */
export async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await execa("ldd", [program], { reject: false });
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = ""]) => path);
}
