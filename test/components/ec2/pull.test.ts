// What a server takes from its bucket: exactly what the manifest names.
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manifestOf } from "../../../components/ec2/aws/configuration-delivery";
import { authorityOf } from "../../../components/ec2/tls/certificate";
import { programsOrSkip } from "../../support/machine/programs";

const openssl = programsOrSkip("openssl");

const PULL = join(__dirname, "..", "..", "..", "components", "ec2", "machine", "scripts", "pull.sh");

/** Stands in for `aws s3 cp --only-show-errors [--recursive] FROM TO`, with a folder for a bucket. */
const AWS = `#!/bin/sh
shift 3
if [ "$1" = --recursive ]; then cp -r "$BUCKET/." "$3"; else cat "$BUCKET/\${1##*/}"; fi
`;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tocsin-pull-"));
  await mkdir(join(dir, "bin"));
  await writeFile(join(dir, "bin", "aws"), AWS, { mode: 0o755 });
  await mkdir(join(dir, "bucket", "rules"), { recursive: true });
});
afterAll(() => rm(dir, { recursive: true }));

test("files that no manifest names are left out, whatever their names", async () => {
  const files = { "rules/a.yml": "groups: []\n", "rules/a b.yml": "groups: []\n" };
  const foreign = ["rules/removed.yml", "rules/a.ymlx", "rules/-x.yml", "rules/.yml", "other"];
  for (const [path, content] of Object.entries(files)) await writeFile(join(dir, "bucket", path), content);
  for (const path of foreign) await writeFile(join(dir, "bucket", path), "left from before\n");
  await writeFile(join(dir, "bucket", "manifest"), manifestOf("1", files));
  await execa("sh", [PULL], {
    env: {
      PATH: `${join(dir, "bin")}:${process.env.PATH}`,
      BUCKET: join(dir, "bucket"),
      SOURCE: "s3://bucket",
      ROOT: join(dir, "root"),
      METRICS: join(dir, "metrics", "delivery.prom"),
    },
  });
  const taken = join(dir, "root", "current");
  expect(await readdir(taken)).toEqual(["rules"]);
  expect((await readdir(join(taken, "rules"))).sort()).toEqual(["a b.yml", "a.yml"]);
});

describe("the certificate that servers show", () => {
  const VALIDITY = { from: new Date("2026-11-30T00:00:00Z"), until: new Date("2028-01-01T00:00:00Z") };

  async function shown(ending: Record<string, string>) {
    await writeFile(join(dir, "bucket", "manifest"), manifestOf("1", { "rules/a.yml": "groups: []\n" }));
    await writeFile(join(dir, "bucket", "rules", "a.yml"), "groups: []\n");
    const metrics = join(dir, "metrics", "delivery.prom");
    const env = { PATH: `${join(dir, "bin")}:${process.env.PATH}`, BUCKET: join(dir, "bucket"), SOURCE: "s3://bucket" };
    await execa("sh", [PULL], { env: { ...env, ROOT: join(dir, "root-of-ends"), METRICS: metrics, ...ending } });
    return /^tocsin_delivery_certificate_not_after_timestamp_seconds (.*)$/m.exec(await readFile(metrics, "utf8"))?.[1];
  }

  test.skipIf(!openssl)("is reported with its end, whatever the zone of the machine", async () => {
    const file = join(dir, "tls-certificate");
    const { issue } = await authorityOf("the environment's");
    await writeFile(file, (await issue("servers", VALIDITY)).certificate);
    const end = String(VALIDITY.until.getTime() / 1000);
    expect(await shown({ ENDING: file })).toBe(end);
    expect(await shown({ ENDING: file, TZ: "America/Lima" })).toBe(end);
  });

  test("is not reported where there is none, or none that can be read", async () => {
    const file = join(dir, "no-certificate");
    expect([await shown({}), await shown({ ENDING: file })]).toEqual([undefined, undefined]);
    await writeFile(file, "no certificate\n");
    expect(await shown({ ENDING: file })).toBeUndefined();
  });
});

