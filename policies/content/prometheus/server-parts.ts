// What Prometheus refuses in its configuration beside the jobs (config/config.go of its source, 3.14).
import { connectionRefusals } from "../http-client";
import { isGiven, type Refusals } from "../refusals";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";

/** Numbers of a queue that must be positive. */
const POSITIVE = ["max_shards", "min_shards", "max_samples_per_send", "capacity"];

const AUTHENTICATION = ["basic_auth", "authorization", "oauth2", "sigv4", "azuread", "google_iam"];

/** Headers that Prometheus sets itself. */
const RESERVED = new Set([
  ...["authorization", "host", "content-encoding", "content-length", "content-type", "user-agent", "connection"],
  ...["keep-alive", "proxy-authenticate", "proxy-authorization", "www-authenticate", "accept-encoding"],
  ...["x-prometheus-remote-write-version", "x-prometheus-remote-read-version"],
  ...["x-amz-date", "x-amz-security-token", "x-amz-content-sha256"],
]);

const MESSAGES = ["prometheus.WriteRequest", "io.prometheus.write.v2.Request"];

/** All of them but the jobs. */
export function partRefusals(config: Fields, refusals: Refusals): void {
  for (const kind of ["remote_write", "remote_read"] as const) ofRemotes(config, kind, refusals);
  for (const field of ["rule_files", "scrape_config_files"])
    for (const path of listOf(config[field]).flatMap((one) => textOf(one) ?? []))
      if (/\*[^*]*\//.test(path))
        refusals.add(
          config,
          field,
          `"${path}" has * before its last part`,
          "Put * into the last part only, and list the folders",
        );
  ofTracing(config, refusals);
  ofOtlp(fieldsOf(config.otlp), fieldsOf(config.global).metric_name_validation_scheme === "legacy", refusals);
  for (const one of listOf(fieldsOf(config.alerting).alertmanagers).filter(isFields)) {
    const version = textOf(one.api_version);
    if (version !== undefined && version !== "v2")
      refusals.add(
        one,
        "api_version",
        `unknown version "${version}" of Alertmanager's API`,
        "Leave it out, or write v2",
      );
  }
  ofStorage(fieldsOf(fieldsOf(config.storage).tsdb), refusals);
}

function ofRemotes(config: Fields, kind: "remote_write" | "remote_read", refusals: Refusals): void {
  const names = new Set<string>();
  if (listOf(config[kind]).includes(null)) refusals.add(config, kind, `empty or null ${kind} section`);
  for (const one of listOf(config[kind]).filter(isFields)) {
    if (!isGiven(one, "url")) refusals.add(one, undefined, `url for ${kind} is empty`, "Set url");
    const name = textOf(one.name) ?? "";
    if (name !== "" && names.has(name))
      refusals.add(one, "name", `two of ${kind} are named "${name}"`, "Give each a name of its own");
    names.add(name);
    headers(one, refusals);
    connectionRefusals(one, refusals);
    if (kind === "remote_read") continue;
    const set = AUTHENTICATION.filter((field) => isGiven(one, field));
    const isOwn = set.some((field) => !["basic_auth", "authorization", "oauth2"].includes(field));
    if (set.length > 1 && isOwn)
      refusals.add(one, set[1], `at most one of ${AUTHENTICATION.join(", ")} may be set`, "Leave out the others");
    const message = textOf(one.protobuf_message);
    if (message !== undefined && !MESSAGES.includes(message))
      refusals.add(
        one,
        "protobuf_message",
        `unknown protobuf_message "${message}"`,
        `Write one of ${MESSAGES.join(", ")}`,
      );
    ofQueue(fieldsOf(one.queue_config), refusals);
  }
}

function headers(owner: Fields, refusals: Refusals): void {
  const given = fieldsOf(owner.headers);
  for (const header of Object.keys(given).filter((one) => RESERVED.has(one.toLowerCase())))
    refusals.add(
      given,
      header,
      `${header} is a header that Prometheus sets itself`,
      "Leave it out; logins have fields of their own",
    );
}

function ofQueue(queue: Fields, refusals: Refusals): void {
  for (const field of POSITIVE)
    if (typeof queue[field] === "number" && queue[field] <= 0)
      refusals.add(queue, field, `${field} of the queue must be positive`, "Leave it out, or write a positive number");
  const { min_shards: least = 1, max_shards: most = 50 } = queue;
  if (typeof least === "number" && typeof most === "number" && most > 0 && least > most)
    refusals.add(queue, "min_shards", "min_shards of the queue is greater than max_shards", "Make it as large at most");
  // 30 ms and 5 s are the defaults.
  const [shortest, longest] = [milliseconds(queue.min_backoff) ?? 30, milliseconds(queue.max_backoff) ?? 5000];
  if (shortest > longest)
    refusals.add(
      queue,
      isGiven(queue, "max_backoff") ? "max_backoff" : "min_backoff",
      "max_backoff of the queue is less than min_backoff",
      "Make it as long at least",
    );
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(value: unknown): number | undefined {
  const [, count, unit = ""] = /^(\d+)(ms|s|m|h)$/.exec(textOf(value) ?? "") ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit] ?? 1);
}

