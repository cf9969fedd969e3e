// Mixins that a project brings: what cannot stand beside the others is named with its file, before anything is deployed.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withOptions, z } from "tocsin";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Found, problemsOf } from "../../../components/mixins/own/check";
import type { OwnMixin } from "../../../components/mixins/own/config";
import { bringOwnMixins } from "../../../components/mixins/own/load";
import { packageMixins } from "../../../components/mixins/own/packages";
import { writeMixin } from "../../../infra/commands/new/mixin";
import { familiesIn } from "../../../infra/exposition/families";

let project = "";
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "own-")));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** The mixin that `new mixin` writes, as tocsin.config.ts brings it. */
async function written(name: string): Promise<Found> {
  await writeMixin(project, name, familiesIn("# TYPE jobs_done_total counter\njobs_done_total 4\n", "a test"));
  const module: Record<string, OwnMixin> = await import(join(project, "mixins", name, "index.ts"));
  const [mixin] = Object.values(module);
  if (!mixin) throw new Error("The module exports no mixin");
  return { name, mixin, from: join(project, "tocsin.config.ts"), folder: join(project, "mixins", name) };
}

const problems = async (...found: Found[]) => (await problemsOf(found, project)).problems;

describe("a mixin of one's own", () => {
  test("that is as it was written has no problem", async () => {
    const { problems: none, brought } = await problemsOf([await written("nginx")], project);
    expect(none).toEqual([]);
    expect(brought).toMatchObject([{ name: "nginx", runbook: join(project, "mixins/nginx/runbook.md") }]);
  });

  test("has a name that no other has", async () => {
    const nginx = await written("nginx");
    expect(await problems({ ...nginx, name: "redis" })).toContain(
      'tocsin.config.ts: found the mixin "redis", which Tocsin brings as well; rename it, or take one of them out',
    );
    expect(await problems({ ...nginx, name: "web" })).toContain(
      'tocsin.config.ts: found the mixin "nginx" under the key "web"; give both the same name',
    );
  });

  test("has alerts that no other has, whichever packages they come from", async () => {
    const nginx = await written("nginx");
    const other = await written("other");
    const from = join(project, "node_modules", "tocsin-web");
    const alerts = "build" in nginx.mixin ? nginx.mixin.build([{}]).alerts : [];
    const same = "build" in other.mixin ? { ...other.mixin.build([{}]), alerts } : other.mixin;
    expect(await problems(nginx, { ...other, mixin: same, from })).toContain(
      "node_modules/tocsin-web: found the alert NginxDown of other, which nginx in tocsin.config.ts brings as well; rename it, or take one of them out",
    );
  });

  test("that throws is named with what it says", async () => {
    const mixin = withOptions(z.strictObject({}), () => {
      throw new Error("no zone is given");
    });
    const [said] = await problems({ ...(await written("nginx")), mixin });
    expect(said).toContain('no zone is given (the mixin "nginx" throws; mend it there)');
  });

  test("has a runbook with a section for each alert", async () => {
    const nginx = await written("nginx");
    write("mixins/nginx/runbook.md", "# Nginx\n");
    expect(await problems(nginx)).toEqual([
      "mixins/nginx/runbook.md: found no section for the alert NginxDown; add one: ## NginxDown",
    ]);
    rmSync(join(project, "mixins/nginx/runbook.md"));
    expect((await problems(nginx))[0]).toMatch(/^mixins\/nginx\/runbook.md: is missing/);
  });
});

describe("a package that brings mixins", () => {
  const load = () => packageMixins("tocsin-web", join(project, "tocsin.config.ts"));

  test("is installed", () => {
    expect(load).toThrow(
      `${project}/tocsin.config.ts: packages: found "tocsin-web", which is not installed; run: npm install tocsin-web`,
    );
  });

  test("has its peers beside it", () => {
    write(
      "node_modules/tocsin-web/package.json",
      '{ "main": "index.js", "peerDependencies": { "absent-peer": "^1" } }',
    );
    write("node_modules/tocsin-web/index.js", 'require("absent-peer");');
    expect(load).toThrow(
      `${project}/node_modules/tocsin-web/package.json: found no absent-peer, which tocsin-web needs beside it; run: npm install absent-peer`,
    );
  });

  test("exports them", () => {
    write("node_modules/tocsin-web/package.json", '{ "main": "index.js" }');
    write("node_modules/tocsin-web/index.js", "module.exports = {};");
    expect(load).toThrow(/index\.js: found no export "mixins"/);
    write("node_modules/tocsin-more/package.json", '{ "main": "index.js" }');
    write("node_modules/tocsin-more/index.js", 'module.exports = { mixins: { web: { name: "web" } } };');
    expect(packageMixins("tocsin-more", join(project, "tocsin.config.ts"))).toMatchObject([
      { name: "web", folder: join(project, "node_modules/tocsin-more/mixins/web") },
    ]);
  });

  test("that throws is named by its line", () => {
    write("node_modules/tocsin-web/package.json", '{ "main": "index.js" }');
    write("node_modules/tocsin-web/index.js", '\nthrow new Error("broken");');
    expect(load).toThrow(/^index\.js:2: broken\nNothing is deployed\.$/);
  });
});

describe("tocsin.config.ts", () => {
  test("says where a mixin's runbook is, where that is not mixins/NAME", async () => {
    write(
      "tocsin.config.ts",
      'module.exports = { mixins: { web: { name: "web", alerts: [] } }, folders: { web: "teams/web" } };',
    );
    await expect(bringOwnMixins(project)).rejects.toThrow(
      "  teams/web/runbook.md: is missing; every mixin has a runbook",
    );
  });

  test("names no folder of a mixin that is not there", async () => {
    write("tocsin.config.ts", 'module.exports = { mixins: { web: { name: "web" } }, folders: { wev: "teams/web" } };');
    await expect(bringOwnMixins(project)).rejects.toThrow(
      'folders: found "wev", which is none of the mixins; there: web',
    );
  });

  test("exports nothing but mixins, their folders and packages", async () => {
    write("tocsin.config.ts", "module.exports = { mixin: {} };");
    await expect(bringOwnMixins(project)).rejects.toThrow(
      `${project}/tocsin.config.ts: found mixin; write: export default defineConfig({ mixins: { … }, packages: [ … ] })`,
    );
  });

  test("that imports what is not installed says so", async () => {
    write("tocsin.config.ts", 'require("tocsin-absent/mixins");');
    await expect(bringOwnMixins(project)).rejects.toThrow(
      /^tocsin\.config\.ts:1: found an import of "tocsin-absent", which is not installed; run: npm install tocsin-absent/,
    );
  });
});
