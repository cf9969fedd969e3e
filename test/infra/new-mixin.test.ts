// `new mixin`: what an exporter shows becomes a catalogue, and the whole passes the tests that Tocsin's own mixins pass.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ServiceMixin } from "../../components/mixins";
import { writeMixin } from "../../infra/commands/new/mixin";
import { graphProblems } from "../../infra/commands/test/graph";
import { unproven } from "../../infra/commands/test/proof";
import { familiesIn } from "../../infra/exposition/families";

const SEEN = `# HELP nginx_up Status of the last metric scrape
# TYPE nginx_up gauge
nginx_up 1
# HELP jobs_done_total Jobs, by queue.
# TYPE jobs_done_total counter
jobs_done_total{queue="mail",state="ok"} 4
jobs_done_total{queue="sms, {urgent}",state="ok"} 0
# TYPE job_duration_seconds histogram
job_duration_seconds_bucket{queue="mail",le="0.1"} 1
job_duration_seconds_bucket{queue="mail",le="1"} 3
job_duration_seconds_bucket{queue="mail",le="+Inf"} 4
job_duration_seconds_sum{queue="mail"} 2.5
job_duration_seconds_count{queue="mail"} 4
# TYPE poll_seconds summary
poll_seconds{quantile="0.5"} 0.1
poll_seconds{quantile="0.99"} NaN
poll_seconds_sum 4
poll_seconds_count 9
# TYPE disk_bytes gauge
disk_bytes{kind="a"} 12
# TYPE go_goroutines gauge
go_goroutines 7
no_type_at_all 3
`;

describe("an exposition", () => {
  const families = familiesIn(SEEN, "a test");
  const named = (name: string) => families.find((one) => one.name === name);

  test("gives families with their types, labels, values and bounds", () => {
    expect(named("jobs_done_total")).toMatchObject({ type: "counter", help: "Jobs, by queue." });
    expect([...(named("jobs_done_total")?.labels.get("queue") ?? [])]).toEqual(["mail", "sms, {urgent}"]);
    expect(named("job_duration_seconds")).toMatchObject({ type: "histogram", bounds: [0.1, 1] });
    expect(named("job_duration_seconds")?.series).toHaveLength(1);
    expect(named("poll_seconds")).toMatchObject({ type: "summary", bounds: [0.5, 0.99] });
    expect(named("no_type_at_all")).toMatchObject({ type: "untyped" });
    expect(named("job_duration_seconds_bucket")).toBeUndefined();
  });

  test("without metrics is refused", () => {
    expect(() => familiesIn("<html>", "http://127.0.0.1:1/")).toThrow("found no metrics at http://127.0.0.1:1/");
  });
});

describe("a new mixin", () => {
  let project = "";
  beforeEach(() => {
    project = realpathSync(mkdtempSync(join(tmpdir(), "new-mixin-")));
  });
  afterEach(() => rmSync(project, { recursive: true }));

  test("has a closed graph and proven alerts, with all that was seen but the exporter's own process", async () => {
    await writeMixin(project, "job-queue", familiesIn(SEEN, "a test"));
    const { jobQueue }: { jobQueue: ServiceMixin } = await import(join(project, "mixins/job-queue/index.ts"));
    const mixin = jobQueue.build([{}]);
    expect(graphProblems(mixin, mixin.recordings)).toEqual([]);
    expect(unproven(mixin)).toEqual([]);
    expect(mixin.alerts.map(({ name }) => name)).toEqual(["JobQueueDown"]);
    expect(mixin.catalogue.metrics.map(({ name, unit, type, buckets }) => [name, unit, type, buckets])).toEqual([
      ["nginx_up", "count", "gauge", 0],
      ["jobs_done_total", "count", "counter", 0],
      ["job_duration_seconds", "seconds", "histogram", 2],
      ["poll_seconds", "seconds", "summary", 2],
      ["disk_bytes", "bytes", "gauge", 0],
      ["no_type_at_all", "count", "untyped", 0],
    ]);
    expect(mixin.catalogue.metrics[1]?.labels).toEqual({ queue: 2, state: 1 });
  });

  test("is named in tocsin.config.ts, which is never overwritten", async () => {
    const first = await writeMixin(project, "job-queue", familiesIn(SEEN, "a test"));
    expect(first).toContain("tocsin.config.ts");
    const config = readFileSync(join(project, "tocsin.config.ts"), "utf8");
    expect(config).toContain('mixins: { "job-queue": jobQueue }');
    expect(await writeMixin(project, "second", familiesIn(SEEN, "a test"))).not.toContain("tocsin.config.ts");
    expect(readFileSync(join(project, "tocsin.config.ts"), "utf8")).toBe(config);
    await expect(writeMixin(project, "second", [])).rejects.toThrow("mixins/second exists already");
    await expect(writeMixin(project, "Nginx Plus", [])).rejects.toThrow('found the name "Nginx Plus"');
  });
});
