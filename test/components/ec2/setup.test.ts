// What makes a machine a host or a server, before the real validators: cloud-init, systemd and shellcheck (long: every kind of machine).
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import execa from "execa";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { fetching, type Setup, shellScript, userData } from "../../../components/ec2/machine/setup";
import { programsOrSkip } from "../../support/machine/programs";
import { agent, host, KEEPING, OF_LOGS, OF_SPANS, server, TRACING } from "./setups";

const SCRIPTS = join("components", "ec2", "machine", "scripts");

const authority = readFileSync("test/fixtures/deployed/authority.crt", "utf8");

const SETUPS: readonly (readonly [string, Setup])[] = [
  ["a new host with Amazon Linux", host()],
  ["a new host with Debian", host({ os: "debian" })],
  ["a new host with Ubuntu", host({ os: "ubuntu", architecture: "amd64" })],
  ["an existing host with Debian", host({ os: "debian", isNew: false, exporters: ["node"], dataExporters: [] })],
  ["a server", server([])],
  ["a server that drills", server([], { drillEvery: 900 })],
  ["a server that adds to threads", server([], { incidents: true })],
  ["a server that asks CloudWatch", server([], { cloudwatch: true })],
  ["a server that calls hooks", server([], { remediation: { hasThreads: true } })],
  ["one of two servers", server(["monitoring-2.dev.tocsin.internal:9094"])],
  ["a server that keeps logs", server([], { logs: KEEPING })],
  ["one of two that keep logs", server(["monitoring-2.dev.tocsin.internal:9094"], { logs: KEEPING })],
  ["a server that keeps traces", server([], { traces: TRACING })],
  [
    "one of two that keep logs and traces",
    server(["monitoring-2.dev.tocsin.internal:9094"], { logs: KEEPING, traces: TRACING }),
  ],
  ["a host that sends logs", agent(OF_LOGS)],
  ["a host that sends logs and spans", agent(OF_LOGS, OF_SPANS)],
  ["a new host whose exporters speak TLS", host({ os: "ubuntu", authority })],
  ["a server that speaks TLS", server(["monitoring-2:9094"], { authority, exporterOverTls: true })],
];

