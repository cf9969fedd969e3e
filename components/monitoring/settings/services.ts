// The settings of services: each with the mixin of its technology.
import { z } from "zod";
import { objectiveSchema, SERVICE_MIXINS } from "../../mixins";
import { serviceLogs } from "../logs/settings";
import { exporter, inCluster } from "../platforms/kubernetes/settings";
import { probes } from "../probes/settings";
import { discovery, scrape } from "../scraping/settings";
import { spanMetrics, spansPerSecond } from "../traces/settings";
import { address, name } from "./fields";

export const MIXIN_NAMES = Object.keys(SERVICE_MIXINS);

const serviceFields = {
  name: name.describe("Unique; the label `service` of its series and alerts."),
  team: name.optional().describe("Its owner, who is notified of its alerts; `tocsin:team` where left out."),
  targets: z.array(address).default([]).describe("`host:port` of each /metrics that Prometheus scrapes."),
  generated: z
    .boolean()
    .default(false)
    .describe(
      "Its metrics are made up by the sample-metrics generator: to see a mixin without the real thing; platform `local` only.",
    ),
  extraMixins: z
    .array(z.enum(MIXIN_NAMES))
    .default([])
    .describe(
      "Further mixins that read the metrics of the same targets: a service's language runtime, what it pays for LLMs.",
    ),
  metricsPath: z.string().startsWith("/").optional().describe("Where its metrics are; `/metrics` where left out."),
  scrape: scrape.optional().describe("How often and how its targets are scraped."),
  discovery: discovery.optional().describe("Where Prometheus asks for further targets: files, or DNS."),
  inCluster: inCluster.optional().describe("Where its targets are in the cluster; platform `kubernetes` only."),
  exporter: exporter.optional().describe("Has an exporter run for it in the cluster; platform `kubernetes` only."),
  host: name.optional().describe("The host in `hosts` that it runs on."),
  dependsOn: z.array(name).default([]).describe("Services that it cannot work without."),
  probes,
  slos: z.array(objectiveSchema).default([]).describe("Its service level objectives."),
  logs: serviceLogs,
  spanMetrics,
  spansPerSecond,
};

const ofMixins = Object.entries(SERVICE_MIXINS).map(([mixin, { options }]) =>
  z.strictObject({ mixin: z.literal(mixin), options: options.prefault({}), ...serviceFields }),
);
const [firstService, ...otherServices] = ofMixins;
if (!firstService) throw new Error("No mixin is offered to services");

export const services = z
  .array(z.discriminatedUnion("mixin", [firstService, ...otherServices]))
  .default([])
  .describe("What is monitored beside hosts, each with the mixin of its technology.");
