// Which promtool and amtool lint asks: the newest that the machine has.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VERSIONS } from "../../../components/versions";
import { lintFiles } from "../../../policies/lint/lint";
import { findTools } from "../../../policies/verdicts";
import { isOlder } from "../../../policies/verdicts/newer";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tocsin-tools-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(folder: string, version: string): string {
  const path = join(root, folder, "promtool");
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "promtool, version ${version} (branch: a)"\n`);
  chmodSync(path, 0o755);
  return path;
}

const found = () =>
  findTools({ PATH: `${join(root, "path")}:/usr/bin:/bin`, XDG_CACHE_HOME: root, HOME: root }).promtool;

describe("of several promtools", () => {
  it("the newest is asked, wherever it lies", () => {
    put("path", "2.42.0");
    const newest = put("tocsin/tools/prometheus/go-3.14.0-promtool/bin", "3.14.0");
    put("tocsin/tools/prometheus/go-3.5.0-promtool/bin", "3.5.0");
    expect(found()).toBe(newest);
  });

  it("that on PATH is asked where it is as new", () => {
    const onPath = put("path", "3.14.0");
    put("tocsin/tools/prometheus/go-3.14.0-promtool/bin", "3.14.0");
    expect(found()).toBe(onPath);
  });

  it("none is started for the version that its folder is named for", () => {
    put("tocsin/tools/prometheus/go-3.5.0-promtool/bin", "4.0.0");
    const newest = put("tocsin/tools/prometheus/release-3.14.0/bin", "1.0.0");
    expect(found()).toBe(newest);
  });

  it("the only one is asked, whatever it says of its version", () => {
    expect(found()).toBeUndefined();
    const only = put("tocsin/tools/prometheus/deb-prometheus/usr/bin", "");
    expect(found()).toBe(only);
  });
});

describe("what a tool may be too old for", () => {
  it.each([
    ["promtool", VERSIONS.prometheus],
    ["amtool", VERSIONS.alertmanager],
  ] as const)("is nothing for the %s of the release that is installed", (tool, version) => {
    expect(isOlder(tool, version)).toBe(false);
  });
});

describe("of a file that a tool says nothing of", () => {
  const noteOf = async (printed: string) => {
    const promtool = join(root, "promtool");
    writeFileSync(promtool, `#!/bin/sh\nprintf '%s' "${printed}"\n`);
    chmodSync(promtool, 0o755);
    const file = join(root, "shop.yml");
    writeFileSync(file, "groups: [{ name: shop, rules: [{ record: 'a:b', expr: up }] }]\n");
    return (await lintFiles([file], {}, { promtool })).notes;
  };

  it.each(["", "  WARNING: something else Checking nothing\n"])("lint says so: %j", async (printed) => {
    expect(await noteOf(printed)).toEqual([
      expect.stringMatching(/^promtool gave no verdict on .*shop\.yml: .* by lint's own reading/),
    ]);
  });

  it("there is no note where it speaks", async () => {
    expect(await noteOf(`Checking ${join(root, "shop.yml")}\n  SUCCESS: 1 rules found\n`)).toEqual([]);
  });

  it("what promtool says twice, as it reads a rule file twice, is one fault", async () => {
    const promtool = join(root, "promtool");
    const file = join(root, "shop.yml");
    const fault = (type: string) =>
      `${file}: yaml: unmarshal errors:\n  line 4: cannot unmarshal !!map into []rulefmt.${type}\n`;
    writeFileSync(
      promtool,
      `#!/bin/sh\nprintf '%s' "Checking ${file}\n  FAILED:\n${fault("Rule")}${fault("RuleNode")}"\n`,
    );
    chmodSync(promtool, 0o755);
    writeFileSync(file, "groups:\n- name: shop\n  rules:\n    a: b\n");
    const { findings } = await lintFiles([file], {}, { promtool });
    expect(findings.filter(({ message }) => message.includes("cannot unmarshal"))).toHaveLength(1);
  });
});
