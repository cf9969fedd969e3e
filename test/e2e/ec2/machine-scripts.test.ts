// What machines run to set themselves up, run for real (long: a block for each script, on one machine).
import { createHash } from "node:crypto";
import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { webConfig } from "../../../components/prometheus";
import { programsOrSkip } from "../../support/machine/programs";
import { asRoot, canBeRoot, Machine } from "../../support/machine/root";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";

const script = (name: string) =>
  join(__dirname, "..", "..", "..", "components", "ec2", "machine", "scripts", `${name}.sh`);
const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");

const isRoot = canBeRoot();
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tocsin-machine-"));
});
// What root made, root removes.
afterAll(() => asRoot(["rm", "-rf", dir]));

describe.skipIf(!isRoot)("tocsin-install", () => {
  const served = new Map<string, Buffer>();
  const asked: string[] = [];
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const content = served.get(request.url ?? "");
      asked.push(request.url ?? "");
      response.writeHead(content ? 200 : 404).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    for (const version of ["1.0.0", "1.1.0"]) await release(version);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** A release as its maker publishes it: one folder in a tarball, and a list of checksums of several. */
  async function release(version: string): Promise<void> {
    const name = `sample_exporter-${version}.linux-arm64`;
    const folder = await mkdtemp(join(dir, "release-"));
    await execa(
      "sh",
      ["-c", `mkdir ${name} && printf '#!/bin/sh\\necho ${version}\\n' >${name}/sample_exporter && chmod +x ${name}/*`],
      { cwd: folder },
    );
    await execa("tar", ["-czf", "release.tar.gz", name], { cwd: folder });
    const content = await readFile(join(folder, "release.tar.gz"));
    served.set(`/${version}/${name}.tar.gz`, content);
    served.set(
      `/${version}/sha256sums.txt`,
      Buffer.from(`${"0".repeat(64)}  another.tar.gz\n${sha256(content)}  ${name}.tar.gz\n`),
    );
    served.set(`/${version}/${name}.tar.gz.sha256`, Buffer.from(`${sha256(content)}\n`));
  }

  const fileOf = (version: string) => `/${version}/sample_exporter-${version}.linux-arm64.tar.gz`;
  const install = (machine: Machine, version: string, checksums: string) =>
    machine.run(["sh", script("install"), "sample_exporter", `${url}${fileOf(version)}`, checksums]);
  const installed = async (machine: Machine) =>
    (await machine.run(["/opt/tocsin/sample_exporter/sample_exporter"])).stdout;

  test.each([
    ["a list of checksums", () => `${url}/1.0.0/sha256sums.txt`],
    ["a checksum by itself", () => `${url}${fileOf("1.0.0")}.sha256`],
    ["a checksum of the settings", () => sha256(served.get(fileOf("1.0.0")) ?? Buffer.alloc(0))],
  ])("unpacks a release with %s", async (_, checksums) => {
    const machine = await Machine.in(dir);
    const { all, exitCode } = await install(machine, "1.0.0", checksums());
    expect(exitCode, all).toBe(0);
    expect(await installed(machine)).toBe("1.0.0");
  });

  test("does nothing where the release is there, and replaces another one", async () => {
    const machine = await Machine.in(dir);
    await install(machine, "1.0.0", `${url}/1.0.0/sha256sums.txt`);
    const before = asked.length;
    expect((await install(machine, "1.0.0", `${url}/1.0.0/sha256sums.txt`)).exitCode).toBe(0);
    expect(asked).toHaveLength(before);
    expect((await install(machine, "1.1.0", `${url}/1.1.0/sha256sums.txt`)).exitCode).toBe(0);
    expect(await installed(machine)).toBe("1.1.0");
  });

  test.each([
    ["another checksum", "1.1.0", () => "f".repeat(64), `expected ${"f".repeat(64)}; not installed`],
    ["a list that does not name it", "1.1.0", () => `${url}/1.0.0/sha256sums.txt`, "is not in"],
    ["a list that is not there", "1.1.0", () => `${url}/nowhere.txt`, "404"],
    ["no such release", "9.9.9", () => "f".repeat(64), "404"],
    ["no checksum", "1.1.0", () => "", "is not in"],
  ])("refuses %s, keeps what is there, and leaves nothing behind", async (_, version, checksums, message) => {
    const machine = await Machine.in(dir);
    await install(machine, "1.0.0", `${url}/1.0.0/sha256sums.txt`);
    const { all, exitCode } = await install(machine, version, checksums());
    expect(exitCode).not.toBe(0);
    expect(all).toContain(message);
    expect(await installed(machine)).toBe("1.0.0");
    expect((await machine.sh("ls -A /opt/tocsin")).stdout).toBe("sample_exporter");
  });

  test("unpacks a release without a folder of its own, whether it holds one file or several", async () => {
    const folder = await mkdtemp(join(dir, "flat-"));
    await execa(
      "sh",
      ["-c", "printf '#!/bin/sh\\necho flat\\n' >sample_exporter && chmod +x sample_exporter && touch LICENSE"],
      {
        cwd: folder,
      },
    );
    for (const [name, packed] of [
      ["one", ["sample_exporter"]],
      ["several", ["sample_exporter", "LICENSE"]],
    ] as const) {
      await execa("tar", ["-czf", `${name}.tar.gz`, ...packed], { cwd: folder });
      const content = await readFile(join(folder, `${name}.tar.gz`));
      served.set(`/${name}.tar.gz`, content);
      const machine = await Machine.in(dir);
      const { all, exitCode } = await machine.run([
        "sh",
        script("install"),
        "sample_exporter",
        `${url}/${name}.tar.gz`,
        sha256(content),
      ]);
      expect(exitCode, all).toBe(0);
      expect(await installed(machine)).toBe("flat");
    }
  });

  test("takes a release that is a single program", async () => {
    const program = Buffer.from("#!/bin/sh\necho 2.0.0\n");
    served.set("/2.0.0/sample-v2.0.0-linux-arm64", program);
    const machine = await Machine.in(dir);
    const { all, exitCode } = await machine.run([
      "sh",
      script("install"),
      "sample_exporter",
      `${url}/2.0.0/sample-v2.0.0-linux-arm64`,
      sha256(program),
    ]);
    expect(exitCode, all).toBe(0);
    expect(await installed(machine)).toBe("2.0.0");
  });
});

