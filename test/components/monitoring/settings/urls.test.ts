// URLs that the settings take are taken by Go as well: by promtool and amtool, which read hundreds of texts by chance.
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { httpUrl, secretUrl } from "../../../../components/monitoring/settings/fields";
import { toolsOrSkip } from "../../../support/tools";
import { problems } from "./problems";

const tools = toolsOrSkip("promtool", "amtool");

/** Go refuses each, and JavaScript mends most. */
const MENDED = [
  "http://%zz",
  "http://a/%zz",
  "http://a/%",
  "http://a%20b/",
  "http://a%41/",
  "http:a",
  "http:/a",
  "http:\\\\a",
  "http://a\\b",
  "http://us er@a/",
  "http://us[er@a/",
];

const GOOD = [
  "http://a",
  "https://a.example:8443/b/c?d=e f".replace(" ", "%20"),
  "http://user:p%40ss@mimir_1:9009/api/v1/push",
  "http://[2001:db8::1]:9090/write",
  "https://a.example/ö?x=[1]#y",
  "http://10.0.0.1:80/{a}|b^c",
];

const PIECES = [
  ...["a", "B", "1", "a.example", "10.0.0.1", "_", "..", "-", "ö", "user", "[::1]", "[", "]", "::1", "%25eth0"],
  ...["%zz", "%41", "%", "%2", ":", ":80", ":99999", ":x", "@", "/", "//", "?", "#", "\\", " ", "\t", "\n", "\u0007"],
  ...["{", "}", "|", "^", '"', "<", "`", "'", ";", "&", "=", "+", "~", "!", "$", ","],
];
const text = fc
  .tuple(
    fc.constantFrom("http://", "https://", "http://", "http:/", "http:", "HTTP://", " http://"),
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 7 }),
  )
  .map(([scheme, pieces]) => scheme + pieces.join(""));

/** As it is passed on: Zod takes spaces around it, tabs and new lines away. */
const taken = (url: string) => httpUrl.safeParse(url).data ?? [];

test.each([" http://a", "http://a\t/", "http://a/\n"])("%j is passed on without its spaces", (url) => {
  expect(httpUrl.parse(url)).toBe(url.replace(/\s/g, ""));
  // One that is kept as it is, since it may be encrypted.
  expect(secretUrl.safeParse(url).success).toBe(false);
});

test.each(MENDED)("%j is refused, with what was found and what is allowed", (url) => {
  const [problem = "", ...more] = problems({
    services: [{ name: "a", mixin: "service", targets: ["a:80"], probes: [{ http: url }] }],
  });
  expect(more).toEqual([]);
  expect(problem).toMatch(/^services\[0\]\.probes\[0\].*found /s);
  expect(secretUrl.safeParse(url).success).toBe(false);
});

test.each(GOOD)("%j is taken", (url) => {
  expect(httpUrl.parse(url)).toBe(url);
});

test("no other field of the settings reads a URL by itself", () => {
  const files = readdirSync("components/monitoring", { recursive: true, encoding: "utf8" });
  const reading = files.filter(
    (file) =>
      file.endsWith(".ts") && /\bz\.(url|httpUrl)\(/.test(readFileSync(join("components/monitoring", file), "utf8")),
  );
  expect(reading).toEqual([join("settings", "fields.ts")]);
});

describe.skipIf(!tools)("Go", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-urls-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What promtool and amtool refuse of so many files, each with one of the URLs. */
  async function refused(name: string, urls: readonly string[]) {
    const write = (kind: string, content: (url: string) => object) =>
      Promise.all(
        urls.map(async (url, index) => {
          const file = join(folder, `${name}-${index}.${kind}.yml`);
          await writeFile(file, stringify(content(url)));
          return file;
        }),
      );
    const ask = async (tool: string, args: readonly string[]) => {
      const { all = "", exitCode } = await execa(tool, args, { all: true, reject: false });
      return { count: all.match(/FAILED/g)?.length ?? 0, exitCode, all };
    };
    const prometheus = await write("prometheus", (url) => ({ remote_write: [{ url }] }));
    const alertmanager = await write("alertmanager", (url) => ({
      route: { receiver: "a" },
      receivers: [{ name: "a", webhook_configs: [{ url }] }],
    }));
    return {
      promtool: await ask(tools?.promtool ?? "", ["check", "config", "--syntax-only", ...prometheus]),
      amtool: await ask(tools?.amtool ?? "", ["check-config", ...alertmanager]),
    };
  }

  test("takes what is taken here", async () => {
    const texts = fc.sample(text, { numRuns: 30_000, seed: 1 });
    const urls = [...new Set(texts.flatMap(taken))].slice(0, 400);
    expect(urls.length).toBeGreaterThan(200);
    const { promtool, amtool } = await refused("taken", [...GOOD, ...urls]);
    expect([promtool.exitCode, promtool.all.match(/.*\n? *FAILED.*/)?.[0]]).toEqual([0, undefined]);
    expect([amtool.exitCode, amtool.all.match(/.*\n? *FAILED.*/)?.[0]]).toEqual([0, undefined]);
  }, 120_000);

  test("refuses what JavaScript takes and it does not", async () => {
    const wrong = ["http://%zz", "http://a/%zz", "http://a%20b/", "http://us er@a/", "http:a", "http:/a"];
    const { promtool, amtool } = await refused("mended", wrong);
    // promtool leaves it to the sending to find no host.
    expect([promtool.count, amtool.count]).toEqual([wrong.length - 2, wrong.length]);
  }, 60_000);
});
