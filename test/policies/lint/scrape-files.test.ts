// Files of jobs that prometheus.yml names are judged with it, as Prometheus reads them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { lintFiles } from "../../../policies/lint";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const MAIN = `global: { scrape_interval: 15s }
scrape_config_files: [jobs/*.yml]
scrape_configs: [{ job_name: node, static_configs: [{ targets: ["a:9100"] }] }]
`;
const GOOD = 'scrape_configs: [{ job_name: api, static_configs: [{ targets: ["a:80"] }] }]';

/** What Prometheus refuses where this is jobs/a.yml beside the configuration. */
async function refused(text: string, { given = ["prometheus.yml"], more = {} as Record<string, string> } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-jobs-"));
  folders.push(folder);
  for (const [name, content] of Object.entries({ "prometheus.yml": MAIN, "jobs/a.yml": text, ...more })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const { findings, notRead, judged } = await lintFiles(given.map((name) => join(folder, name)));
  expect(notRead).toEqual([]);
  const exact = findings.filter(({ policy }) => /^(server-configuration|readable-content)$/.test(policy));
  return { judged: judged.files, found: exact.map(({ file, line, message }) => ({ file, line, message })) };
}

it.each<[string, string, RegExp, number]>([
  ["a job's name that the configuration has", GOOD.replace("api", "node"), /multiple scrape configs/, 1],
  [
    "a timeout beyond the configuration's interval",
    "scrape_configs:\n- job_name: b\n  scrape_timeout: 20s",
    /20 s.*15 s/,
    3,
  ],
  ["a target with a scheme", GOOD.replace("a:80", "http://a"), /not a valid hostname/, 1],
  ["a field beside the jobs", `${GOOD}\nglobal: {}`, /no field global/, 2],
  ["a list of jobs without the field", "- job_name: b", /is a mapping/, 1],
  ["what is no YAML", "scrape_configs: [", /cannot be parsed/, 1],
  ["nothing as a job", "scrape_configs: [null]", /empty or null/, 1],
])("%s is refused", async (_, text, reason, line) => {
  const { found } = await refused(text);
  expect(found).toEqual([
    { file: expect.stringMatching(/jobs\/a\.yml$/), line, message: expect.stringMatching(reason) },
  ]);
});

it("two of them may not have a job of one name", async () => {
  const { found, judged } = await refused(GOOD, { more: { "jobs/b.yml": GOOD, "jobs/c.yaml": GOOD } });
  expect(judged).toBe(3);
  expect(found).toMatchObject([{ file: expect.stringMatching(/b\.yml$/) }]);
});

it("is judged once, with its configuration, where it is given as well", async () => {
  const text = "scrape_configs: [{ job_name: b, scrape_timeout: 20s }]";
  const { found, judged } = await refused(text, { given: ["jobs/a.yml", "prometheus.yml"] });
  expect(judged).toBe(2);
  expect(found).toHaveLength(1);
});

it.each([GOOD, "", "scrape_configs: []"])("is loaded: %s", async (text) => {
  expect((await refused(text)).found).toEqual([]);
});
