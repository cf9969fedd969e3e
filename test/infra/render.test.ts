// An environment as plain files: what tools of the field take, and nothing secret.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { render, renderedFiles } from "../../infra/commands/render";
import { monitoringOf } from "../../infra/preview/monitoring-of";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("promtool", "amtool");

describe("the environment local, rendered", () => {
  let out = "";
  beforeAll(async () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    out = await mkdtemp(join(tmpdir(), "render-"));
    await render("local", { out });
  });
  afterAll(() => rm(out, { recursive: true }));

  test("has every rule group as a file and as a PrometheusRule, every dashboard, and a runbook a mixin", async () => {
    const { groups, dashboards } = await monitoringOf("local");
    const names = groups.map(({ name }) => `${name}.yml`).sort();
    expect((await readdir(join(out, "prometheus", "rules"))).sort()).toEqual(names);
    expect((await readdir(join(out, "kubernetes"))).sort()).toEqual(names);
    expect(await readdir(join(out, "dashboards"))).toHaveLength(dashboards.length);
    expect(await readdir(join(out, "runbooks"))).toContain("node.md");
    expect(await readFile(join(out, "kubernetes", "node.yml"), "utf8")).toContain("kind: PrometheusRule");
  });

  test.skipIf(!tools)("is taken by promtool and amtool", async () => {
    const check = (tool: string | undefined, args: string[]) =>
      execa(tool ?? "", args, { cwd: out, reject: false, all: true });
    const config = await check(tools?.promtool, ["check", "config", "--syntax-only", "prometheus/prometheus.yml"]);
    expect(config.exitCode, config.all).toBe(0);
    const files = (await readdir(join(out, "prometheus", "rules"))).map((file) => join("prometheus", "rules", file));
    const rules = await check(tools?.promtool, ["check", "rules", ...files]);
    expect(rules.exitCode, rules.all).toBe(0);
    const routes = await check(tools?.amtool, ["check-config", "alertmanager/alertmanager.yml"]);
    expect(routes.exitCode, routes.all).toBe(0);
  });

  test.each([
    ["slack-token", "credentials_file", "slack-webhook"],
    ["slack-webhook", "api_url_file", "slack-token"],
  ])("reads the %s of the settings", async (given, as, other) => {
    const config = renderedFiles(await monitoringOf("local"), [given])["alertmanager/alertmanager.yml"];
    expect(config).toContain(`${as}: /etc/alertmanager/secrets/${given}`);
    expect(config).not.toContain(other);
  });

  test("is written again over itself, but over nothing else", async () => {
    await writeFile(join(out, "prometheus", "rules", "removed.yml"), "groups: []\n");
    await render("local", { out });
    expect(await readdir(join(out, "prometheus", "rules"))).not.toContain("removed.yml");
    await writeFile(join(out, "notes.txt"), "mine");
    await expect(render("local", { out })).rejects.toThrow(/--out: found "notes\.txt"/);
  });
});

test("a cluster's targets are found by monitors: its files have rules and no prometheus.yml", async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const out = await mkdtemp(join(tmpdir(), "render-"));
  try {
    await render("staging", { out });
    expect(await readdir(join(out, "prometheus"))).toEqual(["rules"]);
  } finally {
    await rm(out, { recursive: true });
  }
});
