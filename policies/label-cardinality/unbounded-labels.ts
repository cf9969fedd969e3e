// Labels whose values never end: people, sessions, requests, traces, addresses, free text.
// `user` is none of them: for Mimir and Cortex it is the tenant, for databases an account of the application.
import type { Settings, SettingTable } from "../settings";

/** The setting of every policy that asks. */
export const UNBOUNDED_SETTING: SettingTable = {
  alsoUnbounded: { default: [], description: "Labels of this organisation whose values never end" },
  bounded: { default: [], description: "Labels of the built-in list that have few values here" },
};

const UNBOUNDED = new Set([
  ...["userid", "user_id", "username", "user_name", "user_email", "email", "email_address"],
  ...["customer_id", "account_id", "order_id", "message_id", "event_id", "transaction_id", "uuid", "guid"],
  ...["session", "session_id", "sessionid", "token"],
  ...["request_id", "requestid", "correlation_id", "trace_id", "traceid", "span_id"],
  ...["full_url", "request_uri", "request_path", "raw_path", "query", "query_string", "user_agent"],
  ...["client_ip", "remote_ip", "source_ip", "remote_addr", "client_address"],
  ...["timestamp", "created_at", "error_message", "stack_trace", "stacktrace"],
]);

/** What a client sent, on metrics of requests; a disk's path and a probe's URL are few. */
const SENT_BY_CLIENTS = new Set(["path", "url", "uri"]);

/** Micrometer's are left out: their `uri` is the route's template. Responses that a reader got are of addresses that it is given. */
const OF_REQUESTS = /^(?!http_(server|client)_requests_)(response|.*(http|request))/;

/** Clients' on what is counted for each; of a gauge it is the server's own. */
const ADDRESSES = new Set(["ip", "ip_address"]);

const COUNTED = /_(total|count|sum|bucket)$|http|request/;

/** Whether the label's values never end on one of these metrics. */
export function isUnbounded(label: string, metrics: readonly string[], settings: Settings): boolean {
  const name = label.toLowerCase();
  if (settings.words("bounded").includes(label)) return false;
  if (UNBOUNDED.has(name) || settings.words("alsoUnbounded").includes(label)) return true;
  if (ADDRESSES.has(name)) return metrics.some((metric) => COUNTED.test(metric));
  return SENT_BY_CLIENTS.has(name) && metrics.some((metric) => OF_REQUESTS.test(metric));
}
