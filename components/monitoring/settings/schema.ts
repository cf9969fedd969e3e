// The settings file's schema: everything a team can say about one environment.
import { z } from "zod";
import { CORE_MIXINS } from "../../mixins";
import { logs } from "../logs/settings";
import { maintenanceWindow } from "../maintenance/settings";
import { notificationSettings } from "../notifications/settings";
import { overrides } from "../overrides/schema";
import { platform } from "../platforms";
import { plainJob } from "../scraping/plain-jobs";
import { traces } from "../traces/settings";
import { address, compiles, name, retentionText, scrapeInterval, timezone } from "./fields";
import { MIXIN_NAMES, services } from "./services";

const rulePath = z
  .string()
  .regex(/^(?!\/)(?!.*\.\.)[^\s]+\.(ya?ml|json)$/, "a path inside the project such as rules/shop.yml or rules/*.yml");

const pageCount = z.number().min(0, "a number of pages such as 10");

const pagesOfTeam = {
  week: pageCount.optional().describe("Pages a week."),
  night: pageCount.optional().describe("Pages a week that begin at night."),
};

export const settingsSchema = z.strictObject({
  platform,
  team: name.default("platform").describe("Owner of what has no team of its own."),
  hosts: z
    .array(z.strictObject({ name, team: name.optional(), address: address.optional() }))
    .default([])
    .describe("Machines; `address` is that of the node exporter, where the platform does not find it."),
  services,
  alerts: overrides,
  notifications: notificationSettings,
  maintenance: z
    .array(maintenanceWindow)
    .default([])
    .describe(
      "Windows in which alerts are not sent to anybody, once or again and again, each with its reason and owner.",
    ),
  retention: z
    .strictObject({
      technical: retentionText.default("30d"),
      business: z.union([z.literal("forever"), retentionText]).default("forever"),
    })
    .prefault({})
    .describe("How long series are kept, by class; a mixin says which of its series are business ones."),
  scrape: z
    .strictObject({
      interval: scrapeInterval
        .optional()
        .describe(
          "From 5s to 5m, for all targets; windows and waits of the rules follow. On the platform grafana it is the interval that the existing Prometheus uses. Default: what each mixin recommends, 10s or 15s.",
        ),
      mixins: z
        .partialRecord(
          z.enum([...Object.keys(CORE_MIXINS), ...MIXIN_NAMES]),
          z.strictObject({ interval: scrapeInterval }),
        )
        .default({})
        .describe("By mixin, where it differs: `{ node: { interval: 30s } }`; probes are those of `blackbox`."),
      fallbackProtocol: z
        .enum([
          "PrometheusText0.0.4",
          "PrometheusText1.0.0",
          "OpenMetricsText0.0.1",
          "OpenMetricsText1.0.0",
          "PrometheusProto",
        ])
        .optional()
        .describe(
          "How targets are read that give no valid Content-Type: Prometheus 3 takes them for down otherwise, older ones for PrometheusText0.0.4. Needs Prometheus 3, which is installed for it on this machine.",
        ),
      keep: z
        .enum(["used", "all"])
        .default("all")
        .describe(
          "`used` stores only what an alert, a recording or a panel reads; `all` whatever there is, for questions not yet known.",
        ),
      extraMetrics: z
        .array(
          z
            .string()
            .regex(/^[\w:.*+?|()[\]-]+$/, "a metric's name or a pattern such as orders_.*")
            .refine(compiles, "a regular expression that compiles, such as orders_.*"),
        )
        .default([])
        .describe("Names of further metrics that `used` stores, as regular expressions: `orders_.*`."),
    })
    .prefault({})
    .describe("How often and how targets are scraped, and what is stored of what they show."),
  scrapeConfigs: z
    .array(plainJob)
    .default([])
    .describe(
      "Scrape jobs as Prometheus itself takes them, for what services do not say; credentials are files. No mixin's rules read them, unless a label `job` says so; they are not in the forecast.",
    ),
  rules: z
    .strictObject({
      files: z
        .array(rulePath)
        .default([])
        .describe(
          "Rule files or PrometheusRule manifests; paths or patterns such as `rules/*.yml`, from the project's folder.",
        ),
      tests: z.array(rulePath).default([]).describe("promtool's unit tests, which run before every deployment."),
      replace: z
        .boolean()
        .default(false)
        .describe(
          "Whether an alert takes the place of a mixin's alert with the same name; otherwise that is an error.",
        ),
      team: name.optional().describe("Owner of the alerts whose series name no team. Default: `tocsin:team`."),
      service: name.default("rules").describe("What they are about, where their series name no service."),
    })
    .prefault({})
    .describe("Prometheus rule files of your own, placed beside the mixins' rules."),
  slos: z
    .strictObject({
      files: z
        .array(rulePath)
        .default([])
        .describe(
          "Files of OpenSLO documents (openslo/v1); paths or patterns such as `slos/*.yml`, from the project's folder.",
        ),
    })
    .prefault({})
    .describe("Objectives of services as OpenSLO documents, beside the `slos` of each service."),
  logs,
  traces,
  limits: z
    .strictObject({
      series: z
        .int()
        .min(1, "a number of series such as 100000")
        .optional()
        .describe("Series of the environment's Prometheus; the forecast is held against it."),
      monthlyCost: z
        .number()
        .min(0, "dollars a month such as 250")
        .optional()
        .describe("Dollars a month for what the environment deploys; the estimate is held against it."),
      pages: z
        .strictObject({
          zone: timezone.default("UTC").describe("Where it is night from 22:00 to 7:00 for those on call."),
          ...pagesOfTeam,
          teams: z.record(name, z.strictObject(pagesOfTeam)).default({}).describe("A team's own budget, by team."),
        })
        .optional()
        .describe(
          "Messages of critical alerts that each team may be sent; a preview holds against it what the history of Prometheus comes to with the change.",
        ),
      prices: z
        .record(z.string(), z.number().min(0, "a price in dollars such as 0.0416"))
        .default({})
        .describe(
          "Prices that differ from the list's, in dollars, by the list's names: `t3.medium` an hour, `ebs.gp3` a gibibyte and month.",
        ),
    })
    .prefault({})
    .describe("What may not be exceeded without someone saying so."),
  links: z
    .strictObject({ runbook: z.string().optional(), dashboard: z.string().optional() })
    .prefault({})
    .describe(
      "Where runbooks (`{mixin}`, `{alert}`) and dashboards (`{uid}`) are published, in place of the platform's own.",
    ),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Service = Settings["services"][number];
