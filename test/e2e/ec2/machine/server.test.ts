// A server of a pair that keeps logs and traces and adds to threads, set up by its own user data under a systemd of its own. Amazon
// Linux is in no registry: its scripts run on Debian, with a dnf that knows what that system has and nothing else.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsWith, WITH_LOGS_AND_TRACES } from "../../../components/ec2/registered";
import { programsOrSkip } from "../../../support/machine/programs";
import { toolsOrSkip } from "../../../support/tools";
import { within } from "../../processes";
import { Booted, missingOrSkip } from "./booted";
import { build } from "./build";
import { AWS, Deployed, seed } from "./environment";
import { Mirror } from "./mirror";
import { ARCHITECTURE, contents } from "./releases";

const tools = toolsOrSkip(
  ...(["prometheus", "promtool", "alertmanager", "amtool", "node-exporter", "blackbox-exporter"] as const),
  ...(["victorialogs", "vmalert", "otelcol", "jaeger"] as const),
);
const programs = programsOrSkip("aws", "moto_server");
const missing = missingOrSkip();

// Fails as dnf does where a package is not in its repositories. The program of nodejs24 is the one that runs this test.
const DNF = {
  path: "/usr/local/bin/dnf",
  content: `#!/bin/sh
set -eu
[ "$1 $2 $3" = "install -y -q" ] || { echo "Command line error: $*" >&2; exit 2; }
shift 3
for name; do
  case $name in
    tar | gzip | openssl) set -- "$@" "$name" ;;
    httpd-tools) set -- "$@" apache2-utils ;;
    nodejs24) ln -sf /srv/node /usr/bin/node-24; set -- "$@" libatomic1 ;;
    *) echo "Error: Unable to find a match: $name" >&2; exit 1 ;;
  esac
  shift
done
exec apt-get install -y -qq --no-install-recommends "$@"
`,
  executable: true,
};

/** What Amazon's image has beside Debian's. */
const IMAGE = [
  "apt-get update -qq",
  "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends awscli curl",
];

const PARTS = [
  ...["prometheus", "alertmanager", "grafana", "incidents", "node_exporter", "blackbox_exporter"],
  ...["victorialogs", "vmalert", "jaeger", "tocsin-relay", "tocsin-gateway"],
];

/** What says itself whether it is ready. */
const READY = ["https://127.0.0.1:9090/-/ready", "https://127.0.0.1:9093/-/ready"];

const JOURNAL = "journalctl --priority=notice --lines=80 --output=cat --no-pager | cut -c1-300";

const WRITTEN = "find /etc/systemd/system /opt/tocsin /usr/local/sbin -type f -print0 | sort -z | xargs -0 sha256sum";

const deviceOf = (volume: string) => `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replaceAll("-", "")}`;

describe.skipIf(!tools || !programs || missing)("a server", () => {
  let one: Booted;
  let mirror: Mirror;
  let environment: Deployed;

  beforeAll(async () => {
    mirror = await Mirror.of(contents((name) => Reflect.get(tools ?? {}, name) ?? ""));
    const slack = {
      token: { file: "/token" },
      ...{ updates: true, thread: true, channels: { critical: "#a", warning: "#a", info: "#a" } },
    };
    environment = await Deployed.of(
      settingsWith(
        {
          downloads: mirror.downloads,
          ...{
            tls: "all",
            exporters: [],
            servers: { count: 2, type: ARCHITECTURE === "arm64" ? "t4g.large" : "t3.large" },
          },
        },
        { ...WITH_LOGS_AND_TRACES, notifications: { slack } },
      ),
      { receivers: { "slack-token": "xoxb-1" } },
    );
    one = await Booted.make(await build(() => undefined), [
      ...[AWS, DNF, mirror.authority],
      ...seed(environment.userDataOf("monitoring-1"), IMAGE),
    ]);
    mirror.serve(one);
    await environment.account(one, programs?.moto_server ?? "", programs?.aws ?? "");
    const volumes = environment.volumesOf("monitoring-1");
    await one.boot(Object.fromEntries(volumes.map((volume) => [deviceOf(volume), 512])), {
      "/srv/node": process.execPath,
    });
  }, 180_000);
  afterAll(async () => {
    await one?.stop();
    await mirror?.remove();
  });

  /** Whether every part runs. */
  const isActive = async () => {
    const { stdout } = await one.run(["systemctl", "is-active", ...PARTS]);
    return stdout === PARTS.map(() => "active").join("\n");
  };
  const explained = async () =>
    (await one.sh(`systemctl --no-pager list-units ${PARTS.map((part) => `${part}.service`).join(" ")}; ${JOURNAL}`))
      .stdout;

  test("is set up by its user data", async () => {
    const status = await one.run(["cloud-init", "status", "--wait", "--long"]);
    const { stdout: log } = await one.run(["tail", "-n", "60", "/var/log/cloud-init-output.log"]);
    expect(status.stdout, log).toContain("status: done");
    const { stdout: mounted } = await one.sh("for each in /data /traces; do findmnt -no FSTYPE $each; done");
    expect(mounted).toBe("ext4\next4");
  });

  test("runs every part as its unit says, with its configuration and secrets", async () => {
    await within(150, async () => (await isActive()) || undefined, explained);
    const ask = "curl -fsS -m 5 -o /dev/null -K /run/tocsin/web/curl";
    for (const url of READY)
      await within(60, async () => (await one.sh(`${ask} ${url}`)).exitCode === 0 || undefined, explained);
  });

  test("stays as it is when its set-up runs again", async () => {
    const before = await one.sh(WRITTEN);
    const { exitCode, all } = await one.run(["sh", "/root/tocsin-setup"]);
    expect(exitCode, all).toBe(0);
    expect((await one.sh(WRITTEN)).stdout).toBe(before.stdout);
    expect(await isActive(), await explained()).toBe(true);
  });
});
