// The settings file's schema: everything a team can say about one environment.
import { z } from "zod";
import { CORE_MIXINS, objectiveSchema, SERVICE_MIXINS } from "../mixins";
import { SEVERITIES } from "../rules";
import {
  address,
  bySeverity,
  clock,
  credential,
  durationText,
  httpUrl,
  name,
  retentionText,
  scrapeInterval,
  timezone,
} from "./fields";
import { platform } from "./platforms";
import { exporter, inCluster } from "./platforms/kubernetes/settings";
import { ALSO, ALSO_WORDS } from "./receivers";

const percentText = z.string().regex(/^\d+(\.\d+)?%$/, 'a percentage in quotes such as "90%"');

const probe = z.union([z.strictObject({ http: httpUrl }), z.strictObject({ tcp: address })]);

const rulePath = z
  .string()
  .regex(/^(?!\/)(?!.*\.\.)[^\s]+\.(ya?ml|json)$/, "a path inside the project such as rules/shop.yml or rules/*.yml");

const MIXIN_NAMES = Object.keys(SERVICE_MIXINS);

const serviceFields = {
  name,
  team: name.optional(),
  targets: z.array(address).default([]),
  /** Its metrics are made up by the sample-metrics generator: to see a mixin without the real thing; platform `local` only. */
  generated: z.boolean().default(false),
  /** Further mixins that read the metrics of the same targets: a service's language runtime, what it pays for LLMs. */
  also: z.array(z.enum(MIXIN_NAMES)).default([]),
  metricsPath: z.string().startsWith("/").optional(),
  /** How often its targets are scraped, from 5s to 5m; rules follow. Default: what holds for its mixin. */
  scrape: z.strictObject({ interval: scrapeInterval }).optional(),
  /** Where its targets are in the cluster; platform `kubernetes` only. */
  inCluster: inCluster.optional(),
  /** Has an exporter run for it in the cluster; platform `kubernetes` only. */
  exporter: exporter.optional(),
  /** The host in `hosts` that it runs on. */
  host: name.optional(),
  /** Services that it cannot work without. */
  dependsOn: z.array(name).default([]),
  probes: z.array(probe).default([]),
  /** Its service level objectives. */
  slos: z.array(objectiveSchema).default([]),
};

const services = Object.entries(SERVICE_MIXINS).map(([mixin, { options }]) =>
  z.strictObject({ mixin: z.literal(mixin), options: options.prefault({}), ...serviceFields }),
);
const [firstService, ...otherServices] = services;
if (!firstService) throw new Error("No mixin is offered to services");

const reason = z.string().min(10, "a reason of at least ten characters");

const override = z.strictObject({
  /** In the alert's unit; a share also as text in percent: `90%`. */
  threshold: bySeverity(z.union([z.number(), percentText])).optional(),
  for: z.union([durationText, bySeverity(durationText)]).optional(),
  severity: z.enum(SEVERITIES).optional(),
  disabled: z.strictObject({ reason }).optional(),
  /** Why its detection may take longer than the budget of its severity; without it, that is an error. */
  overBudget: z.strictObject({ reason }).optional(),
});

const muteTiming = z
  .strictObject({
    name,
    weekdays: z
      .array(
        z
          .string()
          .regex(
            /^(mon|tues|wednes|thurs|fri|satur|sun)day(:(mon|tues|wednes|thurs|fri|satur|sun)day)?$/,
            "a weekday or a range such as monday:friday",
          ),
      )
      .default([]),
    times: z.array(z.strictObject({ from: clock, to: clock })).default([]),
    timezone: timezone.default("UTC"),
    /** Which alerts it holds back; info alone by default, so that nobody mutes a page by accident. */
    severities: z.array(z.enum(SEVERITIES)).default(["info"]),
    teams: z.array(name).default([]),
  })
  .refine(
    ({ weekdays, times }) => weekdays.length + times.length > 0,
    "weekdays, times or both; without either it would mute all the time",
  );

