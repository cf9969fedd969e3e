// Hosts with Debian, set up by what the deployment really gives them, under a systemd of their own, with Debian's real packages.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsWith, WITH_LOGS_AND_TRACES } from "../../../components/ec2/registered";
import { programsOrSkip } from "../../../support/machine/programs";
import { toolsOrSkip } from "../../../support/tools";
import { within } from "../../processes";
import { Booted, missingOrSkip } from "./booted";
import { build, type Made } from "./build";
import { AWS, Deployed, seed } from "./environment";
import { Mirror } from "./mirror";
import { ARCHITECTURE, contents } from "./releases";

const tools = toolsOrSkip("node-exporter", "blackbox-exporter", "otelcol");
const programs = programsOrSkip("aws", "moto_server");
const missing = missingOrSkip();

/** Snaps come from one store alone, which is not here: a new host asks for these, in this order, and for nothing else. */
const SNAP = {
  path: "/usr/local/bin/snap",
  content: `#!/bin/sh
case "$*" in
  "wait system seed.loaded" | "install amazon-ssm-agent --classic" | "start --enable amazon-ssm-agent") echo "$*" >>/root/snaps ;;
  *) echo "error: cannot $*" >&2; exit 1 ;;
esac
`,
  executable: true,
};

const EXPORTERS = ["node_exporter", "blackbox_exporter"];
const AGENTS = ["tocsin-collector", "tocsin-spans"];

/** Everything that set-up writes, by what it holds. */
const WRITTEN =
  "find /etc/systemd/system /etc/tocsin /opt/tocsin /usr/local/sbin -type f -print0 | sort -z | xargs -0 sha256sum";

/** When a run is killed, by what is seen then, and what makes that come again. */
const INTERRUPTED = [
  ["with packages half unpacked", "pgrep -x dpkg >/dev/null", ":"],
  ["with packages half configured", "grep -q 'Setting up' /root/output", "apt-get purge -y -qq curl libcurl4"],
  ["with half a release", "ls /opt/tocsin/.download.*/* >/dev/null 2>&1", "rm -rf /opt/tocsin/*"],
  ["before its units are started", "[ -e /opt/tocsin/blackbox_exporter ]", "rm -rf /opt/tocsin/*"],
] as const;

/** Holds the lock of apt's lists for a while, as its daily timer does. */
const LOCK = `import fcntl, time
file = open("/var/lib/apt/lists/lock", "w")
fcntl.lockf(file, fcntl.LOCK_EX)
time.sleep(12)`;

/** That units run, and were not started again meanwhile. */
async function expectRunning(one: Booted, units: readonly string[]): Promise<void> {
  const seen = async () =>
    (await one.run(["systemctl", "show", "--property=ActiveState,NRestarts", "--value", ...units])).stdout;
  const journal = async () =>
    (await one.run(["journalctl", "--lines=60", ...units.map((unit) => `--unit=${unit}`)])).stdout;
  const wanted = units.map(() => "0\nactive").join("\n\n");
  await within(30, async () => (await seen()) === wanted || undefined, journal);
  // Longer than systemd waits before it starts one again.
  await sleep(6_000);
  expect(await seen(), await journal()).toBe(wanted);
}