function ofTracing(config: Fields, refusals: Refusals): void {
  if (!isFields(config.tracing)) return;
  const { tracing } = config;
  if (!isGiven(tracing, "endpoint")) refusals.add(config, "tracing", "tracing has no endpoint", "Set endpoint");
  const compression = textOf(tracing.compression);
  if (compression !== undefined && compression !== "" && compression !== "gzip")
    refusals.add(
      tracing,
      "compression",
      `unknown compression "${compression}" of tracing`,
      "Write gzip, or leave it out",
    );
  headers(tracing, refusals);
}

function ofOtlp(otlp: Fields, isLegacy: boolean, refusals: Refusals): void {
  const all = otlp.promote_all_resource_attributes === true;
  if (all && listOf(otlp.promote_resource_attributes).length > 0)
    refusals.add(
      otlp,
      "promote_resource_attributes",
      "promote_all_resource_attributes leaves nothing to promote",
      "Leave one of them out",
    );
  if (!all && listOf(otlp.ignore_resource_attributes).length > 0)
    refusals.add(
      otlp,
      "ignore_resource_attributes",
      "ignore_resource_attributes needs promote_all_resource_attributes: true",
    );
  for (const field of ["promote_resource_attributes", "ignore_resource_attributes"]) {
    const names = listOf(otlp[field]).map((one) => (textOf(one) ?? "").trim());
    if (names.some((name, i) => name === "" || names.indexOf(name) !== i))
      refusals.add(otlp, field, `an empty or repeated attribute in ${field}`, "Name each once");
  }
  const strategy = textOf(otlp.translation_strategy);
  if (strategy !== undefined && isLegacy && NEED_UTF8.includes(strategy))
    refusals.add(
      otlp,
      "translation_strategy",
      `the translation strategy ${strategy} needs names in UTF-8, and the validation scheme is legacy`,
      "Leave one of them out",
    );
  if (strategy !== undefined && !STRATEGIES.includes(strategy))
    refusals.add(
      otlp,
      "translation_strategy",
      `unknown translation_strategy "${strategy}"`,
      `Write one of ${STRATEGIES.join(", ")}`,
    );
}

/** Those that keep characters which the legacy names have not. */
const NEED_UTF8 = ["NoUTF8EscapingWithSuffixes", "NoTranslation"];

const STRATEGIES = [
  "UnderscoreEscapingWithSuffixes",
  "UnderscoreEscapingWithoutSuffixes",
  "NoUTF8EscapingWithSuffixes",
  "NoTranslation",
];

function ofStorage(tsdb: Fields, refusals: Refusals): void {
  const retention = fieldsOf(tsdb.retention);
  for (const field of ["time", "size"])
    if ((textOf(retention[field]) ?? "").startsWith("-"))
      refusals.add(retention, field, `the ${field} of the retention is negative`, "Write a positive one");
  const { percentage } = retention;
  if (typeof percentage === "number" && (percentage < 0 || percentage > 100))
    refusals.add(retention, "percentage", "the percentage of the retention is not within 0 and 100");
  const encoding = fieldsOf(tsdb.chunk_encoding);
  const floats = textOf(encoding.floats);
  if (floats !== undefined && !["xor", "xor2"].includes(floats))
    refusals.add(encoding, "floats", `unknown chunk_encoding.floats "${floats}"`, "Write xor or xor2");
}
