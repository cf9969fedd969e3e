// The Docker runtime of the platform local against a real daemon and Pulumi's provider: its life, its faults, its end.
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { toolsOrSkip } from "../../support/tools";
import { House } from "../house";
import { build, installProvider } from "./build";
import { REFUSING_IMAGE, SHELL_IMAGE } from "./build/images";
import { Daemon, missingForDaemon } from "./daemon";

const tools = toolsOrSkip("pulumi", "prometheus", "promtool", "alertmanager", "amtool");
const missing = missingForDaemon();
if (missing && process.env.CI === "true") throw new Error(missing);
if (missing) console.warn(`Tests are skipped: ${missing}`);

const eventually = (seconds: number, look: () => Promise<void>) =>
  vi.waitFor(look, { timeout: seconds * 1_000, interval: 500 });

const PARTS = ["alertmanager", "blackbox-exporter", "cadvisor", "grafana", "node-exporter", "prometheus"];

describe.skipIf(!tools || missing)("the Docker runtime", () => {
  let daemon: Daemon;
  let house: House;

  beforeAll(async () => {
    const made = await build(() => undefined);
    daemon = await Daemon.start(made);
    house = await House.build(["env", `DOCKER_HOST=${daemon.host}`]);
    await installProvider(made, house.pulumiHome);
    await house.settings((config) => {
      // Docker is found, not named.
      config["tocsin:platform"] = { kind: "local", ports: house.ports };
    });
  });
  afterAll(async () => {
    await house?.tearDown();
    await daemon?.stop();
  });

  /** Deploys changed settings, which is to fail with these words, and takes the change back. */
  async function refused(change: Parameters<House["settings"]>[0], words: string): Promise<void> {
    const good = await readFile(`${house.dir}/Pulumi.local.yaml`, "utf8");
    await house.settings(change);
    const up = await house.run(["up"]);
    await house.write("Pulumi.local.yaml", good);
    expect(up.exitCode, up.output).toBe(1);
    expect(up.output).toContain(words);
  }

  test("comes up with every target up, cAdvisor among them", async () => {
    const up = await house.run(["up"]);
    expect(up.exitCode, up.output).toBe(0);
    expect(Object.keys(await daemon.running()).sort()).toEqual(PARTS.map((part) => `tocsin-local-${part}`));
    await eventually(60, async () => {
      const targets = await house.query("up");
      const down = targets.filter(({ value }) => value[1] !== "1").map(({ metric }) => metric.job);
      expect(targets.map(({ metric }) => metric.job)).toContain("container");
      expect(down).toEqual([]);
    });
  });

  test("gives no container all rights, and lets node exporter see what is mounted later", async () => {
    const inspect = (part: string, format: string) =>
      daemon.docker("inspect", "--format", format, `tocsin-local-${part}`);
    for (const part of PARTS) expect(await inspect(part, "{{.HostConfig.Privileged}}")).toBe("false");
    expect(
      await inspect("node-exporter", '{{range .Mounts}}{{if eq .Destination "/host"}}{{.Propagation}}{{end}}{{end}}'),
    ).toBe("rslave");
  });

  test("is left alone by a second deployment without a change", async () => {
    const before = await daemon.running();
    const up = await house.does(["up"]);
    expect(up.output).toContain("no change");
    expect(await daemon.running()).toEqual(before);
  });

  test("reloads a changed threshold without a gap", async () => {
    const before = await daemon.running();
    await house.settings((config) => {
      config["tocsin:alerts"] = { NodeCPUHighUsage: { threshold: { warning: 0.77 } } };
    });
    await house.does(["up"]);
    expect(await daemon.running()).toEqual(before);
    const rules = await (await fetch(`${house.url("prometheus")}/api/v1/rules`)).text();
    expect(rules).toContain("(instance:node_cpu_utilisation:ratio_rate5m) \\u003e 0.77");
    await eventually(60, async () => {
      const [scrapes] = await house.samples('up{job="prometheus"}[3m]');
      const times = (scrapes?.values ?? []).map(([time]) => time);
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
      expect(gaps.length).toBeGreaterThan(3);
      // One scrape comes every 10 or 15 s.
      expect(Math.max(...gaps)).toBeLessThan(2 * Math.min(...gaps));
    });
  });

  test("keeps what runs when Prometheus' own validator refuses the new configuration", async () => {
    const before = await daemon.running();
    await refused((config) => {
      // What no policy sees: the file is missing.
      const authorization = { credentials_file: `${house.dir}/misspelt` };
      config["tocsin:scrapeConfigs"] = [
        { job_name: "legacy", static_configs: [{ targets: ["127.0.0.1:9"] }], authorization },
      ];
    }, "promtool refuses the new configuration; the running one stays");
    expect(await daemon.running()).toEqual(before);
    const config = await (await fetch(`${house.url("prometheus")}/api/v1/status/config`)).text();
    expect(config).not.toContain("misspelt");
    await house.does(["up"]);
    expect(await daemon.running()).toEqual(before);
  });

  test("keeps what runs when Alertmanager's own validator refuses the new configuration", async () => {
    const before = await daemon.running();
    await refused((config) => {
      // What settings let through and Alertmanager refuses would be a fault of theirs, so that its image has to refuse.
      config["tocsin:platform"] = { kind: "local", ports: house.ports, images: { alertmanager: REFUSING_IMAGE } };
    }, "amtool refuses the new configuration; the running one stays");
    expect(await daemon.running()).toEqual(before);
    const status = await (await fetch(`${house.url("alertmanager")}/api/v2/status`)).text();
    expect(status).toContain('"uptime"');
    await house.does(["up"]);
    expect(await daemon.running()).toEqual(before);
  });

  test("says that a port is taken before anything changes", async () => {
    const before = await daemon.running();
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const { port } = z.object({ port: z.number() }).parse(holder.address());
    await refused((config) => {
      config["tocsin:platform"] = { kind: "local", ports: { ...house.ports, cadvisor: port } };
      config["tocsin:alerts"] = {};
    }, `port ${port} on 127.0.0.1 is in use by`);
    holder.close();
    expect(await daemon.running()).toEqual(before);
  });

  test("brings back what was killed or removed, and nothing else", async () => {
    const before = await daemon.running();
    await daemon.docker("kill", "tocsin-local-alertmanager");
    await daemon.docker("rm", "--force", "tocsin-local-node-exporter");
    await house.does(["up"]);
    const after = await daemon.running();
    const changed = Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
    expect(changed.sort()).toEqual(["tocsin-local-alertmanager", "tocsin-local-node-exporter"]);
    expect(after["tocsin-local-alertmanager"]).toBeDefined();
    expect(after["tocsin-local-node-exporter"]).toBeDefined();
  });

  test(
    "notifies of a container that is OOM-killed, one that is throttled and one that restarts again and again",
    async () => {
      const run = (name: string, script: string, ...flags: string[]) =>
        daemon.docker("run", "--detach", "--network=none", `--name=${name}`, ...flags, SHELL_IMAGE, "sh", "-c", script);
      // Images, Compose and proxies set dozens of labels, some longer than a scrape may bring.
      const labels = Array.from({ length: 60 }, (_, index) => `--label=traefik.http.${index}=${"x".repeat(600)}`);
      await run("labelled", "while :; do sleep 1; done", ...labels);
      await run("throttled", "yes > /dev/null", "--cpus=0.1");
      await run("oom", "while :; do tail /dev/zero; sleep 20; done", "--memory=16m");
      await run("crashing", "sleep 17; exit 1", "--restart=always");
      const wanted = [
        ["ContainerOomKilled", "oom"],
        ["ContainerRestarting", "crashing"],
        ["ContainerHighThrottleRate", "throttled"],
      ];
      await eventually(15 * 60, async () => {
        const messages = await (await fetch(`${house.url("inbox")}/messages`)).text();
        for (const [alert = "", name = ""] of wanted) {
          expect(messages).toContain(alert);
          expect(messages).toMatch(new RegExp(`container ${name} on `, "i"));
        }
      });
      const seen = await house.query('container_last_seen{name="labelled"}');
      expect(seen).toHaveLength(1);
      expect(await house.query('up{job="container"} == 0')).toEqual([]);
    },
    16 * 60_000,
  );

  test("leaves nothing when it is destroyed but the images", async () => {
    await daemon.docker("rm", "--force", "labelled", "throttled", "oom", "crashing");
    await house.does(["destroy"]);
    expect(await daemon.docker("ps", "--all", "--quiet")).toBe("");
    expect(await daemon.docker("volume", "ls", "--quiet")).toBe("");
    expect(await house.ownedProcesses()).toEqual([]);
  });
});
