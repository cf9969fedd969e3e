// What watches an environment, as any commit has it; and the preview that needs nothing but the engine.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { monitoringOf } from "../../../infra/preview/monitoring-of";
import { renderedAt } from "../../../infra/preview/rendered";

let cache = "";
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "tocsin-cache-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

describe("what watches an environment", () => {
  test("is known without deploying it", async () => {
    const monitoring = await monitoringOf("local");
    expect(monitoring.groups.map(({ name }) => name)).toContain("service");
    expect(monitoring.jobs.map(({ name }) => name)).toContain("node");
  });

  test("is known of a commit, by that commit's own code", async () => {
    const { monitoring } = (await renderedAt("HEAD", "local")) ?? {};
    expect(monitoring?.environment).toBe("local");
    expect(monitoring?.groups.length).toBeGreaterThan(3);
  }, 60_000);

  test("is rendered once of a commit, and again where what was kept is no use", async () => {
    const first = await renderedAt("HEAD", "local");
    const folder = join(cache, "tocsin/previews");
    const [entry = "", ...others] = await readdir(folder);
    expect(others).toEqual([]);
    const file = join(folder, entry, "rendered.json");
    await writeFile(file, JSON.stringify({ monitoring: { environment: "kept" } }));
    expect(await renderedAt("HEAD", "local")).toEqual({ monitoring: { environment: "kept" } });
    await writeFile(file, '{"monitoring": {');
    expect(await renderedAt("HEAD", "local")).toEqual(first);
    expect(await renderedAt("HEAD", "local")).toEqual(first);
  }, 60_000);

  test("is nothing where the commit does not have the environment", async () => {
    expect(await renderedAt("HEAD", "nowhere")).toBeUndefined();
  });

  test("is refused for what is no commit, and for one that is too old, with what to do", async () => {
    await expect(renderedAt("no-such-branch", "local")).rejects.toThrow(
      'There is no commit "no-such-branch" here; fetch it first (git fetch), or name another.',
    );
  });
});
