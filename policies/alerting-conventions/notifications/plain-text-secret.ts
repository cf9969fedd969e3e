import { type Fields, isFields } from "../../content";
import type { Policy } from "../../policy";

/** Keys that hold a secret in the files of Prometheus, Alertmanager and Grafana; each has a twin that names a file. */
const SECRET_KEYS = new Set([
  ...["password", "credentials", "bearer_token", "secret_key", "client_secret", "auth_password", "auth_secret"],
  ...[
    "smtp_auth_password",
    "smtp_auth_secret",
    "slack_api_url",
    "victorops_api_key",
    "opsgenie_api_key",
    "wechat_api_secret",
  ],
  ...[
    "routing_key",
    "service_key",
    "api_key",
    "api_secret",
    "user_key",
    "token",
    "bot_token",
    "app_token",
    "integrationKey",
  ],
]);

/** Addresses that are secrets themselves. */
const SECRET_ADDRESSES =
  /https:\/\/(hooks\.slack\.com\/(services|workflows)\/\w+|discord(app)?\.com\/api\/webhooks\/\d+|[\w.-]+\.webhook\.office\.com\/webhookb2\/)|https?:\/\/[^/\s:@]+:[^/\s@]+@/;

/** What is no secret: an empty text, something to be filled in, and what Alertmanager and Grafana write where they hide one. */
const PLACEHOLDER =
  /^$|^\$|^<.*>$|^\{\{|^\(?(redacted|secret|changeme|xxx+|\*+|your[-_ ]|dummy|example|none|null|todo)|\$\{?\w+\}?|\$__file\{|<secret>|<[\w -]+>/i;

/** What a script fills in: SMTP_PASSCODE. */
const NAME_TO_FILL_IN = /^[A-Z]+(_[A-Z]+)+$/;

export const plainTextSecret: Policy = {
  name: "plain-text-secret",
  level: "mandatory",
  description: "No password, token or secret address stands in a configuration that is not made for secrets.",
  judges: "document",
  *check({ place, fields }) {
    if (place.sealed) return;
    for (const { path, key, value } of textsIn(fields)) {
      // VictorOps' names a team.
      if (!isSecret(key, value) || (key === "routing_key" && path.includes("victorops_configs"))) continue;
      yield {
        found: `${path} holds a secret in plain text`,
        why: "It is in the repository, in the state and in every copy of the file; who reads one of them can use it",
        fix: /url/i.test(key)
          ? `Name a file that holds it: ${key}_file`
          : `Name a file that holds it: ${key}_file, or take it from a secret store`,
      };
    }
  },
  examples: {
    bad: "route: { receiver: chat }\nreceivers:\n  - name: chat\n    slack_configs: [{ api_url: 'https://hooks.slack.com/services/T024/B024/XYZ' }]",
    good: "route: { receiver: chat }\nreceivers:\n  - name: chat\n    slack_configs: [{ api_url_file: /run/secrets/slack }]",
  },
};

const isSecret = (key: string, value: string) =>
  !PLACEHOLDER.test(value) &&
  !NAME_TO_FILL_IN.test(value) &&
  ((SECRET_KEYS.has(key) && value.length > 3) || SECRET_ADDRESSES.test(value));

function* textsIn(value: unknown, path = ""): Generator<{ path: string; key: string; value: string }> {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((one, i) => [`[${i}]`, one])
    : Object.entries<unknown>(isFields(value) ? value : ({} satisfies Fields));
  for (const [key, inner] of entries) {
    const at = key.startsWith("[") ? `${path}${key}` : path === "" ? key : `${path}.${key}`;
    if (typeof inner === "string") yield { path: at, key, value: inner };
    else yield* textsIn(inner, at);
  }
}
