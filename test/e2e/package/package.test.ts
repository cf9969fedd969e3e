// The package as a user has it: packed, installed, deployed, extended, drilled, broken, destroyed.
// Its commands are those of the pages, in their order.
import { existsSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { commandsOn, OF_THE_PACKAGE, OWN_PAGES, runnerOf, typedByUsers } from "../../docs/own-pages";
import { toolsOrSkip } from "../../support/tools";
import { portsInUse } from "../house";
import { ownedProcesses, within } from "../processes";
import { Guest } from "./guest";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

/** The commands of a page that are run here, as they are typed where the package is installed. */
const commandsOf = (page: string) =>
  commandsOn(page)
    .filter((command) => runnerOf(command) === OF_THE_PACKAGE)
    .map(typedByUsers);

const REDIS = join(__dirname, "..", "..", "fixtures", "exporters", "redis_exporter-1.45.0.prom");

/** What the exporter of the user's own technology shows. */
let waiting = 1;
const shown = () => `# HELP queue_jobs_waiting Jobs that nobody has begun.
# TYPE queue_jobs_waiting gauge
queue_jobs_waiting{queue="mail"} ${waiting}
# HELP queue_jobs_done_total Jobs done.
# TYPE queue_jobs_done_total counter
queue_jobs_done_total{queue="mail",result="ok"} ${Math.floor(Date.now() / 1000) % 1_000_000}
`;

const RULES = {
  groups: [
    {
      name: "shop",
      rules: [
        {
          alert: "ShopJobsWaiting",
          expr: "max by (service, team) (queue_jobs_waiting) > 100",
          labels: { severity: "critical" },
          annotations: { summary: "{{ $value }} jobs of {{ $labels.service }} wait" },
        },
      ],
    },
  ],
};

describe.skipIf(!tools)("a user of the package", () => {
  let guest: Guest;
  let exporter: Server;
  const typed = new Set<string>();

  /** Runs a command of the pages, with this test's addresses and files in place of theirs. */
  async function types(command: string): Promise<string> {
    typed.add(command);
    const { port } = exporter.address() as { port: number };
    return guest.does(
      command
        .replace(
          "npm install tocsin",
          `npm install ${guest.tarball} --prefer-offline --no-audit --no-fund --ignore-scripts`,
        )
        .replace("http://127.0.0.1:9113/metrics", `http://127.0.0.1:${port}/metrics`)
        .replace("http://127.0.0.1:9121/metrics", `http://127.0.0.1:${port}/redis`)
        .replace("https://prometheus.example.com", guest.url("prometheus")),
    );
  }

  const write = async (file: string, text: string) => {
    await mkdir(dirname(guest.path(file)), { recursive: true });
    await writeFile(guest.path(file), text);
  };

  beforeAll(async () => {
    if (!tools) return;
    exporter = createServer(async ({ url }, response) => {
      response.setHeader("content-type", "text/plain; version=0.0.4");
      response.end(url === "/redis" ? await readFile(REDIS) : shown());
    });
    await new Promise<void>((resolve) => exporter.listen(0, "127.0.0.1", resolve));
    guest = await Guest.arrives();
    // Everything is compiled.
  }, 900_000);
  afterAll(async () => {
    exporter?.close();
    await guest?.leaves();
  });

  test("makes an empty folder a repository, and deploys it", async () => {
    await types("npm init -y");
    await types("npm install tocsin");
    const said = await types("npx tocsin init local --yes");
    expect(said).toContain("written  Pulumi.yaml");
    expect(said).toContain("kept     package.json");
    await guest.settings((config) => {
      config["tocsin:platform"] = { kind: "local", runtime: "native", ports: guest.ports };
      const text = JSON.stringify(config).replace(/127\.0\.0\.1:5\d00/g, `127.0.0.1:${guest.ports.sample}`);
      Object.assign(config, JSON.parse(text));
    });
    expect(await types("npx tocsin up")).toMatch(/(\d+) of \1 targets are up/);
    expect(await types("npx tocsin status")).not.toContain("down");
  }, 600_000);

  test("adds a rule file and a mixin of a running exporter", async () => {
    const { port } = exporter.address() as { port: number };
    await write("rules/shop.yml", stringify(RULES));
    await types("npx tocsin new mixin nginx --from http://127.0.0.1:9113/metrics");
    expect(await types("npx tocsin test nginx")).toMatch(/ok {2}nginx: 2 metrics, 1 alerts, 3 scenarios/);
    expect(await types("npx tocsin test")).toContain("ok  nginx");
    await guest.settings((config) => {
      config["tocsin:rules"] = { files: ["rules/*.yml"], team: "shop" };
      const services = config["tocsin:services"];
      if (!Array.isArray(services)) throw new Error("no services");
      services.push({ name: "mail", mixin: "nginx", targets: [`127.0.0.1:${port}`] });
      services.push({ name: "made-up", mixin: "nginx", generated: true });
    });
    expect(await types("npx tocsin up")).toMatch(/(\d+) of \1 targets are up/);
    const rules = await (await fetch(`${guest.url("prometheus")}/api/v1/rules`)).text();
    for (const alert of ["ShopJobsWaiting", "NginxDown"]) expect(rules).toContain(`"name":"${alert}"`);
    expect(await (await fetch(`${guest.url("inbox")}/runbooks/nginx`)).text()).toContain("NginxDown");
  }, 600_000);

  test("is notified by the rule file's alert, and by the mixin's within its budget", async () => {
    waiting = 1_000;
    const sent = async () => (await fetch(`${guest.url("inbox")}/messages`)).text();
    await within(120, async () => /1000 jobs of mail wait/.exec(await sent()) ?? undefined, sent);
    waiting = 1;
    const drilled = JSON.parse(await guest.does("npx tocsin drill NginxDown --json"));
    expect(drilled).toMatchObject({ alert: "NginxDown" });
    expect(drilled.totalSeconds).toBeLessThan(drilled.budgetSeconds);
  }, 600_000);

  test("compares exporters, renders and previews, as the pages say", async () => {
    for (const file of ["before.prom", "after.prom"]) await write(file, await readFile(REDIS, "utf8"));
    await guest.does("npx tocsin new dev grafana");
    await guest.does("git init -q -b main . && git add -A && git -c user.name=a -c user.email=a@b commit -qm all");
    const left = OWN_PAGES.flatMap(commandsOf).filter((command) => !typed.has(command));
    for (const command of new Set(left)) await types(command);
    expect(existsSync(guest.path("rendered", "prometheus", "rules"))).toBe(true);
    expect(OWN_PAGES.flatMap(commandsOf).filter((command) => !typed.has(command))).toEqual([]);
  }, 600_000);

  describe("who makes a mistake", () => {
    /** Nothing was deployed: the engine was not asked, and no part was started again. */
    const deployed = async () => {
      const pids = ["prometheus", "alertmanager", "inbox", "generator"].map((part) =>
        readFile(guest.path(".tocsin", "local", part, "pid"), "utf8"),
      );
      return [(await stat(guest.path(".tocsin", "logs", "local-up.log"))).mtimeMs, ...(await Promise.all(pids))];
    };

    /** A package with a mixin, whose alert is the same in each. */
    const packaged = async (name: string, more: object = {}) => {
      const folder = `node_modules/tocsin-${name}`;
      await write(`${folder}/package.json`, JSON.stringify({ name: `tocsin-${name}`, main: "index.js", ...more }));
      await write(`${folder}/mixins/${name}/runbook.md`, "# One\n\n## OneDown\n");
      await write(
        `${folder}/index.js`,
        `const { alert, mixin } = require("tocsin");
const alerts = [alert({ name: "OneDown", expr: 'up{job="${name}"} == 0', severity: "warning", for: "1m", summary: "a", description: "b" })];
exports.mixins = { ${name}: mixin({ name: "${name}", catalogue: { exporter: "a", version: "1", source: "a", metrics: [] },
  scrapeInterval: "15s", recordings: [], alerts, dashboards: [], scenarios: [], normal: [] }) };`,
      );
    };
    const changed = async (file: string, from: string, to: string) => {
      const text = await readFile(guest.path(file), "utf8");
      expect(text).toContain(from);
      await write(file, text.replace(from, to));
    };
    const bringing = (packages: string) => changed("tocsin.config.ts", "mixins:", `packages: [${packages}], mixins:`);

    const MISTAKES: Record<string, [make: () => Promise<void>, said: RegExp]> = {
      "in a rule file, which promtool refuses": [
        () =>
          changed(
            "rules/shop.yml",
            "max by (service, team) (queue_jobs_waiting) > 100",
            "rate(queue_jobs_waiting) > 100",
          ),
        /rules\/shop\.yml: promtool refuses it; nothing is deployed\.[\s\S]*expected type range vector/,
      ],
      "in a type": [
        () => changed("mixins/nginx/alerts.ts", 'for: "20s"', "for: 20"),
        /nothing is deployed\.\n {2}mixins\/nginx\/alerts\.ts:\d+: Type 'number' is not assignable/,
      ],
      "in a mixin, which throws": [
        () =>
          changed(
            "mixins/nginx/alerts.ts",
            "export const",
            'const zone = (): string => {\n  throw new Error("no such zone");\n};\nzone();\nexport const',
          ),
        /mixins\/nginx\/alerts\.ts:\d+: no such zone[\s\S]*[Nn]othing is deployed/,
      ],
      "in two packages, which bring the same alert": [
        async () => {
          await Promise.all([packaged("one"), packaged("two")]);
          await bringing('"tocsin-one", "tocsin-two"');
        },
        /nothing is deployed\.\n {2}node_modules\/tocsin-two: found the alert OneDown of two, which one in node_modules\/tocsin-one brings as well; rename it, or take one of them out/,
      ],
      "in what is installed: a package without its peer": [
        async () => {
          await packaged("three", { peerDependencies: { "absent-peer": "^1" } });
          await bringing('"tocsin-three"');
        },
        /node_modules\/tocsin-three\/package\.json: found no absent-peer, which tocsin-three needs beside it; run: npm install absent-peer/,
      ],
      "in the name of a label": [
        () =>
          guest.settings((config) => {
            const [service] = config["tocsin:services"] as [{ options: object }];
            service.options = { metrics: { naming: "promhttp", labels: { endpoint: "rout" } } };
          }),
        /Pulumi\.local\.yaml[\s\S]*services\[0\]\.options\.metrics[\s\S]*"rout"/,
      ],
    };

    test.each(Object.entries(MISTAKES))(
      "%s, reads where it is and what to do; nothing is deployed",
      async (_, [make, said]) => {
        const files = ["rules/shop.yml", "mixins/nginx/alerts.ts", "tocsin.config.ts", "Pulumi.local.yaml"];
        const right = await Promise.all(files.map((file) => readFile(guest.path(file), "utf8")));
        const before = await deployed();
        await make();
        const { exitCode, output } = await guest.run("npx tocsin up");
        await Promise.all(files.map((file, index) => write(file, right[index] ?? "")));
        expect(output).toMatch(said);
        expect(exitCode).toBe(1);
        expect(await deployed()).toEqual(before);
      },
    );
  });

  test("destroys it, and nothing is left: no process, no port, no file", async () => {
    expect(await guest.does("npx tocsin destroy")).toContain("Logs and data stay");
    expect(await ownedProcesses(guest.folder)).toEqual([]);
    expect(await portsInUse(Object.values(guest.ports))).toEqual([]);
    expect(await guest.does("npx tocsin destroy --purge")).toContain("Logs and data are gone as well");
    expect(existsSync(guest.path(".tocsin"))).toBe(false);
  });
});
