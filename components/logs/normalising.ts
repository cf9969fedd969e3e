// What every line becomes, whatever wrote it: its message, time, level, service, team, host and ids under one name each.
import { maskNumbers } from "./masking";
import { attribute, isMatch, ofResource, set, text } from "./ottl";
import type { LoggingService } from "./types";

/** Names under which programs write the same, the usual ones first. */
const NAMES = {
  message: ["msg", "message", "event", "log"],
  time: ["time", "timestamp", "ts", "@timestamp"],
  level: ["level", "severity", "levelname", "lvl", "log.level"],
  trace_id: ["trace_id", "traceId", "traceID", "trace.id", "otelTraceID"],
  span_id: ["span_id", "spanId", "spanID", "span.id", "otelSpanID"],
  request_id: ["request_id", "requestId", "requestID", "reqId", "req.id"],
} as const;

/** Levels by the words for them, pino's and bunyan's numbers, and OpenTelemetry's. */
const LEVELS = [
  { level: "trace", words: "trace|finest|10", from: 1 },
  { level: "debug", words: "debug|dbg|fine|verbose|20", from: 5 },
  { level: "info", words: "info|information|informational|notice|30", from: 9 },
  { level: "warn", words: "warn|warning|40", from: 13 },
  { level: "error", words: "err|error|severe|50", from: 17 },
  { level: "fatal", words: "fatal|crit|critical|alert|emerg|emergency|panic|60", from: 21 },
] as const;

/** The labels of every stream; a line's own fields of these names are kept as `line.<name>`. */
export const STREAM_FIELDS = ["service", "team", "host"] as const;

/** More is cut off: the store refuses lines beyond 256 KiB. */
const LONGEST_MESSAGE = 128 * 1024;

const NANOS = 1_000_000_000;

const MESSAGE = "log.body";
const cached = (name: string) => `log.cache[${text(name)}]`;

/** The first of the names that a line has, kept until it is used. */
const take = (what: keyof typeof NAMES): string[] =>
  NAMES[what].map((name) => set(cached(what), attribute(name), `${cached(what)} == nil and ${attribute(name)} != nil`));

const forget = (what: keyof typeof NAMES): string[] =>
  NAMES[what].map((name) => `delete_key(log.attributes, ${text(name)})`);

/** Statements for one line. A statement that a line does not fit leaves it as it is. */
export function normalising(clockSkewSeconds: number): string[] {
  return [...reading(), ...timing(clockSkewSeconds), ...levelling(), ...identifying()];
}

/** JSON's fields, flat; without a message of its own the whole line is the message. */
const reading = (): string[] => [
  maskNumbers,
  `merge_maps(log.attributes, ParseJSON(log.body), "upsert") where ${isMatch("log.body", String.raw`^\s*\{`)}`,
  `merge_maps(log.attributes, log.body, "upsert") where IsMap(log.body)`,
  "flatten(log.attributes)",
  ...STREAM_FIELDS.flatMap((name) => [
    set(attribute(`line.${name}`), attribute(name), `${attribute(name)} != nil`),
    `delete_key(log.attributes, ${text(name)})`,
  ]),
  ...take("message"),
  set(MESSAGE, `String(${cached("message")})`, `${cached("message")} != nil`),
  ...forget("message"),
  set(
    MESSAGE,
    `Substring(${MESSAGE}, 0, ${LONGEST_MESSAGE})`,
    `IsString(${MESSAGE}) and Len(${MESSAGE}) > ${LONGEST_MESSAGE}`,
  ),
];

/** RFC 3339, or seconds or milliseconds since 1970; a time too far from the clock stays a field. */
const timing = (clockSkewSeconds: number): string[] => {
  const [time, nanos] = [cached("time"), cached("nanos")];
  const number = `Double(${time})`;
  const skew = clockSkewSeconds * NANOS;
  const isNear = `${nanos} > UnixNano(Now()) - ${skew} and ${nanos} < UnixNano(Now()) + ${skew}`;
  return [
    ...take("time"),
    `replace_pattern(${time}, ${text("Z$")}, ${text("+00:00")})`,
    set(nanos, `UnixNano(Time(${time}, ${text("%Y-%m-%dT%H:%M:%S%j")}))`, `IsString(${time})`),
    // To the microsecond: that is what a number of this size holds.
    set(nanos, `Int(${number} * 1000000.0 + 0.5) * 1000`, `${number} > 1000000000.0 and ${number} < 10000000000.0`),
    set(nanos, `Int(${time}) * 1000000`, `${number} > 1000000000000.0 and ${number} < 10000000000000.0`),
    set("log.time_unix_nano", nanos, isNear),
    ...NAMES.time.map((name) => `delete_key(log.attributes, ${text(name)}) where ${isNear}`),
    set("log.time_unix_nano", "log.observed_time_unix_nano", "log.time_unix_nano == 0"),
  ];
};

const levelling = (): string[] => {
  const level = cached("level");
  return [
    ...take("level"),
    set(level, "log.severity_text", `${level} == nil and log.severity_text != ""`),
    set(
      level,
      `ExtractPatterns(log.body, ${text(String.raw`(?i)\blevel="?(?P<level>[a-z]+)`)})["level"]`,
      `${level} == nil`,
    ),
    set(
      level,
      `ExtractPatterns(log.body, ${text(String.raw`^[^a-z]{0,64}\b(?P<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|PANIC)\b`)})["level"]`,
      `${level} == nil`,
    ),
    ...LEVELS.flatMap(({ level: known, words, from }) => [
      set(attribute("level"), text(known), isMatch(`String(${level})`, `(?i)^(?:${words})$`)),
      set(
        attribute("level"),
        text(known),
        `${level} == nil and log.severity_number >= ${from} and log.severity_number < ${from + 4}`,
      ),
    ]),
    ...NAMES.level.filter((name) => name !== "level").map((name) => `delete_key(log.attributes, ${text(name)})`),
    ...LEVELS.map(({ level: known, from }) =>
      set("log.severity_number", String(from), `${attribute("level")} == ${text(known)}`),
    ),
    set("log.severity_text", attribute("level"), `${attribute("level")} != nil`),
  ];
};

const identifying = (): string[] =>
  (["trace_id", "span_id", "request_id"] as const).flatMap((id) => [
    ...take(id),
    ...forget(id),
    set(attribute(id), cached(id), `${cached(id)} != nil`),
  ]);

/** Statements for what comes as OTLP: the labels of its service, as the settings have it; others have those of the environment. */
export function labelling(services: readonly Omit<LoggingService, "files">[], team: string): string[] {
  const [service, host] = [ofResource("service"), ofResource("host")];
  return [
    set(service, ofResource("service.name")),
    set(service, text("unknown"), `${service} == nil`),
    set(ofResource("team"), text(team)),
    set(host, ofResource("host.name"), `${ofResource("host.name")} != nil`),
    ...services.flatMap(({ name, team: owner, host: on }) => {
      const isIt = `${service} == ${text(name)}`;
      return [set(ofResource("team"), text(owner), isIt), ...(on ? [set(host, text(on), isIt)] : [])];
    }),
  ];
}
