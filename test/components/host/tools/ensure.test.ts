import { existsSync } from "node:fs";
import { readdir, rename, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ensureTool, findTool } from "../../../../components/host/tools";
import { VERSIONS } from "../../../../components/versions";
import { addApt, addGo, newMachine, tells } from "./machine";

const promtool = { path: "usr/bin/promtool", body: tells("2.42.0+ds") };

describe("a tool comes", () => {
  it("from PATH when it is as new as the release, without asking anything else", async () => {
    const machine = await newMachine();
    const version = VERSIONS.prometheus;
    const path = await machine.script("promtool", tells(version));
    await addApt(machine, promtool);
    await addGo(machine);
    expect(await ensureTool("promtool", machine)).toEqual({ name: "promtool", path, version, from: "PATH" });
    expect(await machine.calls()).toEqual(["promtool --version"]);
    expect(machine.lines).toEqual([]);
  });

  it("from PATH when it is new enough there and no release can be had, which is looked for once a day", async () => {
    const machine = await newMachine();
    const path = await machine.script("promtool", tells("3.1.0"));
    await addApt(machine, promtool);
    await addGo(machine);
    const found = { name: "promtool", path, version: "3.1.0", from: "PATH" };
    expect(await ensureTool("promtool", machine)).toEqual(found);
    expect(new Set(await machine.calls())).toEqual(new Set(["promtool --version"]));
    expect(machine.lines.at(-1)).toBe("promtool 3.1.0 is used, since a newer one cannot be had");
    const lines = [...machine.lines];
    expect(await ensureTool("promtool", machine)).toEqual(found);
    expect(machine.lines).toEqual(lines);
    const folder = join(machine.environment.cacheHome, "tocsin/tools/prometheus");
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const file of await readdir(folder)) await utimes(join(folder, file), yesterday, yesterday);
    expect(await ensureTool("promtool", machine)).toEqual(found);
    expect(machine.lines.length).toBeGreaterThan(lines.length);
  });

  it("from PATH under the name that Debian gives it", async () => {
    const machine = await newMachine();
    const path = await machine.script("prometheus-node-exporter", tells("1.5.0"));
    expect(await findTool("node-exporter", machine.environment)).toMatchObject({ path, version: "1.5.0" });
  });

  it("from the second folder of PATH when the one in the first is too old", async () => {
    const old = await newMachine();
    const recent = await newMachine();
    await old.script("promtool", tells("2.31.2"));
    const path = await recent.script("promtool", tells("2.50.0"));
    const environment = { ...recent.environment, path: `${old.environment.path}:${recent.environment.path}` };
    expect(await findTool("promtool", environment)).toMatchObject({ path, version: "2.50.0" });
  });

  it("from the apt package when the one on PATH and Go are too old, and then from the cache", async () => {
    const machine = await newMachine();
    await machine.script("promtool", tells("2.31.2"));
    await addApt(machine, promtool);
    await addGo(machine, { version: "1.19.8" });
    const path = join(machine.environment.cacheHome, "tocsin/tools/prometheus/deb-prometheus/usr/bin/promtool");
    const found = { name: "promtool", path, version: "2.42.0", from: "cache" };
    expect(await ensureTool("promtool", machine)).toEqual(found);
    expect(await findTool("promtool", machine.environment)).toEqual(found);
    expect(await machine.calls()).not.toContain("apt-get update");
    expect(machine.lines).toContain("Unpacking the apt package prometheus 2.42.0+ds-5 (20 MB) …");
  });

  it("from the apt package after a refresh of apt's lists where they are empty and the user is root", async () => {
    const machine = await newMachine();
    await addApt(machine, { ...promtool, listed: false });
    expect(await ensureTool("promtool", machine)).toMatchObject({ version: "2.42.0", from: "cache" });
    expect((await machine.calls()).filter((call) => call === "apt-get update")).toHaveLength(1);
    expect(machine.lines).toContain("Refreshing apt's package lists (apt-get update) …");
  });

  it("from the apt package also when apt's lists are old and name a file that the mirror no longer has", async () => {
    const machine = await newMachine();
    await addApt(machine, { ...promtool, stale: true });
    expect(await ensureTool("promtool", machine)).toMatchObject({ version: "2.42.0", from: "cache" });
    expect(machine.lines).toContain("Refreshing apt's package lists (apt-get update) …");
  });

  it("from a Go build before the apt package, and instead of one that was unpacked earlier", async () => {
    const machine = await newMachine();
    await addApt(machine, promtool);
    expect(await ensureTool("promtool", machine)).toMatchObject({ version: "2.42.0" });
    const version = VERSIONS.prometheus;
    await addGo(machine, { body: tells(version) });
    const path = join(machine.environment.cacheHome, `tocsin/tools/prometheus/go-${version}-promtool/bin/promtool`);
    const built = { name: "promtool", path, version, from: "cache" };
    expect(await ensureTool("promtool", machine)).toEqual(built);
    expect(await findTool("promtool", machine.environment)).toEqual(built);
    const calls = await machine.calls();
    expect(calls).toContain(
      `go get github.com/prometheus/prometheus/cmd/promtool@v${version.replace(/^3\.(\d\d)/, "0.3$1")}`,
    );
    expect(calls.find((call) => call.startsWith("go build"))).toContain("-tags remove_all_sd,enable_aws_sd");
  });

  it("from a Go build of a module whose embedded pages are missing", async () => {
    const machine = await newMachine();
    await addGo(machine, { body: tells(VERSIONS.alertmanager) });
    expect(await ensureTool("amtool", machine)).toMatchObject({ version: VERSIONS.alertmanager, from: "cache" });
    const edit = (await machine.calls()).find((call) => call.startsWith("go mod edit"));
    expect(edit).toMatch(/-replace=github\.com\/prometheus\/alertmanager@v\S+=\S+\/changed$/);
  });

  it("from a Go build with what its module puts in the place of others, which Go would drop", async () => {
    const machine = await newMachine();
    await addGo(machine, { body: tells(VERSIONS.thanos) });
    const Replace = [
      { Old: { Path: "example.org/old", Version: "v1.0.0" }, New: { Path: "example.org/fork", Version: "v1.2.0" } },
      { Old: { Path: "example.org/pinned" }, New: { Path: "example.org/pinned", Version: "v0.9.0" } },
      { Old: { Path: "example.org/here" }, New: { Path: "../here" } },
    ];
    await writeFile(join(machine.folder, "go.mod"), JSON.stringify({ Module: { Path: "example.org/it" }, Replace }));
    expect(await ensureTool("thanos", machine)).toMatchObject({ version: VERSIONS.thanos, from: "cache" });
    const calls = await machine.calls();
    const edit = calls.indexOf(
      "go mod edit -replace=example.org/old@v1.0.0=example.org/fork@v1.2.0 " +
        "-replace=example.org/pinned=example.org/pinned@v0.9.0",
    );
    expect(edit).toBeGreaterThan(0);
    expect(edit).toBeLessThan(calls.findIndex((call) => call.startsWith("go get")));
  });

  it("from a Go build of a program of our own, where nobody packages it", async () => {
    const machine = await newMachine();
    await addApt(machine, promtool);
    await addGo(machine, { body: tells("0.149.0") });
    const tool = await ensureTool("otelcol", machine);
    expect(tool).toMatchObject({ name: "otelcol", version: "0.149.0", from: "cache" });
    expect(tool.path).toMatch(/tocsin\/tools\/otelcol\/go-0\.149\.0-otelcol-[\da-f]{8}\/bin\/otelcol$/);
    const calls = await machine.calls();
    expect(calls.filter((call) => call.startsWith("apt-get"))).toEqual([]);
    expect(calls.find((call) => call.startsWith("go get"))).toContain("collector/receiver/otlpreceiver@v0.149.0");
    expect(calls.find((call) => call.startsWith("go build"))).toMatch(/ \.$/);
  });

  it("from a Go build again, when the program of the cache was made of other packages", async () => {
    const machine = await newMachine();
    await addApt(machine, promtool);
    await addGo(machine, { body: tells("0.149.0") });
    const { path } = await ensureTool("otelcol", machine);
    const entry = dirname(dirname(path));
    await rename(entry, entry.replace(/-[\da-f]{8}$/, "-0badc0de"));
    expect(await findTool("otelcol", machine.environment)).toBeUndefined();
    expect(await ensureTool("otelcol", machine)).toMatchObject({ path });
  });

  it("again, when what the cache holds no longer runs", async () => {
    const machine = await newMachine();
    await addApt(machine, promtool);
    const { path } = await ensureTool("promtool", machine);
    await writeFile(path, "");
    expect(await findTool("promtool", machine.environment)).toBeUndefined();
    expect(await ensureTool("promtool", machine)).toMatchObject({ path, version: "2.42.0" });
  });
});

