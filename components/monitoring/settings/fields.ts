// Kinds of values that several parts of the settings share, each with the words for what is allowed.
import { z } from "zod";
import { type Duration, isDuration, SEVERITIES, seconds } from "../../rules";

export const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "a name of lower-case letters, digits and dashes")
  // A label of DNS and of Kubernetes; AWS has names that are made of two of them.
  .max(63, "a name of at most 63 characters");

/** Prometheus and Alertmanager take whole numbers only, and at most some 290 years. */
export const durationText = z.custom<Duration>(
  (value) =>
    typeof value === "string" && isDuration(value) && !value.includes(".") && seconds(value) <= seconds("100y"),
  "a duration such as 30s, 5m or 1h",
);

/** A duration that is neither shorter nor longer. */
export const durationBetween = (shortest: Duration, longest: Duration) =>
  durationText.refine((value) => seconds(value) >= seconds(shortest) && seconds(value) <= seconds(longest), {
    error: `a time from ${shortest} to ${longest}`,
    // Text that is no duration has been reported as that.
    when: ({ issues }) => issues.length === 0,
  });

export const retentionText = durationText.refine((value) => seconds(value) >= seconds("2h"), {
  error: "at least 2h, the length of Prometheus' blocks",
  // Text that is no duration has been reported as that.
  when: ({ issues }) => issues.length === 0,
});

/** From what a busy Prometheus can do to what it still sees a series between. */
export const scrapeInterval = durationText.refine((value) => seconds(value) >= 5 && seconds(value) <= 300, {
  error: "a scrape interval from 5s to 5m",
  when: ({ issues }) => issues.length === 0,
});

const PORT_RANGE = "a port from 1 to 65535";

const isPort = (text: string | undefined) => Number(text) >= 1 && Number(text) <= 65_535;

/** Where something listens. */
export interface Address {
  /** A name or an IPv4 address. */
  host: string;
  port: number;
}

export const addressText = ({ host, port }: Address): string => `${host}:${port}`;

/** Parsed here, once: nothing else takes an address apart. */
export function addressOf(text: string): Address {
  const at = text.lastIndexOf(":");
  return { host: text.slice(0, at), port: Number(text.slice(at + 1)) };
}

export const address = z
  .string()
  // It stands in command lines and unit files: a host's name or an IPv4 address, nothing that a shell would read.
  .regex(/^[\w.-]+:\d+$/, "an address and port such as 10.0.0.5:9100")
  .refine((value) => !/:\d+$/.test(value) || isPort(value.split(":").at(-1)), PORT_RANGE)
  .transform(addressOf);

