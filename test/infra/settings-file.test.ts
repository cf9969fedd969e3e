// Stack files that say nothing: never this machine with defaults in silence.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settingsInFile } from "../../infra/settings";

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

test("one that says its platform and other providers' keys is taken", () => {
  const file = parse("encryptionsalt: v1:a\nconfig: { aws:region: eu-central-1, tocsin:platform: { kind: local } }");
  expect(settingsInFile(file).platform.kind).toBe("local");
});