const folder = mkdtempSync(join(tmpdir(), "tocsin-setup-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string): string {
  const path = join(mkdtempSync(join(folder, "file-")), name);
  writeFileSync(path, content);
  return path;
}

describe("user-data", () => {
  const cloudInit = programsOrSkip("cloud-init");
  const FETCHED = fetching(["dnf install -y -q tar"], "s3://b/setup/monitoring-1.sh", "0".repeat(64), "eu-central-1");

  test.skipIf(!cloudInit).each([...SETUPS.slice(0, 3), ["a server that fetches its setup", FETCHED] as const])(
    "of %s is what cloud-init's schema allows",
    async (_, setup) => {
      const file = written("user-data.yml", userData(setup));
      const { all, exitCode } = await execa("cloud-init", ["schema", "--config-file", file], {
        all: true,
        reject: false,
      });
      expect(all).toContain("Valid");
      expect(exitCode).toBe(0);
    },
  );

  test.each(SETUPS.slice(0, 3))("of %s is far below what EC2 takes", (_, setup) => {
    expect(Buffer.byteLength(userData(setup))).toBeLessThan(12_000);
  });

  test("that is too large is refused before EC2 does", () => {
    const large = { files: [{ path: "/etc/large", content: "x".repeat(16_400) }], commands: [] };
    expect(() => userData(large)).toThrow("EC2 takes less than 16384");
  });

  test("names no secret, only the parameter that holds it", () => {
    const text = shellScript(server([])).join("\n");
    expect(text).toContain("tocsin-alertmanager:slack-token=/tocsin/dev/slack-token");
    expect(text).not.toMatch(/xoxb|hooks\.slack\.com/);
  });
});

describe("unit files", () => {
  test("drill the chain as a user that writes nothing, and trusts this server's certificate beside the usual ones", async () => {
    const { files, commands } = server([], { drillEvery: 900 });
    const unit = (name: string) => files.find(({ path }) => path.endsWith(`/tocsin-drill.${name}`))?.content ?? "";
    await expect(`${unit("service")}\n${unit("timer")}`).toMatchFileSnapshot("drill.units");
    expect(commands.join("\n")).toContain("nodejs24");
    expect(commands.join("\n")).toContain("tocsin-drill.timer");
    expect(server([]).files.filter(({ path }) => path.includes("drill"))).toEqual([]);
    expect(server([]).commands.join("\n")).not.toContain("nodejs");
  });

  test("add to threads as Alertmanager's user, and are started again with another program or plan", async () => {
    const { files, commands } = server([], { incidents: true, traces: TRACING });
    const unit = (name: string) => files.find(({ path }) => path.endsWith(`/${name}.service`))?.content ?? "";
    await expect(unit("incidents")).toMatchFileSnapshot("followers/incidents.units");
    const restarted = "incidents.service=incidents/incidents.cjs incidents.service=incidents/plan.json";
    expect(unit("tocsin-pull")).toContain(`RESTART=tocsin-gateway.service=gateway/gateway.yml ${restarted}`);
    expect(commands.join("\n")).toContain("nodejs24");
    expect(server([]).files.filter(({ path }) => path.includes("incidents"))).toEqual([]);
  });

  test("call hooks as Alertmanager's user, with the ledger of all servers, and the token only where there are threads", async () => {
    const { files, commands } = server([], { remediation: { hasThreads: true } });
    const unit = (name: string) => files.find(({ path }) => path.endsWith(`/${name}.service`))?.content ?? "";
    await expect(unit("remediation")).toMatchFileSnapshot("followers/remediation.units");
    expect(unit("tocsin-pull")).toContain(
      "RESTART=remediation.service=remediation/remediation.cjs remediation.service=remediation/plan.json",
    );
    expect(commands.join("\n")).toContain("nodejs24");
    expect(commands).toContain("install -d -o tocsin-alertmanager -m 750 /data/remediation");
    const without = server([], { remediation: { hasThreads: false } }).files;
    expect(without.map(({ content }) => content).join("\n")).not.toContain("--token-file");
    expect(server([]).files.filter(({ path }) => path.includes("remediation"))).toEqual([]);
  });

  test.each([
    ["a server that is alone", [], "127.0.0.1"],
    ["one of two", ["monitoring-2.dev.tocsin.internal:9094"], ""],
  ])("of %s ask for a password wherever a browser may come to", (_, peers, address) => {
    const { files } = server(peers);
    const unit = (name: string) => files.find(({ path }) => path.endsWith(`/${name}.service`))?.content ?? "";
    for (const part of ["prometheus", "archive", "alertmanager"]) {
      expect(unit(part), part).toContain("--web.config.file=/run/tocsin/web/web.yml");
      expect(unit(part), part).toContain("tocsin-web.service");
    }
    expect(unit("alertmanager")).toContain(`--web.listen-address=${address}:9093`);
    expect(unit("archive")).toContain("--web.listen-address=127.0.0.1:9091");
    expect(unit("tocsin-pull")).toContain("alertmanager.service=https://127.0.0.1:9093/metrics");
  });

  const systemd = programsOrSkip("systemd-analyze");

  /** What systemd says of a setup's units, without what it says of this machine's own. */
  async function verified({ files }: Setup): Promise<string[]> {
    const root = mkdtempSync(join(folder, "units-"));
    const units = files.filter(({ path }) => path.startsWith("/etc/systemd/system/"));
    for (const { path, content } of units) {
      // Its commands are to exist; here stand-ins do.
      const here = content.replace(
        /^ExecStart=(\/(?:opt|usr\/local|usr\/bin\/node-)\S+)/gm,
        (_line, command: string) => {
          const standIn = join(root, "bin", command);
          mkdirSync(dirname(standIn), { recursive: true });
          writeFileSync(standIn, "#!/bin/sh\n");
          chmodSync(standIn, 0o755);
          return `ExecStart=${standIn}`;
        },
      );
      writeFileSync(join(root, basename(path)), here);
    }
    const paths = units.map(({ path }) => join(root, basename(path)));
    const { all = "" } = await execa("systemd-analyze", ["verify", "--man=no", ...paths], {
      all: true,
      reject: false,
      env: { SYSTEMD_UNIT_PATH: `${root}:` },
    });
    return all.split("\n").filter((line) => line.includes(root) || /tocsin|exporter|prometheus|grafana/.test(line));
  }

  test.skipIf(!systemd).each(SETUPS)("of %s are what systemd understands", async (_, setup) => {
    expect(await verified(setup)).toEqual([]);
  });

  test.skipIf(!systemd)("are refused where systemd does not know a line", async () => {
    const { files, commands } = host();
    const mistaken = files.map((file) => ({ ...file, content: file.content.replace("MemoryMax=", "MemoryMost=") }));
    expect((await verified({ files: mistaken, commands })).join("\n")).toContain("MemoryMost");
  });

  /** How open systemd finds a unit that nothing runs yet: 0 to 10. */
  async function exposure(path: string, content: string): Promise<number> {
    const args = ["security", "--offline=true", "--no-pager", written(basename(path), content)];
    const { all = "" } = await execa("systemd-analyze", args, { all: true, reject: false });
    return Number(/Overall exposure level for .*: ([\d.]+)/.exec(all)?.[1] ?? all);
  }

  /** Units that are more open than 3.0. */
  const OPEN: Readonly<Record<string, string>> = {
    "cadvisor.service": "reads every container's files, processes and the kernel's log, as root",
    "tocsin-secrets.service": "AWS' command line, which is a snap on Ubuntu: snaps make namespaces and mount",
    "tocsin-collector-secrets.service": "the same",
    "tocsin-pull.service": "the same, and checks with programs of the release that it pulls",
    "tocsin-volume.service": "makes file systems and mounts them",
    "tocsin-traces-volume.service": "the same",
  };

  test.skipIf(!systemd)("are exposed by 3.0 at most, or have a reason", { timeout: 120_000 }, async () => {
    const units = new Map(
      SETUPS.flatMap(([, { files }]) => files.filter(({ path }) => path.endsWith(".service"))).map(
        ({ path, content }) => [basename(path), content],
      ),
    );
    expect(units.size).toBeGreaterThan(15);
    const open: string[] = [];
    for (const [name, content] of units) if (!((await exposure(name, content)) <= 3)) open.push(name);
    expect(open.sort()).toEqual(Object.keys(OPEN).sort());
  });

  test("limit every exporter, and let only the servers' networks in", () => {
    for (const [, { files }] of SETUPS.slice(0, 3)) {
      const unit = files.find(({ path }) => path.endsWith("/node_exporter.service"))?.content ?? "";
      expect(unit).toContain("IPAddressDeny=any\nIPAddressAllow=localhost 10.0.1.0/24 10.0.2.0/24");
      expect(unit).toMatch(/^MemoryMax=128M$/m);
      expect(unit).toMatch(/^CPUQuota=25%$/m);
      // One that systemd makes is none to a D-Bus that cannot look it up.
      expect(unit).toMatch(/^User=tocsin-node$/m);
      // Else it has no series of the clock.
      expect(unit).toContain("SystemCallFilter=@system-service adjtimex clock_adjtime");
      expect(unit).not.toContain("ProtectClock");
    }
  });

  test("of a single server listen on loopback, but for its node exporter", () => {
    const listening = server([]).files.flatMap(({ content }) => content.match(/--web\.listen-address=\S*/g) ?? []);
    const beyond = listening.filter((flag) => !flag.startsWith("--web.listen-address=127.0.0.1:"));
    expect(beyond).toEqual(["--web.listen-address=:9100"]);
  });

  test("of logs are the store, what alerts on it and what takes lines: for a password, and over TLS beyond loopback", () => {
    const unit = (name: string, { files }: Setup) => files.find(({ path }) => path.endsWith(`/${name}`))?.content ?? "";
    for (const [peers, address] of [
      [[], "127.0.0.1"],
      [["monitoring-2:9094"], ""],
    ] as const) {
      const setup = server(peers, { logs: KEEPING });
      expect(unit("victorialogs.service", setup)).toContain(`-httpListenAddr=${address}:9428 -tls `);
      expect(unit("vmalert.service", setup)).toContain(`-httpListenAddr=${address}:8880 -tls `);
      for (const part of ["victorialogs.service", "vmalert.service"])
        expect(unit(part, setup)).toContain("-httpAuth.password=file:///run/tocsin/secrets/web-password");
      expect(unit("vmalert.service", setup).match(/-notifier\.url=\S+/g)).toHaveLength(2);
      expect(unit("prometheus.service", setup)).toContain("--web.enable-remote-write-receiver");
      expect(unit("relay.yml", setup)).toMatch(/tocsin-hosts:\$\{file:\/run\/tocsin\/secrets\/logs-password\}/);
      expect(unit("tocsin-pull.service", setup)).toContain("vmalert.service=https://127.0.0.1:8880/metrics");
      expect(shellScript(setup).join("\n")).toContain("tocsin-logs:logs-password=/tocsin/dev/logs-password");
    }
    expect(shellScript(server([])).join("\n")).not.toMatch(/logs-password|victorialogs|install otelcol/);
  });

  test("of traces are the store and the gateway: for a password, over TLS, and on loopback where nobody else has to ask", () => {
    const file = (name: string, { files }: Setup) => files.find(({ path }) => path.endsWith(`/${name}`))?.content ?? "";
    for (const [peers, address] of [
      [[], "127.0.0.1"],
      [["monitoring-2:9094"], "0.0.0.0"],
    ] as const) {
      const setup = server(peers, { traces: TRACING });
      const { extensions, receivers } = parse(file("jaeger.yml", setup));
      const tls = { cert_file: "/run/tocsin/web/tls.crt", key_file: "/run/tocsin/web/tls.key" };
      const secured = { auth: { authenticator: "basicauth" }, tls };
      expect(extensions.jaeger_query.http).toEqual({ endpoint: "127.0.0.1:16686", ...secured });
      expect(receivers.otlp.protocols).toEqual({ http: { endpoint: `${address}:16688`, ...secured } });
      expect(file("jaeger.service", setup)).toContain("RequiresMountsFor=/traces\n");
      expect(file("jaeger.service", setup)).toContain("ReadWritePaths=/traces/badger");
      expect(file("tocsin-gateway.service", setup)).toContain("--config=file:/etc/tocsin/current/gateway/gateway.yml");
      expect(file("tocsin-pull.service", setup)).toContain("RESTART=tocsin-gateway.service=gateway/gateway.yml");
      const script = shellScript(setup).join("\n");
      expect(script).toContain("tocsin-traces:traces-password=/tocsin/dev/traces-password");
      expect(script).toContain("tocsin-volume vol-0fedcba9876543210 /traces\ninstall -d -o tocsin-traces");
    }
    expect(shellScript(server([])).join("\n")).not.toMatch(/traces|jaeger|install otelcol/);
  });

  test("of a host's agents take what programs send on loopback only, and read their passwords", () => {
    const { files } = agent(OF_LOGS, OF_SPANS);
    const file = (name: string) => files.find(({ path }) => path.endsWith(`/${name}`))?.content ?? "";
    for (const [name, port] of [
      ["collector.yml", 4318],
      ["spans.yml", 4319],
    ] as const)
      expect(parse(file(name)).receivers.otlp).toEqual({ protocols: { http: { endpoint: `127.0.0.1:${port}` } } });
    expect(file("tocsin-collector.service")).toContain("AmbientCapabilities=CAP_DAC_READ_SEARCH");
    // It reads one file that is not its own: its password, as a member of a group.
    expect(file("tocsin-spans.service")).toContain("CapabilityBoundingSet=\n");
    expect(file("tocsin-spans.service")).toContain("SupplementaryGroups=tocsin-secrets\n");
    expect(file("tocsin-secrets.conf")).toBe("g tocsin-secrets -\n");
    expect(file("tocsin-collector-secrets.service")).toContain(
      "tocsin-secrets:logs-password=/tocsin/dev/logs-password tocsin-secrets:traces-password=/tocsin/dev/traces-password",
    );
  });

  test("of two servers ask for a password where they listen beyond loopback", () => {
    const units = server(["monitoring-2:9094"]).files.filter(({ content }) =>
      /--web\.listen-address=:909[03]/.test(content),
    );
    expect(units.map(({ path }) => basename(path))).toEqual(["prometheus.service", "alertmanager.service"]);
    for (const { content } of units) expect(content).toContain("--web.config.file=/run/tocsin/web/web.yml");
  });
});

describe("shell scripts", () => {
  const shellcheck = programsOrSkip("shellcheck");
  const judged = (file: string) => execa("shellcheck", ["--severity=style", file], { all: true, reject: false });

  test.skipIf(!shellcheck).each(readdirSync(SCRIPTS))("%s passes shellcheck", async (script) => {
    const { all, exitCode } = await judged(join(SCRIPTS, script));
    expect(all).toBe("");
    expect(exitCode).toBe(0);
  });

  test.skipIf(!shellcheck).each(SETUPS)("of %s pass shellcheck", async (_, setup) => {
    const { all } = await judged(written("setup.sh", shellScript(setup).join("\n")));
    expect(all).toBe("");
  });

  test.each(SETUPS)("of %s write every file as it is", async (_, setup) => {
    const root = mkdtempSync(join(folder, "root-"));
    const files = setup.files.map((file) => ({ ...file, path: join(root, file.path) }));
    await execa("sh", ["-c", shellScript({ files, commands: [] }).join("\n")]);
    const found = await Promise.all(
      files.map(async ({ path }) => (await execa("sh", ["-c", `test -s ${path} && stat -c %a ${path}`])).stdout),
    );
    expect(found).toEqual(files.map(({ executable }) => (executable ? "755" : "644")));
  });
});
