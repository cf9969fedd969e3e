// What a mixin is stands in its own folder: nothing else has a list of mixins, or does something for one of them by name.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CORE_MIXINS, SERVICE_MIXINS } from "../components/mixins";
import { usesOfNames } from "./support/name-uses";

/** Mixins that share their name with something else: parts of the monitoring, a platform, a label, an engine's language, what runs on hosts, a service of AWS. */
const SHARED = [
  "alertmanager",
  "blackbox",
  "cloudwatch",
  "container",
  "grafana",
  "jaeger",
  "kubernetes",
  "node",
  "nodejs",
  "otelcol",
  "prometheus",
  "service",
  "victorialogs",
  "vmalert",
];

/** Mixins that share theirs with nothing, `slo` among them, which no service names. */
const OWN = [...Object.keys(CORE_MIXINS), ...Object.keys(SERVICE_MIXINS), "slo"].filter((one) => !SHARED.includes(one));

/** A platform says in its own rooms what it brings itself, by the mixin that watches it. */
const PLATFORMS = /^(components\/(ec2|kubernetes|grafana|local|monitoring\/platforms)\/|stacks\/)/;

const sources = ["components", "infra", "stacks", "package"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .filter((file) => !file.startsWith("components/mixins/")),
);

/** What a shared name is asked of that is no mixin: who evaluates, a part, a label, what a selector selects. */
const OTHERS = [
  /(^|\.)(alerting|recordings|evaluates)$/,
  /^(part|tool)$/,
  /^(alert\.down|selector\.by|discovery\.services\[kind\])$/,
];

describe("nothing else names a mixin", () => {
  const found = sources.flatMap((file) =>
    usesOfNames(readFileSync(file, "utf8"), [...OWN, ...SHARED]).map((use) => ({ file, ...use })),
  );
  const shown = (uses: typeof found) => uses.map(({ file, name, subject }) => `${file}: ${subject} ${name}`.trim());

  test("whose name means nothing else", () => {
    // Fields are of other values: `component.delivery`.
    const named = found.filter(({ name, as }) => OWN.includes(name) && as !== "field");
    expect(shown(named.filter(({ file }) => !PLATFORMS.test(file)))).toEqual([]);
    expect([...new Set(named.map(({ name }) => name))]).toEqual(["delivery", "repairs"]);
  });

  test("to do something else for it", () => {
    const asked = found.filter(({ name, as }) => SHARED.includes(name) && as === "asked");
    const ofMixins = asked.filter(({ subject }) => !OTHERS.some((other) => other.test(subject)));
    expect(shown(ofMixins.filter(({ file }) => !PLATFORMS.test(file)))).toEqual([]);
    expect(shown(found.filter(({ as, subject }) => as === "field" && /(finds|MIXINS)\??$/.test(subject)))).toEqual([]);
  });

  test.each([
    ['mixin.name === "redis"', "asked mixin.name"],
    ['"redis" !== mixin', "asked mixin"],
    ['switch (kind) { case "redis": }', "asked kind"],
    ['known.has("redis")', "asked known"],
    ['[mixin, ...extraMixins].includes("redis")', "asked [mixin, ...extraMixins]"],
    ['"redis" in finds', "asked finds"],
    ['finds["redis"]', "asked finds"],
    ["finds.redis", "field finds"],
    ["const PORTS = { redis: 6379 }", "key"],
    ['const PORTS = { "redis": 6379 }', "key"],
    ['const DATA = ["redis"]', "literal"],
  ])("in any form: %s", (text, use) => {
    expect(usesOfNames(text, ["redis"]).map(({ as, subject }) => `${as} ${subject}`.trim())).toEqual([use]);
  });

  test("in types and imports it may", () => {
    expect(usesOfNames('import { redis } from "redis"; let one: "redis" | undefined;', ["redis"])).toEqual([]);
  });
});