describe("a tool that cannot be had", () => {
  it("is an error with all that was tried and the command that fixes it, for a user without root's rights", async () => {
    const machine = await newMachine({ isRoot: false });
    const old = await machine.script("promtool", tells("2.31.2"));
    await addApt(machine, { ...promtool, listed: false });
    await addGo(machine, { version: "1.19.8" });
    const error = await ensureTool("promtool", machine).catch(String);
    expect(error).toContain("promtool 2.42.0 or newer is not here and could not be installed. Tried:");
    expect(error).toContain(`  PATH: ${old} has version 2.31.2`);
    expect(error).toContain("  cache: no promtool");
    expect(error).toContain("  apt package prometheus: apt's package lists are empty, or do not name prometheus");
    expect(error).toMatch(/ {2}Go build: .*\/go has version 1\.19\.8; 1\.21\.0 or newer is needed/);
    expect(error).toMatch(/To fix it, one of:\n {2}.*go\.dev\/dl.*\n {2}sudo apt-get update/);
    expect(await machine.calls()).not.toContain("apt-get update");
  });

  it("leaves nothing behind in the cache", async () => {
    const machine = await newMachine();
    await addApt(machine, { ...promtool, body: "exit 127" });
    await addGo(machine, { get: 'echo "go: proxy does not answer" >&2; exit 1' });
    const error = await ensureTool("promtool", machine).catch(String);
    expect(error).toContain("its executable does not run on this machine");
    expect(error).toContain("Go build: go get: go: proxy does not answer");
    expect(await readdir(join(machine.environment.cacheHome, "tocsin/tools/prometheus"))).toEqual([]);
  });

  it("says how to get Go when the one that is there is too old for the module", async () => {
    const machine = await newMachine();
    await addGo(machine, {
      get: 'echo "go: x@v1 requires go >= 1.25.8 (running go 1.24.1; GOTOOLCHAIN=local)"; exit 1',
    });
    const error = await ensureTool("amtool", machine).catch(String);
    expect(error).toMatch(/requires go >= 1\.25\.8[\s\S]*To fix it:\n.*go/);
  });

  it("is Grafana when it is not on PATH, with the page that says how to install it", async () => {
    const machine = await newMachine();
    await expect(ensureTool("grafana", machine)).rejects.toThrow(/^grafana .* is not on PATH.*https:\/\/grafana\.com/);
  });

  it("names a cache folder that cannot be written, and the way out", async () => {
    const machine = await newMachine();
    const cacheHome = join(machine.folder, "a-file");
    await writeFile(cacheHome, "");
    const ensured = ensureTool("promtool", { ...machine, environment: { ...machine.environment, cacheHome } });
    await expect(ensured).rejects.toThrow(
      /^The cache folder .*\/a-file\/tocsin\/tools\/prometheus cannot be written \(.*export XDG_CACHE_HOME=/,
    );
    expect(existsSync(join(machine.folder, "calls"))).toBe(false);
  });
});
