// Each exporter of a host, run as its unit lets it: the same user and bounds of capabilities. What alerts read is looked for.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostSetup } from "../../../components/ec2/hosts/host-setup";
import { metricsIn } from "../../../components/promql";
import { expressionsOf, seriesNames } from "../../../components/rules";
import { mixinNamed } from "../../../infra/commands/check-exposition";
import { type Exposition, readExposition } from "../../../infra/exposition/read";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { build, type Made } from "../docker/build";
import { SHELL_IMAGE } from "../docker/build/images";
import { Daemon, missingForDaemon } from "../docker/daemon";
import { ended, within } from "../processes";

const tools = toolsOrSkip("node-exporter", "blackbox-exporter");
const missing = missingForDaemon();
if (missing && process.env.CI === "true") throw new Error(missing);
if (missing) console.warn(`Tests are skipped: ${missing}`);

const { files } = hostSetup({
  os: "debian",
  architecture: "amd64",
  downloads: { versions: {}, checksums: {} },
  region: "eu-central-1",
  exporters: ["node", "container", "blackbox"],
  networks: [],
  dataExporters: [],
  isNew: false,
});
const fileNamed = (name: string) => files.find(({ path }) => path.endsWith(`/${name}`))?.content ?? "";

/** What a unit says of its process, as options of setpriv; systemd's own namespaces are not made here. */
function asIn(unit: string): string[] {
  const of = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(unit)?.[1];
  const kept = (of("CapabilityBoundingSet") ?? "").split(" ").filter((name) => name !== "");
  const bounds = ["-all", ...kept.map((name) => `+${name.replace("CAP_", "").toLowerCase()}`)].join(",");
  const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  return [
    ...((of("User") ?? "root") !== "root" || of("DynamicUser") === "yes" ? nobody : []),
    `--bounding-set=${bounds}`,
    "--inh-caps=-all",
    ...(of("NoNewPrivileges") === "yes" ? ["--no-new-privs"] : []),
  ];
}

/** The unit's command line with the program that is here, on a port of the test's. */
function commandOf(unit: string, program: string, port: number): string[] {
  const [, line = ""] = /^ExecStart=\S+ (.*)$/m.exec(unit) ?? [];
  const words = line.replace(/(listen-address=\S*?:|--port=)\d+/, `$1${port}`).split(" ");
  expect(words.join(" ")).toContain(String(port));
  return [program, ...words];
}

/** The names that alerts of a mixin read, as its exporter gives them. */
function readByAlerts(name: string): string[] {
  const { catalogue, alerts, recordings } = mixinNamed(name);
  const recorded = new Map(recordings.map(({ record, expr }) => [record, expr]));
  const read = new Set<string>();
  const follow = (text: string) => {
    for (const metric of metricsIn(text)) {
      if (read.has(metric)) continue;
      read.add(metric);
      const expr = recorded.get(metric);
      if (expr !== undefined) follow(expr);
    }
  };
  for (const alert of alerts) for (const expr of expressionsOf(alert)) follow(expr);
  return catalogue.metrics.flatMap(seriesNames).filter((series) => read.has(series));
}

