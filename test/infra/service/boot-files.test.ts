// Units for the session's manager, as systemd and any reader of XML take them.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bootFile } from "../../../infra/commands/service/boot-files";

/** A folder as somebody might have it. */
const supervisor = {
  environment: "local",
  folder: "/home/ann/R&D 100%/mon $HOME",
  command: ["/usr/bin/node", '/home/ann/R&D 100%/a "b" $HOME/main.ts', "supervise", "local"],
  path: "/usr/bin:/opt/50%/bin",
};
const ann = { name: "ann", home: "/home/ann", uid: 1000 };

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe("the systemd user unit", () => {
  const { path, text, enable, disable } = bootFile(supervisor, { ...ann, platform: "linux" });

  test("lies where the user's manager looks, and is enabled and disabled by its name", () => {
    expect(path).toBe("/home/ann/.config/systemd/user/tocsin-local.service");
    expect(enable.map((words) => words.join(" "))).toContain("systemctl --user enable tocsin-local.service");
    expect(disable).toEqual([["systemctl", "--user", "disable", "--now", "tocsin-local.service"]]);
    const elsewhere = bootFile(supervisor, { ...ann, platform: "linux", configHome: "/cfg" });
    expect(elsewhere.path).toBe("/cfg/systemd/user/tocsin-local.service");
  });

  test("starts again what fails, and takes no character of a path for a specifier or a variable", () => {
    expect(text).toContain("Restart=on-failure");
    expect(text).toContain("WorkingDirectory=/home/ann/R&D 100%%/mon $HOME\n");
    expect(text).toContain('Environment="PATH=/usr/bin:/opt/50%%/bin"\n');
    expect(text).toContain(
      'ExecStart="/usr/bin/node" "/home/ann/R&D 100%%/a \\"b\\" $$HOME/main.ts" "supervise" "local"\n',
    );
  });

  test.skipIf(!hasSystemd)("is right to systemd-analyze, which objects to a wrong one", () => {
    const folder = mkdtempSync(join(tmpdir(), "tocsin unit $ % "));
    const file = join(folder, "tocsin-local.service");
    /** It ends with 0 whatever it says. */
    const objections = (unit: string) => {
      writeFileSync(file, unit);
      const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder };
      return spawnSync("systemd-analyze", ["verify", "--user", "--man=no", file], { encoding: "utf8", env }).stderr;
    };
    try {
      const command = [process.execPath, join(folder, "main.ts"), "supervise", "local"];
      const real = bootFile({ ...supervisor, folder, command }, { ...ann, platform: "linux" }).text;
      expect(objections(real)).toBe("");
      expect(objections(real.replace("on-failure", "sometimes"))).toContain("sometimes");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the launchd agent", () => {
  const { path, text, enable, disable } = bootFile(supervisor, { ...ann, platform: "darwin" });

  test("lies where launchd looks, and is loaded and unloaded for the user", () => {
    expect(path).toBe("/home/ann/Library/LaunchAgents/tocsin.local.plist");
    expect(enable).toEqual([["launchctl", "bootstrap", "gui/1000", path]]);
    expect(disable).toEqual([["launchctl", "bootout", "gui/1000/tocsin.local"]]);
  });

  test("is a property list with the command as it is", () => {
    const read = `import plistlib, json, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))`;
    const parsed = JSON.parse(execFileSync("python3", ["-c", read], { input: text, encoding: "utf8" }));
    expect(parsed).toMatchObject({
      Label: "tocsin.local",
      ProgramArguments: supervisor.command,
      WorkingDirectory: supervisor.folder,
      EnvironmentVariables: { PATH: supervisor.path },
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
    });
  });
});

test("elsewhere, the error says what to run", () => {
  expect(() => bootFile(supervisor, { ...ann, platform: "win32" })).toThrow(
    /neither systemd nor launchd.*supervise local/,
  );
});
