// What of a credential's file a process gets, and what the state keeps of it: nothing.
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeVersion } from "../../../../components/host/provider/config-folder";
import { configurationOf } from "../../../../components/host/provider/configuration";
import { processInputs } from "../../../../components/host/provider/schemas";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "configuration-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inputs = (source: string) =>
  processInputs.parse({
    dir: "/project/.tocsin/local/alertmanager",
    command: { tool: "alertmanager" },
    args: [],
    listen: { host: "127.0.0.1", port: 9087 },
    readyUrl: "http://127.0.0.1:9087/-/ready",
    files: { "alertmanager.yml": "a: 1" },
    secretsFrom: { "secrets/slack-token": source },
  });

function written(text: string, second: number): string {
  const file = join(folder, "slack-token");
  writeFileSync(file, text);
  utimesSync(file, second, second);
  return file;
}

test("a process reads the credential in a file of its own, without the line's end, readable for this user only", async () => {
  const { files, version } = await configurationOf(inputs(written("xoxb-1\n", 1)));
  const own = join(await writeVersion(join(folder, "config"), files, version), "secrets/slack-token");
  expect(readFileSync(own, "utf8")).toBe("xoxb-1");
  expect(statSync(own).mode & 0o777).toBe(0o600);
});

test("the version, which the state keeps, changes with the file and says nothing of its content", async () => {
  const first = await configurationOf(inputs(written("xoxb-1", 1)));
  expect((await configurationOf(inputs(written("xoxb-2", 2)))).version).not.toBe(first.version);
  expect((await configurationOf(inputs(written("hunter2", 1)))).version).toBe(first.version);
});

test("a file that cannot be read is named, with what to do", async () => {
  await expect(configurationOf(inputs(join(folder, "nothing")))).rejects.toThrow(
    /nothing cannot be read .*ENOENT.*; write/,
  );
});