describe.skipIf(!tools || missing)("an exporter as its unit lets it run", () => {
  let dir: string;
  let made: Made;
  let daemon: Daemon;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-capabilities-"));
    // Tools are in their user's home, where nobody else may look.
    await chmod(dir, 0o755);
    for (const tool of ["node-exporter", "blackbox-exporter"] as const)
      await copyFile(tools?.[tool] ?? "", join(dir, tool));
    await writeFile(join(dir, "blackbox.yml"), fileNamed("blackbox.yml"));
    made = await build(() => undefined);
    daemon = await Daemon.start(made);
    const run = (name: string, script: string, ...flags: string[]) =>
      daemon.docker("run", "--detach", "--network=none", `--name=${name}`, ...flags, SHELL_IMAGE, "sh", "-c", script);
    await run("throttled", "yes > /dev/null", "--cpus=0.1");
    await run("oom", "while :; do tail /dev/zero; sleep 5; done", "--memory=16m");
  });
  afterAll(async () => {
    await daemon?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  /** What it shows, when that is all that was waited for, and its log. */
  async function shown(
    privileges: readonly string[],
    command: (port: number) => string[],
    path: string,
    isComplete: (exposition: Exposition, text: string) => boolean,
  ): Promise<{ exposition: Exposition; text: string; log: string }> {
    const { port } = await freePorts("port");
    const [program = "", ...words] = daemon.inside(["setpriv", ...privileges, "--", ...command(port)]);
    const child = spawn(program, words, { detached: true, stdio: "pipe" });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (log += String(part)));
    let last = "nothing";
    try {
      const { answer } = await within(
        90,
        async () => {
          const text = await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
          last = text.slice(0, 300);
          const exposition = readExposition(text, path);
          return isComplete(exposition, text) ? { exposition, text } : undefined;
        },
        () => `${last}\n${log.slice(-2_000)}`,
      );
      return { ...answer, log };
    } finally {
      await ended(child);
    }
  }

  const named = (exposition: Exposition) => new Set(exposition.series.keys());

  test.each([
    ["node", "node_exporter", "node-exporter", "/metrics"],
    ["blackbox", "blackbox_exporter", "blackbox-exporter", "/metrics"],
  ] as const)("%s shows all that alerts read and that root would see", async (mixin, unit, tool, path) => {
    const text = fileNamed(`${unit}.service`);
    const command = (port: number) =>
      commandOf(text, join(dir, tool), port).map((word) =>
        word.replace(/^--config.file=.*/, `--config.file=${join(dir, "blackbox.yml")}`),
      );
    const any = () => true;
    const bounded = named((await shown(asIn(text), command, path, any)).exposition);
    const free = named((await shown([], command, path, any)).exposition);
    const read = readByAlerts(mixin).filter((name) => free.has(name));
    expect(read.length).toBeGreaterThan(mixin === "node" ? 20 : 0);
    expect(read.filter((name) => !bounded.has(name))).toEqual([]);
  });

  const OOM = /^container_oom_events_total\{[^}]*name="oom"[^}]*\} [1-9]/m;
  /** The program that the tests build always leaves out the metrics that the unit leaves out by a flag. */
  const cadvisor = (port: number) => [
    ...commandOf(fileNamed("cadvisor.service"), join(made.cadvisor, "bin/cadvisor"), port).filter(
      (word) => !word.startsWith("--disable_metrics="),
    ),
    "--listen_ip=127.0.0.1",
  ];

  test("cAdvisor sees containers that ran out of memory, and all else that alerts read", async () => {
    const unit = fileNamed("cadvisor.service");
    const { exposition, log } = await shown(asIn(unit), cadvisor, "/metrics", (_, text) => OOM.test(text));
    const bounded = named(exposition);
    const free = await shown([], cadvisor, "/metrics", (_, text) => OOM.test(text));
    const read = readByAlerts("container").filter((name) => named(free.exposition).has(name));
    expect(read).toContain("container_oom_events_total");
    expect(read.filter((name) => !bounded.has(name))).toEqual([]);
    expect(log).not.toMatch(/OOM detection|kmsg/);
  });

  // Elsewhere anybody reads the kernel's log.
  test.skipIf(!existsSync("/proc/sys/kernel/dmesg_restrict"))(
    "cAdvisor without CAP_SYSLOG is blind to them, so that this would be found",
    async () => {
      const unit = fileNamed("cadvisor.service").replace(" CAP_SYSLOG", "");
      const { log } = await shown(asIn(unit), cadvisor, "/metrics", (_, text) => text.includes('name="oom"'));
      expect(log).toMatch(/OOM detection.*kmsg.*(not permitted|permission denied)/);
    },
  );
});
