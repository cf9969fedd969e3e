// From the forecast of series to a machine and a disk.
import { describe, expect, test } from "vitest";
import { endpointsOf } from "../../../components/ec2";
import { sizeOf } from "../../../components/ec2/servers/sizing";
import { assemble, type Monitoring } from "../../../components/monitoring";
import { settingsWith } from "./registered";

const settings = settingsWith();
const dev = assemble("dev", settings, endpointsOf("dev", settings));

/** As if so many series were scraped every 15 seconds, and nothing recorded. */
const scraping = (series: number, more: Partial<Monitoring> = {}): Monitoring => ({
  ...dev,
  retention: "30d",
  business: { series: [], retention: "forever" },
  jobs: dev.jobs.slice(0, 1).map((job) => ({ ...job, name: "all", interval: "15s" as const })),
  forecast: {
    ...dev.forecast,
    expected: series,
    jobs: [
      {
        name: "all",
        job: "all",
        interval: "15s",
        expected: series,
        bound: series,
        targets: 1,
        certainty: "measured",
        limit: series,
        metrics: [],
      },
    ],
    groups: [],
  },
  ...more,
});

describe("the size of a server", () => {
  // 1.5 times the series at 8 KiB each and 1.25 GiB; 1.5 times the samples of the retention at 2 bytes, up to the next 10 GiB,
  // over 85 %, and 10 GiB.
  test.each([
    [10_000, 1, "t4g.small", 22],
    [60_000, 1, "t4g.small", 46],
    [200_000, 1, "t4g.medium", 128],
    [500_000, 1, "t4g.large", 305],
    [1_000_000, 1, "r7g.large", 587],
    [1_000_000, 2, "t4g.large", 305],
    [5_000_000, 1, "r7g.2xlarge", 2858],
  ])("for %i series over %i servers is a %s with %i GiB", (series, servers, type, volumeGiB) => {
    expect(sizeOf(scraping(series), servers)).toMatchObject({ type, volumeGiB });
  });

  test("grows in disk, not in memory, with the retention", () => {
    const [month, year] = [sizeOf(scraping(60_000), 1), sizeOf(scraping(60_000, { retention: "1y" }), 1)];
    expect(year.type).toBe(month.type);
    expect(year.volumeGiB).toBeGreaterThan(8 * month.volumeGiB);
  });

  test("is an error where no machine is large enough, which says what to set", () => {
    expect(() => sizeOf(scraping(20_000_000), 1)).toThrow("platform.servers.hostsEach");
  });

  test("leaves room on the disk beside Prometheus' blocks", () => {
    const { blockBytes, volumeGiB } = sizeOf(scraping(200_000), 1);
    expect(blockBytes / 1024 ** 3).toBeLessThan(0.9 * volumeGiB);
  });
});