/** Names, IPv4 addresses, and IPv6 addresses in brackets. */
const URL_HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;
const URL_USER = /^([\w.~!$&'()*+,;=:-]|%[\da-f]{2})*$/i;

/**
 * Whether Go's net/url, which Prometheus, Alertmanager and Grafana read URLs with, takes what JavaScript takes: that mends spaces,
 * backslashes and missing slashes, and leaves `%zz` as it is.
 */
function isGoUrl(text: string): boolean {
  const [, authority, rest = ""] = /^https?:\/\/([^/?#]+)([/?#].*)?$/is.exec(text) ?? [];
  if (authority === undefined) return false;
  const at = authority.lastIndexOf("@");
  const [user, host] = [authority.slice(0, Math.max(at, 0)), authority.slice(at + 1)];
  return URL_HOST.test(host) && URL_USER.test(user) && !/[\s\p{Cc}\\]|%(?![\da-f]{2})/iu.test(rest);
}

const urlOf = (protocol: RegExp, allowed: string) =>
  z.url({ protocol, error: allowed }).refine(isGoUrl, {
    error: `${allowed}, with % only before two hexadecimal digits, and no spaces or backslashes`,
    // Text that is no URL has been reported as that.
    when: ({ issues }) => issues.length === 0,
  });

export const httpUrl = urlOf(/^https?$/, "a URL that starts with http:// or https://");

/** What stands for a value that is still encrypted. */
export const ENCRYPTED = "(encrypted)";

/** A URL that whoever knows it can send to, so that it may be encrypted: set it with `config set --secret`. */
export const secretUrl = z.string().refine(
  (
    text, // As it stands: it is passed on untouched, and Zod takes tabs, new lines and spaces around it away.
  ) => text === ENCRYPTED || httpUrl.safeParse(text).data === text,
  "a URL that starts with http:// or https://, with % only before two hexadecimal digits, and no spaces or backslashes",
);

/** That paths are put behind: without a slash at its end. */
export const baseUrl = (url: z.ZodURL): z.ZodURL => url.overwrite((text) => text.replace(/\/$/, ""));

/** Where what comes is run, or trusted. */
export const httpsUrl = urlOf(/^https$/, "a URL that starts with https://");

/** The largest network that is let in, as the length of its prefix: 10.0.0.0/8. The whole internet is no network, nor its halves. */
const LARGEST_NETWORK = 8;

export const someNetwork = z
  .cidrv4("a network such as 10.0.0.0/8")
  .refine(
    (network) => Number(network.split("/")[1]) >= LARGEST_NETWORK,
    `a network of a /${LARGEST_NETWORK} at most, such as 10.0.0.0/8: never the whole internet, nor a good part of it`,
  );

/** A name of a parameter of SSM: it stands in IAM resources and in command lines, where `*` would be every parameter. */
export const parameterName = z
  .string()
  .regex(/^(\/[\w.-]+)+$/, "a parameter's name such as /shop/redis, of letters, digits and _ . - between slashes");

export const port = z.int().min(1, PORT_RANGE).max(65_535, PORT_RANGE);

export const bySeverity = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(SEVERITIES), value);

/** A credential: the value itself (set it with `config set --secret`), or a file that holds it. */
export const credential = z.union([z.string().min(1), z.strictObject({ file: z.string().min(1) })]);

export type Credential = z.infer<typeof credential>;

/** A key of a Secret that is in the cluster already. */
export const secretKey = z.strictObject({
  name,
  key: z.string().regex(/^[\w.-]{1,253}$/, "a key of at most 253 letters, digits, dashes, underscores and dots"),
});

/** A time of day; 24:00 is the end of the day. */
export const clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "a time from 00:00 to 24:00, such as 09:00");

/** When something begins: the end of a day is the beginning of the next. */
export const clockStart = clock.refine((value) => value !== "24:00", {
  error: "a time from 00:00 to 23:59; 24:00 only ends",
  when: ({ issues }) => issues.length === 0,
});

const DAY = "(mon|tues|wednes|thurs|fri|satur|sun)day";

export const weekdays = z.array(
  z.string().regex(new RegExp(`^${DAY}(:${DAY})?$`), "a weekday or a range such as monday:friday"),
);

/** Why something is not as it usually is. */
export const reason = z.string().min(10, "a reason of at least ten characters");

/** A name of the IANA time zone database, which Alertmanager and Grafana look up as well. */
export const timezone = z.string().refine(isTimezone, "an IANA time zone such as Europe/Berlin or UTC");

/** Go looks a zone up as a file, so that capitals matter; JavaScript does not mind them. */
function isTimezone(value: string): boolean {
  if (/^[+-]/.test(value)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions();
    if (timeZone.toLowerCase() === value.toLowerCase()) return timeZone === value;
    // One name of several for a zone: at least its parts begin as all do.
    return value.split("/").every((part) => /^[A-Z]/.test(part));
  } catch {
    return false;
  }
}

/** Whether RE2, which Prometheus has, takes a pattern of letters, digits and `: . * + ? | ( ) [ ] -`. */
export function compiles(pattern: string): boolean {
  if (/\[\]|\[:|\?\+|\+\+/.test(pattern)) return false;
  try {
    return Boolean(new RegExp(pattern));
  } catch {
    return false;
  }
}
