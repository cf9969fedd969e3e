// The series that are kept for years: which they are, and how they reach the archive.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { assemble, mixinsInUse } from "../../../components/monitoring";
import { archiveConfig, prometheusConfig } from "../../../components/prometheus";
import { seriesNames } from "../../../components/rules";
import { endpoints, everyMixin, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";

const ARCHIVE = "http://127.0.0.1:9091";

const posts = { name: "posts", mixin: "threads", generated: true };
const withBusiness = settings({ services: [posts] });

const configOf = (chosen: ReturnType<typeof settings>, archive?: string) =>
  prometheusConfig(assemble("local", chosen, { ...endpoints, generator: "127.0.0.1:5001" }), {
    alertmanagers: ["127.0.0.1:9093"],
    ruleFiles: [],
    ...(archive && { archive }),
  });

const remoteWrite = z.array(
  z.strictObject({
    url: z.string(),
    name: z.string(),
    write_relabel_configs: z.tuple([
      z.strictObject({ source_labels: z.tuple([z.literal("__name__")]), regex: z.string(), action: z.literal("keep") }),
    ]),
  }),
);

/** Every series that the mixins in use know, and whether it is to be kept for years. */
const knownSeries = (chosen: ReturnType<typeof settings>) =>
  mixinsInUse(chosen).flatMap(({ catalogue, recordings }) => [
    ...catalogue.metrics.flatMap((metric) =>
      seriesNames(metric).map((name) => ({ name, business: metric.retention === "business" })),
    ),
    ...recordings.map(({ record, retention }) => ({ name: record, business: retention === "business" })),
  ]);

describe("the archive", () => {
  test.each([
    ["of a content business", withBusiness],
    ["of every mixin there is", everyMixin()],
  ])("%s is written the business series, and no others", (_, chosen) => {
    const [write, ...others] = remoteWrite.parse(parse(configOf(chosen, ARCHIVE)).remote_write);
    expect(others).toEqual([]);
    expect(write).toMatchObject({ url: `${ARCHIVE}/api/v1/write`, name: "archive" });
    // Prometheus anchors the expression at both ends.
    const kept = new RegExp(`^(?:${write?.write_relabel_configs[0].regex})$`);
    const known = knownSeries(chosen);
    const business = known.filter((series) => series.business);
    expect(business.length).toBeGreaterThan(5);
    expect(known.filter(({ name }) => kept.test(name))).toEqual(business);
    expect(["up", "ALERTS", "", `${business[0]?.name}_more`].filter((name) => kept.test(name))).toEqual([]);
  });

  test("is not written to where there is none", () => {
    expect(parse(configOf(withBusiness))).not.toHaveProperty("remote_write");
  });

  test("has nothing to keep where no mixin in use has business series", () => {
    expect(assemble("local", settings({ services: [] }), endpoints).business.series).toEqual([]);
  });

  test("names each of its series once, sorted, so that a change shows as what changed", () => {
    const { series } = assemble("local", everyMixin(), endpoints).business;
    expect(series).toEqual([...new Set(series)].sort());
  });

  test("keeps them for ever, or as long as the settings say", () => {
    const retention = (more: object) => assemble("local", settings(more), endpoints).business.retention;
    expect(retention({})).toBe("forever");
    expect(retention({ retention: { business: "5y" } })).toBe("5y");
  });
});

const tools = toolsOrSkip("promtool");

test.skipIf(!tools).each([
  ["that writes to the archive", configOf(withBusiness, ARCHIVE)],
  ["of the archive", archiveConfig()],
])("the configuration %s is one that promtool takes", async (_, config) => {
  const folder = await mkdtemp(join(tmpdir(), "archive-"));
  try {
    const file = join(folder, "prometheus.yml");
    await writeFile(file, config);
    const { exitCode, all } = await execa(tools?.promtool ?? "", ["check", "config", file], {
      reject: false,
      all: true,
    });
    expect(exitCode, all).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