describe("a reload", () => {
  /** Stand-ins: `curl` shows the metrics of a file, `systemctl kill` leaves what the unit made of SIGHUP. */
  const CURL = `#!/bin/sh\ncat "$STATE"\n`;
  const SYSTEMCTL = `#!/bin/sh\necho "$*" >>"$STATE.calls"\n[ -e "$STATE.after" ] && mv "$STATE.after" "$STATE"\nexit 0\n`;
  const metrics = (succeeded: number, at: string) =>
    `prometheus_config_last_reload_success_timestamp_seconds ${at}\nprometheus_config_last_reload_successful ${succeeded}\n`;

  async function pulled(version: string, before: string, after: string) {
    const state = join(dir, `state-${version}`);
    await writeFile(join(dir, "bin", "curl"), CURL, { mode: 0o755 });
    await writeFile(join(dir, "bin", "systemctl"), SYSTEMCTL, { mode: 0o755 });
    await writeFile(state, before);
    await writeFile(`${state}.after`, after);
    await writeFile(join(dir, "bucket", "manifest"), manifestOf(version, { "rules/a.yml": "groups: []\n" }));
    const { exitCode, stderr } = await execa("sh", [PULL], {
      reject: false,
      env: {
        PATH: `${join(dir, "bin")}:${process.env.PATH}`,
        STATE: state,
        BUCKET: join(dir, "bucket"),
        SOURCE: "s3://bucket",
        ROOT: join(dir, "root-of-reloads"),
        METRICS: join(dir, "metrics", "delivery.prom"),
        RELOAD: "prometheus.service=http://127.0.0.1:9090/metrics",
      },
    });
    return { exitCode, stderr, calls: await readFile(`${state}.calls`, "utf8") };
  }

  test("is a SIGHUP, which no web page can send, and is done when the metrics say so", async () => {
    const { exitCode, calls } = await pulled("2", metrics(1, "1.5e+09"), metrics(1, "1.6e+09"));
    expect([exitCode, calls]).toEqual([0, "kill --signal=HUP prometheus.service\n"]);
  });

  test("that the unit refuses is a failure, and the version before is current again", async () => {
    const { exitCode, stderr } = await pulled("3", metrics(1, "1.6e+09"), metrics(0, "1.6e+09"));
    expect([exitCode, stderr]).toEqual([1, "tocsin-pull: reload:  prometheus.service: refused its files"]);
    expect(await readlink(join(dir, "root-of-reloads", "current"))).toBe("releases/2");
  });

  test("after one that failed waits for the outcome of this one", async () => {
    const { exitCode } = await pulled("4", metrics(0, "1.6e+09"), metrics(1, "1.7e+09"));
    expect(exitCode).toBe(0);
  });
});

describe("a unit that reads its file when it starts", () => {
  /** Stand-ins: `systemctl` notes what it is asked, the collector accepts any file but one that says `wrong`. */
  const SYSTEMCTL = `#!/bin/sh\necho "$*" >>"$CALLS"\n`;
  const COLLECTOR = `#!/bin/sh\n! grep wrong "\${2#--config=file:}" >&2\n`;

  async function pulled(version: string, gateway: string, other = "groups: []\n") {
    const calls = join(dir, `calls-${version}`);
    await writeFile(join(dir, "bin", "systemctl"), SYSTEMCTL, { mode: 0o755 });
    await writeFile(join(dir, "bin", "otelcol-contrib"), COLLECTOR, { mode: 0o755 });
    await writeFile(calls, "");
    const password = join(dir, "traces-password");
    await writeFile(password, "of-the-hosts");
    const files = { "gateway/gateway.yml": `${gateway} \${file:${password}}\n`, "rules/a.yml": other };
    await mkdir(join(dir, "bucket", "gateway"), { recursive: true });
    for (const [path, content] of Object.entries(files)) await writeFile(join(dir, "bucket", path), content);
    await writeFile(join(dir, "bucket", "manifest"), manifestOf(version, files));
    const { exitCode, stderr } = await execa("sh", [PULL], {
      reject: false,
      env: {
        PATH: `${join(dir, "bin")}:${process.env.PATH}`,
        CALLS: calls,
        BUCKET: join(dir, "bucket"),
        SOURCE: "s3://bucket",
        ROOT: join(dir, "root-of-restarts"),
        METRICS: join(dir, "metrics", "delivery.prom"),
        RESTART: "tocsin-gateway.service=gateway/gateway.yml",
      },
    });
    return { exitCode, stderr, calls: await readFile(calls, "utf8") };
  }

  test("is started again when that is another one, and left alone when something else is", async () => {
    expect(await pulled("1", "share: 10")).toEqual({ exitCode: 0, stderr: "", calls: RESTARTED });
    expect(await pulled("2", "share: 10", "groups: [] # other\n")).toEqual({ exitCode: 0, stderr: "", calls: "" });
    expect(await pulled("3", "share: 20")).toEqual({ exitCode: 0, stderr: "", calls: RESTARTED });
  });

  test("keeps the file that it has where the collector refuses the new one", async () => {
    const { exitCode, stderr, calls } = await pulled("4", "wrong: 10");
    expect([exitCode, calls]).toEqual([1, ""]);
    expect(stderr).toContain("tocsin-pull: check: wrong: 10");
    expect(await readlink(join(dir, "root-of-restarts", "current"))).toBe("releases/3");
  });
});

const RESTARTED = "try-restart tocsin-gateway.service\n";

test("no server of ours has Prometheus' lifecycle API, and no part lets foreign pages read", () => {
  const sources = ["components/ec2/servers/server-units.ts", "components/local/parts/prometheus.ts"].map((file) =>
    readFileSync(file, "utf8"),
  );
  for (const source of sources) {
    expect(source).not.toContain("enable-lifecycle");
    expect(source.match(/--web\.cors\.origin=/g)?.length).toBeGreaterThan(0);
  }
});