const channel = z.string().regex(/^[#@][^\s]+$/, 'a Slack channel such as "#alerts"');

export const settingsSchema = z.strictObject({
  platform,
  /** Owner of what has no team of its own. */
  team: name.default("platform"),
  hosts: z.array(z.strictObject({ name, team: name.optional(), address: address.optional() })).default([]),
  services: z.array(z.discriminatedUnion("mixin", [firstService, ...otherServices])).default([]),
  alerts: z.record(z.string(), override).default({}),
  notifications: z
    .strictObject({
      slack: z
        .strictObject({
          /** An incoming webhook's URL. */
          webhook: credential.optional(),
          /** A bot's token, which can post to a channel for each severity and team. */
          token: credential.optional(),
          channels: z
            .strictObject({
              critical: channel.default("#alerts-critical"),
              warning: channel.default("#alerts"),
              info: channel.default("#alerts-info"),
            })
            .prefault({}),
          teams: z.record(name, z.union([channel, bySeverity(channel)])).default({}),
        })
        .refine(({ webhook, token }) => !(webhook && token), "a webhook or a token, not both")
        .prefault({}),
      pagerduty: z.strictObject({ routingKey: credential }).optional(),
      heartbeat: httpUrl.optional(),
      /** Other receivers: a webhook, or people by e-mail; for all teams where none is named. */
      also: z
        .array(
          z
            .strictObject({
              name,
              severities: z.array(z.enum(SEVERITIES)).min(1, "at least one severity"),
              teams: z.array(name).default([]),
              ...ALSO,
            })
            .refine(
              ({ name: _, severities: __, teams: ___, ...ways }) => Object.keys(ways).length === 1,
              `${ALSO_WORDS}, one of them`,
            ),
        )
        .default([]),
      /** The mail server that Alertmanager hands e-mail to; Grafana uses its own. */
      smtp: z
        .strictObject({
          host: address,
          from: z.email("an e-mail address"),
          /** Encrypted with STARTTLS, or from the start on port 465, with a certificate that the machine trusts; `false` for a relay that has neither. */
          tls: z.boolean().default(true),
          /** Who logs in, for a server that asks for it. */
          user: z.string().min(1).optional(),
          password: credential.optional(),
        })
        .refine(
          ({ user, password }) => (user === undefined) === (password === undefined),
          "user and password, or neither",
        )
        .refine(
          ({ tls, user }) => tls || user === undefined,
          "tls with user and password: without it, anyone on the way reads them",
        )
        .optional(),
      muteTimings: z.array(muteTiming).default([]),
    })
    .prefault({}),
  /** How long series are kept, by class; a mixin says which of its series are business ones. */
  retention: z
    .strictObject({
      technical: retentionText.default("30d"),
      business: z.union([z.literal("forever"), retentionText]).default("forever"),
    })
    .prefault({}),
  /** How often and how targets are read, and what is stored of what they show. */
  scrape: z
    .strictObject({
      /**
       * From 5s to 5m, for all targets; windows and waits of the rules follow. On the platform grafana it is the interval that the
       * existing Prometheus uses. Default: what each mixin recommends, 10s or 15s.
       */
      interval: scrapeInterval.optional(),
      /** By mixin, where it differs: `{ node: { interval: 30s } }`; probes are those of `blackbox`. */
      mixins: z
        .partialRecord(
          z.enum([...Object.keys(CORE_MIXINS), ...MIXIN_NAMES]),
          z.strictObject({ interval: scrapeInterval }),
        )
        .default({}),
      /**
       * How targets are read that give no valid Content-Type: Prometheus 3 takes them for down otherwise. Needs Prometheus 3;
       * older ones take them for PrometheusText0.0.4 anyway.
       */
      fallbackProtocol: z
        .enum([
          "PrometheusText0.0.4",
          "PrometheusText1.0.0",
          "OpenMetricsText0.0.1",
          "OpenMetricsText1.0.0",
          "PrometheusProto",
        ])
        .optional(),
      /** `used` stores only what an alert, a recording or a panel reads; `all` whatever there is, for questions not yet known. */
      keep: z.enum(["used", "all"]).default("all"),
      /** Names of further metrics that `used` stores, as regular expressions: `orders_.*`. */
      also: z
        .array(
          z
            .string()
            .regex(/^[\w:.*+?|()[\]-]+$/, "a metric's name or a pattern such as orders_.*")
            .refine(compiles, "a regular expression that compiles, such as orders_.*"),
        )
        .default([]),
    })
    .prefault({}),
  /** Prometheus rule files of your own, placed beside the mixins' rules. */
  rules: z
    .strictObject({
      /** Rule files or PrometheusRule manifests; paths or patterns such as `rules/*.yml`, from the project's folder. */
      files: z.array(rulePath).default([]),
      /** promtool's unit tests, which run before every deployment. */
      tests: z.array(rulePath).default([]),
      /** Whether an alert takes the place of a mixin's alert with the same name; otherwise that is an error. */
      replace: z.boolean().default(false),
      /** Owner of the alerts whose series name no team. Default: `tocsin:team`. */
      team: name.optional(),
      /** What they are about, where their series name no service. */
      service: name.default("rules"),
    })
    .prefault({}),
  /** What may not be exceeded without someone saying so. */
  limits: z
    .strictObject({
      /** Series of the environment's Prometheus; the forecast is held against it. */
      series: z.int().min(1, "a number of series such as 100000").optional(),
      /** Dollars a month for what the environment deploys; the estimate is held against it. */
      monthlyCost: z.number().min(0, "dollars a month such as 250").optional(),
      /** Prices that differ from the list's, in dollars, by the list's names: `t3.medium` an hour, `ebs.gp3` a gibibyte and month. */
      prices: z.record(z.string(), z.number().min(0, "a price in dollars such as 0.0416")).default({}),
    })
    .prefault({}),
  links: z.strictObject({ runbook: z.string().optional(), dashboard: z.string().optional() }).prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Service = Settings["services"][number];

/** Whether RE2, which Prometheus has, takes a pattern of the characters that are allowed here. */
function compiles(pattern: string): boolean {
  if (/\[\]|\[:|\?\+|\+\+/.test(pattern)) return false;
  try {
    return Boolean(new RegExp(pattern));
  } catch {
    return false;
  }
}