describe.skipIf(!isRoot)("tocsin-volume", () => {
  const ID = "vol-0123456789abcdef0";
  const DEVICE = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${ID.replace("-", "")}`;

  /** Attaches a file as the volume, after some seconds, and runs a script beside. */
  const attached = (machine: Machine, image: string, then: string, after = 0) =>
    machine.sh(`loop=$(losetup --find --show "${image}")
      trap 'umount /opt/data 2>/dev/null || true; losetup -d "$loop"' EXIT
      (sleep ${after}; ln -s "$loop" ${DEVICE}) & ${then}`);
  const MOUNT = `sh ${script("volume")} ${ID} /opt/data`;

  /** CAP_SYS_RESOURCE, the 24th capability. */
  async function mayGrow(): Promise<boolean> {
    const { stdout } = await asRoot(["awk", "/CapEff/ { print $2 }", "/proc/self/status"]);
    return (BigInt(`0x${stdout}`) & (1n << 24n)) !== 0n;
  }

  async function image(mebibytes: number): Promise<string> {
    const file = join(await mkdtemp(join(dir, "volume-")), "image");
    await execa("truncate", ["-s", `${mebibytes}M`, file]);
    return file;
  }

  test("waits for the volume, gives a new one a file system, and mounts it, once", async () => {
    const { all, stdout, exitCode } = await attached(
      await Machine.in(dir),
      await image(32),
      `${MOUNT} && ${MOUNT} && findmnt -no FSTYPE /opt/data && grep -c /opt/data /etc/fstab`,
      2,
    );
    expect(exitCode, all).toBe(0);
    expect(stdout).toBe("ext4\n1");
  });

  test("keeps what is on a volume that comes to another machine, and grows with it", async () => {
    const volume = await image(32);
    const size = "df --output=size -m /opt/data | tail -1";
    const first = await attached(await Machine.in(dir), volume, `${MOUNT} && echo kept >/opt/data/file && ${size}`);
    expect(first.exitCode, first.all).toBe(0);
    await execa("truncate", ["-s", "96M", volume]);
    const second = await attached(await Machine.in(dir), volume, `${MOUNT} && cat /opt/data/file && ${size}`);
    expect(second.exitCode, second.all).toBe(0);
    const [kept, grown] = second.stdout.split("\n");
    expect(kept).toBe("kept");
    // In a container the kernel may not let root do it.
    if (await mayGrow()) expect(Number(grown)).toBeGreaterThan(2 * Number(first.stdout));
    else expect(second.all).toContain(`${DEVICE} could not be grown`);
  });

  test("never formats what it cannot read", async () => {
    const volume = await image(32);
    const blkid = join(await mkdtemp(join(dir, "bin-")), "blkid");
    await writeFile(blkid, "#!/bin/sh\nexit 4\n", { mode: 0o755 });
    const before = sha256(await readFile(volume));
    const { all, exitCode } = await attached(await Machine.in(dir), volume, `PATH=${join(blkid, "..")}:$PATH ${MOUNT}`);
    expect(exitCode).toBe(1);
    expect(all).toContain("cannot be read (blkid says 4)");
    expect(sha256(await readFile(volume))).toBe(before);
  });
});

const programs = programsOrSkip("aws", "moto_server");

describe.skipIf(!isRoot || !programs)("tocsin-secrets", () => {
  const processes = new Processes();
  let environment: Record<string, string>;

  beforeAll(async () => {
    const { ssm } = await freePorts("ssm");
    const endpoint = `http://127.0.0.1:${ssm}`;
    environment = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    processes.start(programs?.moto_server ?? "", ["-H", "127.0.0.1", "-p", String(ssm)]);
    await within(
      60,
      async () => (await fetch(endpoint)).ok || undefined,
      () => "moto's server does not answer",
    );
    await put("/tocsin/dev/slack-token", "xoxb-1");
  });
  afterAll(() => processes.endAll());

  const put = (name: string, value: string) =>
    execa("aws", ["ssm", "put-parameter", "--overwrite", "--type", "SecureString", "--name", name, "--value", value], {
      env: environment,
    });

  const READ = `sh ${script("secrets")}`;
  const SLACK = "daemon:slack-token=/tocsin/dev/slack-token";
  const shown = (file: string) => `stat -c '%a %G' /run/tocsin/secrets/${file} && cat /run/tocsin/secrets/${file}`;

  test("puts each secret into a file that one group may read, and prints none", async () => {
    const machine = await Machine.in(dir);
    const run = await machine.sh(`${READ} ${SLACK}`, environment);
    expect(run.exitCode, run.all).toBe(0);
    expect(run.all).toBe("");
    expect((await machine.sh(shown("slack-token"))).stdout).toBe("640 daemon\nxoxb-1");
    // Other users may go through the folders, and list neither.
    expect((await machine.sh("stat -c %a /run/tocsin /run/tocsin/secrets")).stdout).toBe("711\n711");
  });

  test("puts those of a folder into one, through which others may go", async () => {
    const machine = await Machine.in(dir);
    const run = await machine.sh(`${READ} daemon:hooks/slack-token=/tocsin/dev/slack-token`, environment);
    expect([run.exitCode, run.all]).toEqual([0, ""]);
    expect((await machine.sh(shown("hooks/slack-token"))).stdout).toBe("640 daemon\nxoxb-1");
    expect((await machine.sh("stat -c %a /run/tocsin/secrets/hooks")).stdout).toBe("711");
    expect((await machine.sh(`${READ} daemon:hooks/slack-token=/tocsin/dev/slack-token`, environment)).exitCode).toBe(
      0,
    );
  });

  test("reads the others where one is missing, and says so", async () => {
    const machine = await Machine.in(dir);
    const run = await machine.sh(`${READ} daemon:none=/tocsin/dev/none ${SLACK}`, environment);
    expect(run.exitCode).toBe(1);
    expect(run.all).toContain("ParameterNotFound");
    expect((await machine.sh("ls /run/tocsin/secrets")).stdout).toBe("slack-token");
  });

  test("keeps several lines, and takes a secret that was changed", async () => {
    const machine = await Machine.in(dir);
    const lines = "DATA_SOURCE_USER=monitoring\nDATA_SOURCE_PASS=a b'c\"d$e";
    await put("/shop/exporter", "before");
    await machine.sh(`${READ} root:tocsin-postgres-shop=/shop/exporter`, environment);
    await put("/shop/exporter", lines);
    await machine.sh(`${READ} root:tocsin-postgres-shop=/shop/exporter`, environment);
    expect((await machine.sh("cat /run/tocsin/secrets/tocsin-postgres-shop")).stdout).toBe(lines);
  });

  test("keeps the last one where SSM does not answer", async () => {
    const machine = await Machine.in(dir);
    await machine.sh(`${READ} ${SLACK}`, environment);
    const lost = await machine.sh(`${READ} ${SLACK}`, {
      ...environment,
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_MAX_ATTEMPTS: "1",
    });
    expect(lost.exitCode).toBe(1);
    expect((await machine.sh(shown("slack-token"))).stdout).toBe("640 daemon\nxoxb-1");
  });
});

