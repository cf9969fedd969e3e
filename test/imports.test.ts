// The house's one rule: imports go one way, and nothing below infra/ reads the outside world.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** The rooms from the entrance inwards; each may use those further in, and itself. */
const ROOMS = [
  ["infra"],
  ["stacks"],
  ["components/local", "components/ec2", "components/kubernetes", "components/grafana"],
  ["components/host"],
  [
    "components/prometheus",
    "components/alertmanager",
    "components/drill",
    "components/incidents",
    "components/remediation",
    "components/logs",
    "components/traces",
  ],
  ["components/monitoring", "components/sample"],
  ["components/mixins"],
  ["components/dashboards"],
  ["components/rules"],
  ["components/promql", "components/pages"],
  [
    "components/grouped",
    "components/images",
    "components/releases",
    "components/versions",
    "components/version-numbers",
    "components/printable",
    "components/error-text",
    "components/bucket-policy",
    "components/circle",
  ],
];

/** Where the outside world is read below infra/: the provider and what it runs are processes of their own. */
const READS_THE_WORLD = [
  "components/host/",
  "components/sample/",
  "components/drill/",
  "components/incidents/",
  "components/remediation/",
];

const files = ["infra", "stacks", "components"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

const rankOf = (file: string) =>
  ROOMS.findIndex((rooms) => rooms.some((room) => file.startsWith(`${room}/`) || file === `${room}.ts`));

function importsOf(file: string): string[] {
  const specifiers = readFileSync(file, "utf8").matchAll(/(?:from|import|require\()\s*"(\.[^"]*)"/g);
  return [...specifiers].map(([, path = ""]) => normalize(join(dirname(file), path)));
}

describe("imports", () => {
  test("are looked at in every room", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.filter((file) => rankOf(file) < 0)).toEqual([]);
  });

  test.each(files)("of %s go inwards", (file) => {
    const wrong = importsOf(file).filter((target) => rankOf(`${target}/`) < rankOf(file));
    expect(wrong).toEqual([]);
  });

  test("are the only way in: below infra/ nothing reads configuration, environment variables or the clock", () => {
    const inner = files.filter(
      (file) => !file.startsWith("infra/") && !READS_THE_WORLD.some((room) => file.startsWith(room)),
    );
    const readers = inner.filter((file) =>
      /process\.env|pulumi\.Config|new Config\(|allConfig\(|Date\.now|new Date\(\)|getStack\(/.test(
        readFileSync(file, "utf8"),
      ),
    );
    expect(readers).toEqual([]);
  });

  test.each(["components/prometheus", "components/alertmanager", "components/dashboards"])(
    "of %s, followed to their end, load no mixin",
    (room) => {
      const loaded = loadedBy(`${room}/index.ts`);
      expect(loaded).toContain("components/rules/index.ts");
      expect(loaded.filter((file) => /^components\/mixins\/[a-z]/.test(file))).toEqual([]);
    },
  );
});

/** All files that are loaded with one: what is imported only as types is not. */
function loadedBy(entry: string): string[] {
  const seen = new Set([entry]);
  for (const file of seen) {
    const text = readFileSync(file, "utf8");
    for (const [, path = ""] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from "(\.[^"]*)";/gm)) {
      const target = normalize(join(dirname(file), path));
      const found = [`${target}.ts`, join(target, "index.ts")].find((each) => existsSync(each));
      if (found) seen.add(found);
    }
  }
  return [...seen];
}
