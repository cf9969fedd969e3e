// From so many hosts, each with a service, to series, samples, servers on EC2 and their price, as the project's own forecast, sizing and
// price list have them.
import { sizeOf } from "../../../components/ec2/servers/sizing";
import { assemble, type Monitoring, parseSettings, samplesPerSeries } from "../../../components/monitoring";
import { ec2Platform } from "../../../components/monitoring/platforms/ec2/settings";
import { HOURS, Prices } from "../../../infra/preview/cost/prices";
import { endpoints } from "../../support/environment";
import { estateFile } from "../estate/estate";
import type { Table } from "../shared/table";

export const HOSTS = [10, 30, 100, 300, 1_000, 3_000, 10_000];

/** From here on everything grows in proportion, which the benchmark shows. */
const COMPUTED = 300;

/** Where the settings say nothing, a pair watches so many hosts at most. */
const HOSTS_EACH = ec2Platform.shape.servers.parse(undefined).hostsEach;

/** Servers scrape in pairs. */
const COPIES = 2;

const monitoringOf = (hosts: number): Monitoring => {
  const computed = assemble(
    "bench",
    parseSettings(estateFile(Math.min(hosts, COMPUTED), Math.min(hosts, COMPUTED))),
    endpoints,
  );
  const { forecast } = computed;
  return { ...computed, forecast: { ...forecast, expected: forecast.expected * Math.max(1, hosts / COMPUTED) } };
};

/** A row for each number of hosts. Dollars a month, list prices of us-east-1. */
export function sizingTable(hostCounts: readonly number[] = HOSTS): Table {
  const prices = new Prices();
  return {
    title: "Hosts with a service each: what Prometheus on EC2 needs, in pairs",
    columns: [
      "hosts",
      "series",
      "samples a second",
      "servers",
      "type",
      "memory of each, GiB",
      "disk of each, GiB",
      "dollars a month",
    ],
    rows: hostCounts.map((hosts) => {
      const monitoring = monitoringOf(hosts);
      const { expected } = monitoring.forecast;
      const pairs = Math.ceil(hosts / HOSTS_EACH);
      const size = sizeOf(monitoring, pairs);
      const each = prices.of(size.type) * HOURS + prices.of("ebs.gp3") * size.volumeGiB;
      return [
        hosts.toLocaleString("en-US"),
        Math.round(expected),
        Math.round(expected * samplesPerSeries(monitoring)),
        COPIES * pairs,
        size.type,
        size.memoryGiB,
        size.volumeGiB,
        Math.round(COPIES * pairs * each),
      ];
    }),
  };
}