const web = programsOrSkip("htpasswd", "openssl");
const tools = toolsOrSkip("node-exporter");

describe.skipIf(!isRoot || !web || !tools)("tocsin-web", () => {
  const PREPARE = `mkdir -p /run/tocsin/secrets /etc/tocsin && printf 'pass word$' >/run/tocsin/secrets/web-password
    grep -q tocsin-web /etc/group || echo 'tocsin-web:x:944:' >>/etc/group`;

  test("makes a certificate, a hash and curl's options that a real exporter, curl and Node.js agree on", async () => {
    const machine = await Machine.in(dir);
    const { port } = await freePorts("port");
    const folder = "/run/tocsin/web";
    const template = webConfig({
      username: "tocsin",
      passwordHash: "@PASSWORD_HASH@",
      certificate: `${folder}/tls.crt`,
      key: `${folder}/tls.key`,
    });
    const prepared = await machine.sh(PREPARE);
    expect(prepared.exitCode, prepared.all).toBe(0);
    await machine.sh(`cat >/etc/tocsin/web.yml <<'END'\n${template}END`);
    const ask = `curl -s -o /dev/null -w '%{http_code}\\n' --retry 20 --retry-delay 1 --retry-connrefused`;
    const url = `https://127.0.0.1:${port}/metrics`;
    const run = await machine.sh(`sh ${script("web")}
      ${tools?.["node-exporter"]} --web.config.file=${folder}/web.yml --web.listen-address=127.0.0.1:${port} \\
        --collector.disable-defaults --collector.time >/dev/null 2>&1 &
      trap "kill $!" EXIT
      ${ask} -K ${folder}/curl ${url}
      ${ask} -k ${url}
      ${ask} -k -u tocsin:wrong ${url}
      NODE_EXTRA_CA_CERTS=${folder}/tls.crt "${process.execPath}" -e 'fetch("${url}").then(({ status }) => console.log(status))'
      stat -c '%a %G' ${folder}/tls.key ${folder}/curl ${folder}/web.yml`);
    expect(run.exitCode, run.all).toBe(0);
    expect(run.stdout.split("\n")).toEqual([
      "200",
      "401",
      "401",
      "401",
      "640 tocsin-web",
      "640 tocsin-web",
      "640 tocsin-web",
    ]);
  });

  test("keeps the certificate when it runs again, and takes a new password", async () => {
    const machine = await Machine.in(dir);
    await machine.sh(`${PREPARE} && echo "@PASSWORD_HASH@" >/etc/tocsin/web.yml`);
    const again = await machine.sh(`sh ${script("web")}; before=$(cat /run/tocsin/web/tls.crt)
      printf new >/run/tocsin/secrets/web-password; sh ${script("web")}
      [ "$before" = "$(cat /run/tocsin/web/tls.crt)" ]; grep -c tocsin:new /run/tocsin/web/curl`);
    expect(again.exitCode, again.all).toBe(0);
    expect((await stat(join(machine.folder, "run", "tocsin", "web"))).mode & 0o777).toBe(0o750);
  });
});
