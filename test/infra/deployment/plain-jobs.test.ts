// Plain scrape jobs before the real promtool: what it would refuse later is refused before anything is deployed.
import { describe, expect, test } from "vitest";
import { checkPlainJobs } from "../../../infra/deployment/promtool-checks";
import { settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("promtool");

const checked = (job: object, platform: object = { kind: "local" }) =>
  checkPlainJobs(
    settings({ hosts: [], services: [], platform, scrapeConfigs: [{ job_name: "legacy", ...job }] }),
    () => undefined,
  );

const statics = { static_configs: [{ targets: ["10.0.0.9:80"] }] };
const cluster = { kind: "kubernetes", cluster: { context: "a" } };

describe.skipIf(!tools)("a plain scrape job", () => {
  test("that Prometheus takes is taken; files that it names are elsewhere", async () => {
    const basic_auth = { username: "a", password_file: "/there/only" };
    await expect(checked({ ...statics, basic_auth, scrape_interval: "1m" })).resolves.toBe("1 plain");
  });

  test.each([
    ["a duration of words", { ...statics, scrape_interval: "a minute" }, /not a valid duration/],
    [
      "a regular expression",
      { ...statics, relabel_configs: [{ regex: "*_x", action: "keep" }] },
      /error parsing regexp/,
    ],
    ["a target with a path", { static_configs: [{ targets: ["http://a:80/metrics"] }] }, /is not a valid hostname/],
    ["a timeout over the interval", { ...statics, scrape_interval: "5s", scrape_timeout: "9s" }, /timeout greater/],
    ["two ways to log in", { ...statics, basic_auth: { username: "a" }, authorization: {} }, /at most one of/],
  ])("is refused with promtool's words for %s", async (_, job, words) => {
    await expect(checked(job)).rejects.toThrow(
      /scrapeConfigs\[0\] \(legacy\): promtool refuses it; nothing is deployed/,
    );
    await expect(checked(job)).rejects.toThrow(words);
  });

  test("of a way of discovery that this machine's build lacks is for the Prometheus elsewhere to take", async () => {
    await expect(checked({ nomad_sd_configs: [{}] }, cluster)).resolves.toBe("1 plain");
    await expect(checked({ nomad_sd_configs: [{}], scrape_interval: "a" }, cluster)).rejects.toThrow(/duration/);
  });
});
