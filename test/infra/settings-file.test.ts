// Stack files that say nothing: never this machine with defaults in silence.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readStackFile, settingsInFile } from "../../infra/settings";

describe("a settings file is refused that", () => {
  test.each([
    ["is empty", ""],
    ["holds only a comment", "# later"],
    ["is a list", "- config"],
    ["has an empty mapping", "config:"],
    ["has a list of keys", "config: [tocsin:team]"],
    ["has its keys beside config", "tocsin:team: shop"],
    ["misspells config", "confg: { tocsin:team: shop }"],
    ["misspells the prefix", "config: { toscin:team: shop }"],
    ["has no prefix", "config: { team: shop, tocsin:team: shop }"],
    ["nests below the prefix", "config: { tocsin: { team: shop } }"],
  ])("%s", (_, text) => {
    expect(() => settingsInFile(parse(text))).toThrow(/config|unknown key/);
  });
});

test.each([
  ["config.tocsin:services[0].x", "config:\n  tocsin:services: &a\n    - name: b\n      x: *a\n"],
  ["config.tocsin:notifications.slack", "config: { tocsin:notifications: &n { slack: *n } }"],
  ["config.tocsin:platform.values.a.b", "config: { tocsin:platform: { values: { a: &v { b: *v } } } }"],
])("a settings file that contains itself is refused at %s", (path, text) => {
  expect(() => settingsInFile(parse(text))).toThrow(`${path}: contains itself: an anchor is used within what it names`);
});

test("a settings file may use an anchor as often as it likes", () => {
  const links = "{ dashboard: &a https://a.example, runbook: *a }";
  expect(settingsInFile(parse(`config: { tocsin:team: shop, tocsin:links: ${links} }`)).team).toBe("shop");
});

test("a settings file that is not YAML is refused by its name, with the line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-settings-"));
  await writeFile(join(folder, "Pulumi.broken.yaml"), "config: a: b\n");
  await expect(readStackFile(folder, "broken")).rejects.toThrow(/Pulumi\.broken\.yaml is not YAML: .* at line 1/);
  await rm(folder, { recursive: true });
});

describe("a credential as plain text, in a file that is committed,", () => {
  const KEY = "xoxb-plain-token-1234567890";
  const notifications = (text: string) => parse(`config: { tocsin:notifications: ${text} }`);

  test.each([
    ["tocsin:notifications.slack.token", notifications(`{ slack: { token: ${KEY} } }`)],
    ["tocsin:notifications.slack.webhook", notifications(`{ slack: { webhook: "https://hooks.slack.com/${KEY}" } }`)],
    ["tocsin:notifications.pagerduty.routingKey", notifications(`{ pagerduty: { routingKey: ${KEY} } }`)],
    ["tocsin:platform.auth", parse(`config: { tocsin:platform: { kind: grafana, auth: ${KEY} } }`)],
    [
      "tocsin:notifications.smtp.password",
      notifications(`{ smtp: { host: "mail:587", from: a@example.com, user: a, password: ${KEY} } }`),
    ],
    [
      "tocsin:services[1].scrape.bearerToken",
      parse(
        `config: { tocsin:services: [{ name: a }, { name: b, mixin: redis, scrape: { scheme: https, bearerToken: ${KEY} } }] }`,
      ),
    ],
  ])("is refused, and not repeated: %s", (path, file) => {
    const error = (() => {
      try {
        settingsInFile(file);
      } catch (thrown) {
        return String(thrown);
      }
    })();
    expect(error).toContain(`${path}: found a credential as plain text`);
    expect(error).not.toContain(KEY);
  });

  test("is taken encrypted, from a file, and where it is this machine's own inbox", () => {
    const kept = ["{ secure: v1:abc }", "{ file: ~/token }", '"http://127.0.0.1:9900/services/x"'];
    for (const webhook of kept)
      expect(() => settingsInFile(notifications(`{ slack: { webhook: ${webhook} } }`))).not.toThrow();
  });
});

test("one that says its platform and other providers' keys is taken", () => {
  const file = parse("encryptionsalt: v1:a\nconfig: { aws:region: eu-central-1, tocsin:platform: { kind: local } }");
  expect(settingsInFile(file).platform.kind).toBe("local");
});
