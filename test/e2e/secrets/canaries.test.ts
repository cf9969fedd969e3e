// A canary in every credential that the settings of this machine take, each in a file, on the real engine: what deploys, shows, fails
// and destroys the environment leaves none of them anywhere, but in the one file that its reader needs.
import { type ChildProcess, execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { CREDENTIAL_PATHS } from "../../support/credential-paths";
import { toolsOrSkip } from "../../support/tools";
import { House } from "../house";
import { settingsWith } from "./settings";

const tools = toolsOrSkip("pulumi", "otelcol", ...NATIVE_TOOLS);

/** Of those that exclude each other the first is tried here; test/stacks/canaries.test.ts tries more. */
const EXCLUDED = [
  "notifications.slack.token",
  "services.*.scrape.bearerToken",
  ...["elasticsearch", "opensearch"].map((store) => `logs.store.${store}.basicAuth.password`),
];
const PATHS = [...new Set(CREDENTIAL_PATHS.map((path) => path.join(".")))].filter(
  (path) => !path.startsWith("platform.") && !EXCLUDED.includes(path),
);

/** For half a dozen commands, on a busy machine. */
const LONG = 900_000;

/** Where a canary may be: the copy that its reader has, for this user alone. */
const OF_ITS_READER =
  /^\.tocsin\/local\/(alertmanager|prometheus|remediation|collector|gateway)\/config\/[0-9a-f]{16}\/secrets\/[\w-]+$/;

/** Alertmanager itself writes it there, as part of an address that does not answer: docs/notifications.md says so. */
const WRITTEN_BY_ALERTMANAGER = {
  file: ".tocsin/local/alertmanager/log",
  path: "notifications.receivers.*.telegram.token",
};

describe.skipIf(!tools)("canaries in every credential of this machine's settings", () => {
  let house: House;
  let keys: string;
  let shop: Server;
  let asked = 0;
  /** By setting: what is looked for. */
  const canaries = new Map<string, string>();

  beforeAll(async () => {
    house = await House.build();
    keys = await mkdtemp(join(tmpdir(), "tocsin-canaries-"));
    const [certificate, key] = [join(keys, "certificate.pem"), join(keys, "key.pem")];
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
    execFileSync(
      "openssl",
      [...request, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
      {
        stdio: "ignore",
      },
    );
    for (const path of PATHS) writeFileSync(fileOf(path), contentOf(path), { mode: 0o600 });
    // A service that lets in who has the password and the certificate; its metrics are the sample service's.
    shop = createServer(
      { cert: readFileSync(certificate), key: readFileSync(key), ca: readFileSync(certificate), requestCert: true },
      async (incoming, answer) => {
        const password = canaries.get("services.*.scrape.basicAuth.password");
        const expected = `Basic ${Buffer.from(`u:${password}`).toString("base64")}`;
        const isKnown = incoming.socket instanceof TLSSocket && incoming.socket.authorized;
        if (!isKnown || incoming.headers.authorization !== expected) return void answer.writeHead(401).end();
        asked++;
        answer.end(await (await fetch(`${house.url("sample")}/metrics`)).text());
      },
    ).listen(0, "127.0.0.1");
    await new Promise((resolve) => shop.once("listening", resolve));
    await house.settings((config) =>
      Object.assign(config, settingsWith(config, (shop.address() as AddressInfo).port, { given, certificate })),
    );

    function contentOf(path: string): string {
      const name = path.replace(/\W+/g, "-");
      if (path.endsWith(".key")) {
        const text = readFileSync(key, "utf8");
        // A line in its midst.
        canaries.set(path, text.split("\n")[5] ?? text);
        return text;
      }
      canaries.set(path, `${name}-c4n4ry`);
      return /webhook|msteams|discord/.test(path) ? `http://127.0.0.1:9/${name}-c4n4ry` : `${name}-c4n4ry`;
    }
  });
  afterAll(async () => {
    shop.close();
    await house.tearDown();
    rmSync(keys, { recursive: true });
  });

  const fileOf = (path: string) => join(keys, path.replace(/\W+/g, "-"));
  const given = (path: string) => ({ file: fileOf(path) });

  /** The settings whose canaries are in a text, also in base64. */
  const foundIn = (text: string) =>
    [...canaries].flatMap(([path, canary]) =>
      text.includes(canary) || text.includes(Buffer.from(canary).toString("base64").slice(0, -4)) ? [path] : [],
    );

  /** Files with canaries, below the project. */
  const filesWith = () =>
    readdirSync(house.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map((entry) => join(entry.parentPath, entry.name))
      // Some versions of Node.js go through links.
      .filter((file) => realpathSync(file) === join(realpathSync(house.dir), relative(house.dir, file)))
      .map((file) => relative(house.dir, file))
      .filter((file) =>
        foundIn(readFileSync(join(house.dir, file), "latin1")).some(
          (path) => file !== WRITTEN_BY_ALERTMANAGER.file || path !== WRITTEN_BY_ALERTMANAGER.path,
        ),
      );

  /** What other users of the machine may see of its processes, as long as a command runs. */
  async function watched(args: string[]) {
    const running = house.start(args);
    const seen = new Set<string>();
    let output = "";
    for (const stream of [running.stdout, running.stderr]) stream.on("data", (data) => (output += data));
    const watching = setInterval(() => {
      for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
        for (const what of ["cmdline", "environ"])
          for (const path of foundIn(readOrNothing(`/proc/${pid}/${what}`))) seen.add(`${what}: ${path}`);
    }, 250);
    const exitCode = await new Promise((resolve) => (running as ChildProcess).once("exit", resolve));
    clearInterval(watching);
    return { exitCode, output, seen: [...seen], printed: foundIn(output) };
  }

  test("all that there are, are set", () => {
    expect(PATHS.length).toBeGreaterThan(6);
    const set = readFileSync(join(house.dir, "Pulumi.local.yaml"), "utf8");
    expect(PATHS.filter((path) => !set.includes(fileOf(path)))).toEqual([]);
  });

  test("up and previews leave them in the files of their readers alone", { timeout: LONG }, async () => {
    const up = await watched(["up"]);
    expect(up.exitCode, up.output).toBe(0);
    expect({ seen: up.seen, printed: up.printed }).toEqual({ seen: [], printed: [] });
    const held = filesWith();
    expect(held.filter((file) => !OF_ITS_READER.test(file))).toEqual([]);
    expect(held.map((file) => statSync(join(house.dir, file)).mode & 0o777)).toEqual(held.map(() => 0o600));
    // Each has reached its reader, so that looking for it means something.
    expect(foundIn(held.map((file) => readFileSync(join(house.dir, file), "utf8")).join("\n")).sort()).toEqual(
      [...PATHS].sort(),
    );
    expect(asked, "scrapes with the password and the certificate").toBeGreaterThan(0);
    for (const args of [["preview"], ["preview", "--json"], ["preview", "--offline", "--markdown", "preview.md"]]) {
      const { printed } = await watched(args);
      expect(printed, args.join(" ")).toEqual([]);
    }
    expect(filesWith().filter((file) => !OF_ITS_READER.test(file))).toEqual([]);
  });

  test("neither the state, with its secrets in the clear, nor what the servers show of themselves holds one", async () => {
    const state = await house.does(["pulumi", "stack", "export", "--show-secrets", "--stack", "local"]);
    expect(state.stdout).toContain("slack-webhook");
    expect(foundIn(state.stdout)).toEqual([]);
    for (const address of [
      `${house.url("prometheus")}/api/v1/status/config`,
      `${house.url("prometheus")}/api/v1/targets`,
      `${house.url("alertmanager")}/api/v2/status`,
      `${house.url("inbox")}/`,
    ]) {
      const answer = await fetch(address);
      expect(answer.status, address).toBe(200);
      expect(foundIn(await answer.text()), address).toEqual([]);
    }
  });

  test("failures and destroy print none, and destroy leaves none", { timeout: LONG }, async () => {
    const good = readFileSync(join(house.dir, "Pulumi.local.yaml"), "utf8");
    await house.settings((config) => {
      config["tocsin:links"] = { dashboard: "http://grafana/{{ break }}misspelt" };
    });
    const failed = await watched(["up"]);
    expect(failed.exitCode).toBe(1);
    expect({ seen: failed.seen, printed: failed.printed }).toEqual({ seen: [], printed: [] });
    await house.write("Pulumi.local.yaml", good);
    const destroyed = await watched(["destroy"]);
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    expect({ seen: destroyed.seen, printed: destroyed.printed }).toEqual({ seen: [], printed: [] });
    expect(filesWith()).toEqual([]);
  });
});

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
