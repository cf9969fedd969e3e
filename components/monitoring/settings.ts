// The settings file's schema: everything a team can say about one environment.
import { z } from "zod";
import { objectiveSchema, SERVICE_MIXINS } from "../mixins";
import { type Duration, isDuration, SEVERITIES } from "../rules";

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

const name = z.string().regex(NAME, "a name of lower-case letters, digits and dashes");
const durationText = z.custom<Duration>(
  (value) => typeof value === "string" && isDuration(value),
  "a duration such as 30s, 5m or 1h",
);
const address = z.string().regex(/^[^\s/:]+:\d{1,5}$/, "an address and port such as 10.0.0.5:9100");
const httpUrl = z.url({ protocol: /^https?$/, error: "a URL that starts with http:// or https://" });
const port = z.int().min(1).max(65_535);
const bySeverity = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(SEVERITIES), value);

/** A credential: the value itself (set it with `config set --secret`), or a file that holds it. */
const credential = z.union([z.string().min(1), z.strictObject({ file: z.string().min(1) })]);

const localPlatform = z.strictObject({
  kind: z.literal("local"),
  /** `auto` takes Docker where a daemon answers, else processes of this machine. */
  runtime: z.enum(["auto", "docker", "native"]).default("auto"),
  ports: z
    .strictObject({
      prometheus: port.default(9090),
      archive: port.default(9091),
      alertmanager: port.default(9093),
      nodeExporter: port.default(9100),
      blackboxExporter: port.default(9115),
      sample: port.default(5000),
      generator: port.default(5001),
      inbox: port.default(9900),
      grafana: port.default(3000),
      cadvisor: port.default(8080),
    })
    .prefault({}),
  /** Whether the sample service and the sample-metrics generator run: data at once, and drills. */
  sample: z.boolean().default(true),
  /** Container images by part, to use a mirror or another version; Docker runtime only. */
  images: z
    .partialRecord(
      z.enum(["prometheus", "alertmanager", "node-exporter", "blackbox-exporter", "cadvisor", "grafana"]),
      z.string(),
    )
    .default({}),
});

const probe = z.union([z.strictObject({ http: httpUrl }), z.strictObject({ tcp: address })]);

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
  /** The host in `hosts` that it runs on. */
  host: name.optional(),
  /** Services that it cannot work without. */
  dependsOn: z.array(name).default([]),
  probes: z.array(probe).default([]),
  /** What it promises its users. */
  slos: z.array(objectiveSchema).default([]),
};

const services = Object.entries(SERVICE_MIXINS).map(([mixin, { options }]) =>
  z.strictObject({ mixin: z.literal(mixin), options: options.prefault({}), ...serviceFields }),
);
const [firstService, ...otherServices] = services;
if (!firstService) throw new Error("No mixin is offered to services");

const override = z.strictObject({
  threshold: bySeverity(z.number()).optional(),
  for: z.union([durationText, bySeverity(durationText)]).optional(),
  severity: z.enum(SEVERITIES).optional(),
  disabled: z.strictObject({ reason: z.string().min(10, "a reason of at least ten characters") }).optional(),
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
    times: z.array(z.strictObject({ from: clock(), to: clock() })).default([]),
    timezone: z.string().default("UTC"),
    /** Which alerts it holds back; info alone by default, so that nobody mutes a page by accident. */
    severities: z.array(z.enum(SEVERITIES)).default(["info"]),
    teams: z.array(name).default([]),
  })
  .refine(
    ({ weekdays, times }) => weekdays.length + times.length > 0,
    "weekdays, times or both; without either it would mute for ever",
  );

const channel = z.string().regex(/^[#@][^\s]+$/, 'a Slack channel such as "#alerts"');

export const settingsSchema = z.strictObject({
  platform: z.discriminatedUnion("kind", [localPlatform]).prefault({ kind: "local" }),
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
      muteTimings: z.array(muteTiming).default([]),
    })
    .prefault({}),
  /** How long series are kept, by class; a mixin says which of its series are business ones. */
  retention: z
    .strictObject({
      technical: durationText.default("30d"),
      business: z.union([z.literal("forever"), durationText]).default("forever"),
    })
    .prefault({}),
  /** What may not be exceeded without someone saying so. */
  limits: z
    .strictObject({
      /** Series of the environment's Prometheus; the forecast is held against it. */
      series: z.int().min(1, "a number of series such as 100000").optional(),
    })
    .prefault({}),
  links: z.strictObject({ runbook: z.string().optional(), dashboard: z.string().optional() }).prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Service = Settings["services"][number];
export type LocalPlatform = z.infer<typeof localPlatform>;
export type Credential = z.infer<typeof credential>;

function clock() {
  return z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, "a time such as 09:00");
}
