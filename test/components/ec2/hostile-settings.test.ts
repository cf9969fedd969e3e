// Values of settings that reach root's shell, unit files and IAM on EC2: unchanged in meaning, or refused.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { dataExporterUnit } from "../../../components/ec2/hosts/data-exporters";
import { hostSetup } from "../../../components/ec2/hosts/host-setup";
import { quoted } from "../../../components/ec2/machine/setup";
import { serviceUnit, taskUnit } from "../../../components/ec2/machine/unit";
import { parseSettings } from "../../../components/monitoring";
import { addressOf } from "../../../components/monitoring/settings/fields";
import { settingsWith } from "./registered";

/** What an attacker, or a clumsy paste, puts into a text. */
const HOSTILE = [
  "'",
  '"',
  "`",
  "\\",
  "\n",
  "\r",
  "\t",
  "\0",
  " ",
  "$(touch pwned)",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell reads it
  "${HOME}",
  "$HOME",
  "`id`",
  ";touch pwned;",
  "| id",
  "&& id",
  ">x",
  "*",
  "?",
  "~",
  "%n",
  "%%",
  "{{ . }}",
  "</script>",
  "!!js/function",
  "}) or up",
  "\u202e",
  "\u001b[2J",
  "-rf",
  "x".repeat(10_000),
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""));

describe("the shell", () => {
  test("reads every quoted word as it was, and runs nothing of it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tocsin-quoted-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    // No process takes a NUL in its arguments.
    const words = fc.sample(hostile, { numRuns: 300, seed: 26 }).map((word) => word.replaceAll("\0", ""));
    const script = words.map((word) => `printf '%s\\036' ${quoted(word)}`).join("\n");
    const { stdout } = await execa("sh", ["-s"], {
      cwd: folder,
      input: script,
      stripFinalNewline: false,
      encoding: "utf8",
    });
    expect(stdout.split("\u001e").slice(0, -1)).toEqual(words);
    expect((await execa("ls", [folder])).stdout).toBe("");
  });

  test("gets a mirror's URL as one word", () => {
    const downloads = { mirror: "https://mirror.example/a;touch$IFS/tmp/pwned;'b", versions: {}, checksums: {} };
    const host = {
      os: "debian" as const,
      architecture: "amd64" as const,
      region: "eu-central-1",
      exporters: ["node" as const],
      networks: [],
      dataExporters: [],
      isNew: false,
    };
    const { commands } = hostSetup({ ...host, downloads });
    const install = commands.find((command) => command.startsWith("tocsin-install")) ?? "";
    expect(install).toContain("'https://mirror.example/a;touch$IFS/tmp/pwned;'\\''b/node_exporter-");
  });
});

describe("a unit file", () => {
  test("refuses words that systemd would split, expand or end, and keeps all others", () => {
    fc.assert(
      fc.property(hostile, (word) => {
        const unit = (make: () => string) => {
          try {
            return make();
          } catch {
            return undefined;
          }
        };
        for (const text of [
          unit(() => serviceUnit({ description: "x", exec: ["/bin/x", word] })),
          unit(() => taskUnit({ description: "x", exec: ["/bin/x", word], writes: [] })),
        ]) {
          if (text === undefined) continue;
          expect(text).toContain(`\nExecStart=/bin/x ${word}\n`);
          expect(word.replace(/\$\{[A-Z_]+\}/g, "")).not.toMatch(/[\s'"\\$%;`<>]/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("settings refuse", () => {
  const exporter = (more: object) =>
    settingsWith({ exporters: [{ kind: "redis", name: "sessions", address: "r:6379", port: 9121, ...more }] });

  test("every address, parameter and name with a character that a shell, systemd or IAM reads", () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOSTILE.filter((text) => !["-rf", "x".repeat(10_000)].includes(text))), (text) => {
        expect(() => exporter({ address: `r${text}:6379` })).toThrow();
        expect(() => exporter({ environmentParameter: `/a${text}` })).toThrow();
        expect(() => exporter({ name: `a${text}` })).toThrow();
        expect(() => parseSettings({ team: `a${text}` })).toThrow();
      }),
      { numRuns: 60 },
    );
  });

  test("every parameter of the account", () => {
    expect(() => exporter({ environmentParameter: "/*" })).toThrow("a parameter's name such as");
    const to = { to: "endpoint", url: "https://mimir.example/api/v1/push", tokenParameter: "/*" };
    expect(() => settingsWith({ remoteWrite: to })).toThrow("a parameter's name such as");
  });

  const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/5d6e1b5a";
  const balancer = (...from: string[]) => settingsWith({ loadBalancer: { host: "g.example.com", certificate, from } });

  test.each([[["0.0.0.0/0"]], [["10.0.0.0/0"]], [["0.0.0.0/1", "128.0.0.0/1"]], [["64.0.0.0/7"]]])(
    "the whole internet, or a good part of it: %j",
    (from) => expect(() => balancer(...from)).toThrow("never the whole internet"),
  );

  test("but not a network of one's own", () => {
    expect(balancer("10.0.0.0/8", "192.168.0.0/16", "sg-0123456789abcdef0").platform.loadBalancer?.from).toHaveLength(
      3,
    );
  });

  test("a public API server of EKS, for everybody", () => {
    const eks = { region: "eu-central-1", version: "1.35", vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] };
    const open = (publicFrom: string[]) =>
      parseSettings({ platform: { kind: "kubernetes", cluster: { eks: { ...eks, endpoint: { publicFrom } } } } });
    expect(() => open(["0.0.0.0/0"])).toThrow("never the whole internet");
    expect(() => open(["203.0.113.0/24"])).not.toThrow();
  });
});

describe("an exporter of a data service on a host", () => {
  const exporter = { kind: "redis", name: "s", port: 9121, on: "web-1" } as const;
  const unit = (address: string) => dataExporterUnit({ ...exporter, address: addressOf(address) }, "", ["10.0.1.0/24"]);

  test("talks with the servers and its data service only", () => {
    expect(unit("127.0.0.1:6379")).toContain("IPAddressDeny=any\nIPAddressAllow=localhost 10.0.1.0/24\n");
    expect(unit("10.0.9.9:6379")).toContain("IPAddressDeny=any\nIPAddressAllow=localhost 10.0.1.0/24 10.0.9.9\n");
  });

  test("is left to the security group where its data service has a name", () => {
    expect(unit("redis.internal:6379")).not.toContain("IPAddress");
  });

  test("hands its password to no target that a request names", () => {
    expect(unit("127.0.0.1:6379")).toContain("Environment=REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT=true\n");
  });
});

test("hosts have no blackbox exporter unless it is asked for", () => {
  expect(settingsWith().platform.hosts.exporters).toEqual(["node", "container"]);
});
