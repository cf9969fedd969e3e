// How much a command says: what succeeds stays below 200 lines, what fails below 40 and names the file with the rest. (long: a case for each command)
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { close, json, listen, send } from "../../components/sample/http";
import { toolsOrSkip } from "../support/tools";

const MOST = { success: 200, failure: 40 };
const REPOSITORY = process.cwd();
const ENVIRONMENTS = readdirSync(REPOSITORY).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

const tools = toolsOrSkip("pulumi");

/** Every mixin that a service can have, and many services. */
const MANY = Array.from({ length: 60 }, (_, n) => ({
  name: `shop-${n}`,
  mixin: ["service", "redis", "postgres", "mysql", "rabbitmq", "kafka", "mongodb", "qdrant", "nodejs", "worker"][
    n % 10
  ],
  targets: [`10.0.${n}.1:80`],
}));

const WRONG = MANY.map(({ name }, n) => ({ name, mixin: "service", tragets: [], host: `gone-${n}` }));

describe("what a command says", () => {
  let project: string;
  let cli: Command;
  let failureOf: (error: unknown, command: string) => Promise<string>;
  const stub = createServer((request, response) =>
    send(response, json(200, request.url?.includes("/silences") ? SILENCES : [])),
  );

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), "tocsin-lengths-"));
    for (const name of ["Pulumi.yaml", ...ENVIRONMENTS.map((one) => `Pulumi.${one}.yaml`)])
      copyFileSync(join(REPOSITORY, name), join(project, name));
    // The files with tokens that the environment `grafana` names are there in this one.
    const withTokens = readFileSync(join(REPOSITORY, "Pulumi.grafana.yaml"), "utf8").replaceAll(
      "~/.config/tocsin",
      project,
    );
    // A Grafana that sends would be asked first what it has.
    const asksNone = withTokens.replace("alerting: grafana", "alerting: prometheus");
    writeFileSync(join(project, "Pulumi.small.yaml"), asksNone);
    for (const [, file = ""] of withTokens.matchAll(/file: (\S+)/g)) writeFileSync(file, "a token\n", { mode: 0o600 });
    const settings = (services: unknown) => stringify({ config: { "tocsin:services": services } });
    writeFileSync(join(project, "Pulumi.many.yaml"), settings(MANY));
    writeFileSync(join(project, "Pulumi.wrong.yaml"), settings(WRONG));
    writeFileSync(join(project, "empty.txt"), "# nothing\n");
    for (const part of ["prometheus", "inbox"]) mkdirSync(join(project, ".tocsin", "local", part), { recursive: true });
    writeFileSync(join(project, ".tocsin", "local", "prometheus", "log"), "a line\n".repeat(1_000));
    for (const linked of ["node_modules", "components"]) symlinkSync(join(REPOSITORY, linked), join(project, linked));
    // The project is the folder where the process is.
    process.chdir(project);
    ({ cli } = await import("../../infra/cli.js"));
    ({ failureOf } = await import("../../infra/shown.js"));
    for (const command of [cli, ...cli.commands, ...cli.commands.flatMap((one) => one.commands)])
      command.exitOverride();
    await listen(stub, 0, "127.0.0.1");
  }, 120_000);
  afterAll(async () => {
    process.chdir(REPOSITORY);
    await close(stub, 1);
    rmSync(project, { recursive: true });
  });

  const stubUrl = () => {
    const address = stub.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  };

  /** Gets what a command prints, as it does so. */
  let heard: (text: string) => void = () => undefined;

  /** Runs a command in this process, as its own would. */
  async function said(...args: string[]): Promise<{ lines: string[]; text: string; failed: boolean }> {
    const parts: string[] = [];
    const note = (text: unknown) => {
      parts.push(String(text));
      heard(String(text));
    };
    const line = (...texts: unknown[]) => note(`${texts.join(" ")}\n`);
    const written = (text: unknown) => {
      note(text);
      return true;
    };
    const spies = [
      vi.spyOn(console, "log").mockImplementation(line),
      vi.spyOn(console, "error").mockImplementation(line),
      vi.spyOn(process.stdout, "write").mockImplementation(written),
      vi.spyOn(process.stderr, "write").mockImplementation(written),
    ];
    let failed = false;
    try {
      await cli.parseAsync(["node", "tocsin", ...args]);
    } catch (error) {
      const isCommanders = error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
      failed = !isCommanders || ("exitCode" in error && error.exitCode !== 0);
      if (!isCommanders) line(await failureOf(error, args[0] ?? ""));
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    failed ||= Boolean(process.exitCode);
    process.exitCode = undefined;
    const text = stripVTControlCharacters(parts.join(""));
    return { lines: text.trimEnd().split("\n"), text, failed };
  }

  /** Asserts how long it is, and that what is left out can be found. */
  function short({ lines, text, failed }: Awaited<ReturnType<typeof said>>) {
    expect(lines.length, text).toBeLessThan(failed ? MOST.failure : MOST.success);
    if (!/ … \d+ more/.test(text) || !failed) return;
    const [, path = "none"] = /(?:All of it|All that the engine said): (.+)/.exec(text) ?? [];
    expect(existsSync(path), text).toBe(true);
  }

  /** What can be run here of each command, for an environment; `undefined` where nothing can. */
  const OFFLINE: Record<string, ((environment: string) => string[]) | undefined> = {
    init: () => ["init", "nothing"],
    new: (environment) => ["new", environment],
    "new mixin": () => ["new", "mixin", "A/B"],
    test: () => ["test", "delivery"],
    "check-exposition": () => ["check-exposition", "empty.txt", "--mixin", "kubernetes"],
    up: (environment) => ["up", `${environment}-gone`],
    status: (environment) => ["status", environment],
    logs: (environment) => ["logs", "nobody", environment],
    stop: (environment) => ["stop", environment],
    supervise: (environment) => ["supervise", environment],
    boot: (environment) => ["boot", environment, "--remove"],
    preview: (environment) => ["preview", environment, "--offline"],
    destroy: (environment) => ["destroy", `${environment}-gone`],
    doctor: (environment) => ["doctor", environment],
    drill: (environment) => ["drill", "--environment", environment, ...Array(60).fill("ServiceDown")],
    silence: (environment) => ["silence", environment, "--for", "2h", "--reason", "a test"],
    silences: (environment) => ["silences", environment, "--alertmanager", stubUrl()],
    ack: (environment) => ["ack", environment, "--alert", "ServiceDown", "--by", "kim", "--alertmanager", stubUrl()],
    "notify-test": (environment) => ["notify-test", environment, "--team", "shop", "--severity", "high"],
    backtest: (environment) => ["backtest", environment, "--prometheus", "http://127.0.0.1:1"],
    review: (environment) => ["review", environment, "--prometheus", "http://127.0.0.1:1"],
    dashboards: (environment) => ["dashboards", environment, "--prometheus", "http://127.0.0.1:1"],
    render: (environment) => ["render", environment, "--out", join(project, "out", environment)],
    // The engine's own words.
    pulumi: undefined,
  };

  const nameOf = (command: Command): string =>
    command.parent === cli ? command.name() : `${command.parent?.name()} ${command.name()}`;

  test("is known for every command", () => {
    const all = cli.commands.flatMap((command) => [command, ...command.commands]).map(nameOf);
    expect(Object.keys(OFFLINE).sort()).toEqual(all.sort());
  });

  test("a silence that is to end and is not there is said, and where the ids are", async () => {
    const { text, failed } = await said("silences", "local", "--alertmanager", stubUrl(), "--end", "id-300");
    expect(failed).toBe(true);
    expect(text).toMatch(/local has no silence with the id id-300; `np[mx] \w+ silences` shows those that there are/);
  });

  /** Proves a mixin, whatever the environment. */
  const inSome: Readonly<Record<string, readonly string[]>> = { test: ["local"] };
  const ofAll = Object.keys(OFFLINE).filter((name) => OFFLINE[name] && !["preview", "doctor"].includes(name));

  test.each(ofAll)(
    "%s, in every environment, is short",
    async (name) => {
      for (const environment of inSome[name] ?? [...ENVIRONMENTS, "many", "wrong"])
        short(await said(...(OFFLINE[name]?.(environment) ?? [])));
    },
    600_000,
  );

  test.each(["--help", "nothing", ...Object.keys(OFFLINE).filter((name) => name !== "pulumi")])(
    "%s, as help and with an unknown option, is short",
    async (name) => {
      short(await said(...name.split(" "), "--help"));
      short(await said(...name.split(" "), "--no-such-option"));
    },
  );

  // The longest ones: a cluster with many resources, and many services.
  test.skipIf(!tools).each(["staging", "many"])(
    "a preview of %s with nothing to compare is short",
    async (name) => {
      const preview = await said("preview", name, "--offline");
      expect(preview.text).toContain("Resources:");
      short(preview);
    },
    300_000,
  );

  test.each(["preview", "up", "doctor", "destroy", "render"])(
    "%s of settings with hundreds of mistakes shows the first ones once, and where all are",
    async (command) => {
      const { lines, text, failed } = await said(
        ...(OFFLINE[command]?.("wrong") ?? []).map((arg) => arg.replace("-gone", "")),
      );
      short({ lines, text, failed });
      expect(failed).toBe(true);
      expect(text).toContain("The settings have 120 errors");
      expect(text.split("services[0].tragets: found an unknown key").length - 1).toBe(1);
      if (command === "doctor") return;
      const [, path = "none"] = /All of it: (.+)/.exec(text) ?? [];
      expect(readFileSync(path, "utf8")).toContain("services[59].tragets");
    },
  );

  /** Runs a command with the engine, for which stand-ins answer as providers until it prints this. */
  async function saidUntilGone(last: string, ...args: string[]) {
    const { startOfflineProviders } = await import("../../infra/engine/offline/index.js");
    const { PROVIDERS } = await import("../../components/monitoring/index.js");
    const providers = await startOfflineProviders(PROVIDERS);
    const gone: Promise<void>[] = [];
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "a test");
    for (const [key, value] of Object.entries(providers.environment)) vi.stubEnv(key, value);
    heard = (text) => {
      if (text.includes(last)) gone.push(providers.close());
    };
    try {
      return await said(...args);
    } finally {
      heard = () => undefined;
      await (gone[0] ?? providers.close());
      vi.unstubAllEnvs();
    }
  }

  test.skipIf(!tools).each([
    ["grafana", "its preview", /slack-token cannot be read/, "preview"],
    ["small", "its deployment", /connect/i, "up"],
  ])(
    "up of %s whose engine fails in %s shows how the preview begins, then the cause alone and where all of it is",
    async (name, _, why, log) => {
      const { lines, text, failed } = await saidUntilGone(`Deploying ${name}`, "up", name, "--yes");
      expect(failed, text).toBe(true);
      // Below what npm prints.
      short({ lines: [...Array(4).fill(""), ...lines], text, failed });
      const at = lines.lastIndexOf("");
      expect(lines.slice(0, at).join("\n"), text).toMatch(/\d+ alerts added/);
      expect(lines.slice(at).join("\n")).toMatch(why);
      const [, path = "none"] = /^All that the engine said: (.+)$/.exec(lines.at(-1) ?? "") ?? [];
      expect(path).toContain(`${name}-${log}.log`);
      expect(existsSync(path)).toBe(true);
      const [, preview = path] = /^All of it: (.+)$/m.exec(text) ?? [];
      expect(readFileSync(preview, "utf8")).toContain("Monthly cost:");
    },
    300_000,
  );

  test("an engine that fails with thousands of lines is short, and the log has all", async () => {
    const { openLog } = await import("../../infra/deployment/full-log.js");
    const { Causes } = await import("../../infra/deployment/events/causes.js");
    const causes = new Causes();
    const message = Array.from({ length: 9_000 }, (_, n) => `reason ${n}`).join("\n");
    causes.onEvent({ sequence: 1, timestamp: 1, diagnosticEvent: { message, color: "never", severity: "error" } });
    const log = await openLog("local", "up");
    const text = await failureOf(causes.error(new Error("it failed"), log.path, 13), "up");
    await log.close();
    expect(text).toContain("reason 0");
    // Below the steps of the preparation and the resources that were deployed before.
    short({ lines: [...Array(9 + 13).fill(""), ...text.split("\n")], text, failed: true });
  });
});

const SILENCES = Array.from({ length: 300 }, (_, n) => ({
  id: `id-${n}`,
  matchers: [{ name: "service", value: `shop-${n}`, isRegex: false, isEqual: true }],
  startsAt: "2027-01-01T00:00:00Z",
  endsAt: "2027-01-02T00:00:00Z",
  createdBy: "somebody",
  comment: "a test",
  status: { state: "active" },
  updatedAt: "2027-01-01T00:00:00Z",
}));