describe.skipIf(!tools || !programs || missing)("a host with Debian", () => {
  let made: Made;
  let mirror: Mirror;
  let environment: Deployed;
  const machines: Booted[] = [];

  beforeAll(async () => {
    made = await build(() => undefined);
    const { node_exporter, blackbox_exporter, otelcol } = contents((name) => Reflect.get(tools ?? {}, name) ?? "");
    mirror = await Mirror.of({ node_exporter, blackbox_exporter, otelcol });
    environment = await Deployed.of(
      settingsWith(
        {
          downloads: mirror.downloads,
          tls: "all",
          exporters: [],
          hosts: {
            exporters: ["node", "blackbox"],
            instances: [{ name: "web-1", type: ARCHITECTURE === "arm64" ? "t4g.small" : "t3.small", os: "debian" }],
            existing: [
              { name: "databases", os: "debian", architecture: ARCHITECTURE, tags: { Application: "db" }, expected: 1 },
            ],
          },
        },
        // The collector that tests build reads files, and not the journal.
        { ...WITH_LOGS_AND_TRACES, services: WITH_LOGS_AND_TRACES.services.slice(0, 1) },
      ),
    );
  }, 120_000);
  afterAll(async () => {
    for (const machine of machines) await machine.stop();
    await mirror?.remove();
  });

  async function machine(...files: Parameters<typeof Booted.make>[1]): Promise<Booted> {
    const one = await Booted.make(made, [AWS, mirror.authority, ...files]);
    machines.push(one);
    mirror.serve(one);
    await environment.account(one, programs?.moto_server ?? "", programs?.aws ?? "");
    return one;
  }

  /** Runs a document as SSM's agent does. */
  const runs = (one: Booted, document: string) =>
    one.sh(`cat >/root/${document}; exec sh /root/${document}`, environment.documentOf(document));

  async function expectDone(run: ReturnType<typeof runs>): Promise<void> {
    const { exitCode, all } = await run;
    expect(exitCode, all).toBe(0);
  }

  describe("that is new", () => {
    let one: Booted;

    test("is set up by its user data", async () => {
      one = await machine(SNAP, ...seed(environment.userDataOf("web-1")));
      await one.boot();
      const status = await one.run(["cloud-init", "status", "--wait", "--long"]);
      const { stdout: log } = await one.run(["tail", "-n", "40", "/var/log/cloud-init-output.log"]);
      expect(status.stdout, log).toContain("status: done");
      await expectRunning(one, EXPORTERS);
      const asked = async () => (await one.sh("wc -l </root/snaps")).stdout === "3" || undefined;
      await within(10, asked, () => log);
    });

    test("answers whoever shows the servers' certificate, and nobody else", async () => {
      for (const [file, name] of [
        ["servers.crt", "tls-certificate"],
        ["servers.key", "tls-key"],
      ] as const)
        await one.sh(`cat >/root/${file}`, environment.parameter(`/tocsin/dev/${name}`));
      const ask = "curl -sk -m 5 -o /dev/null -w '%{http_code}\n' https://127.0.0.1";
      for (const port of [9100, 9115]) {
        expect((await one.sh(`${ask}:${port}/metrics || true`)).stdout).toBe("000");
        const shown = await one.sh(`${ask}:${port}/metrics --cert /root/servers.crt --key /root/servers.key`);
        expect(shown.stdout).toBe("200");
      }
    });
  });

  describe("that exists", () => {
    let one: Booted;
    beforeAll(async () => {
      one = await machine();
      await one.boot();
      expect((await one.run(["update-ca-certificates"])).exitCode).toBe(0);
    });

    test.each(INTERRUPTED)("is left %s by its document, which the next run completes", async (_, moment, after) => {
      await one.sh(`cat >/root/document; ${after}`, environment.documentOf("databases"));
      const { exitCode, all } = await one.sh(`setsid sh /root/document >/root/output 2>&1 & run=$!
        tries=0
        until ${moment}; do
          tries=$((tries + 1))
          [ $tries -lt 3000 ] && kill -0 $run || { cat /root/output; exit 1; }
          sleep 0.01
        done
        kill -KILL -$run
        ! wait $run`);
      expect(exitCode, all).toBe(0);
      await expectDone(runs(one, "databases"));
      await expectRunning(one, EXPORTERS);
      expect((await one.sh("ls -A /opt/tocsin")).stdout).toBe("blackbox_exporter\nnode_exporter");
    });

    test("changes nothing when its document runs again", async () => {
      const before = (await one.sh(WRITTEN)).stdout;
      await expectDone(runs(one, "databases"));
      expect((await one.sh(WRITTEN)).stdout).toBe(before);
      expect(before).toContain("/opt/tocsin/node_exporter/node_exporter");
      await expectRunning(one, EXPORTERS);
    });

    test("runs several documents at once, and while apt itself looks for news", async () => {
      const locked = one.run(["python3", "-c", LOCK]);
      await Promise.all([expectDone(runs(one, "databases")), expectDone(runs(one, "agents"))]);
      expect((await locked).exitCode).toBe(0);
      await expectRunning(one, [...EXPORTERS, ...AGENTS]);
      expect((await one.run(["cat", "/etc/tocsin/host-name"])).stdout).toBe("tocsin");
    });

    test("shows its machine, the units of its systemd among it", async () => {
      const { stdout: metrics } = await one.sh(
        "curl -sS http://127.0.0.1:9100/metrics | grep 'node_systemd\\|_success'",
      );
      expect(metrics).toContain('node_systemd_unit_state{name="node_exporter.service",state="active",type="simple"} 1');
      const { stdout: probe } = await one.sh(
        "curl -sS 'http://127.0.0.1:9115/probe?module=tcp_connect&target=127.0.0.1:9100'",
      );
      expect(probe).toContain("probe_success 1");
    });
  });
});
