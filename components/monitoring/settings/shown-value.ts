// Values in messages about wrong settings: people and logs read those, so nothing that may be a credential is repeated.

/** Fields that hold credentials, or addresses that are as good as one. */
const SECRET_FIELD = /webhook|token|password|secret|credential|heartbeat|auth|pagerduty|routingkey|smtp/i;

/** Slack's and other makers' tokens, addresses with more than a host in them, and long words of letters and digits. */
const SECRET_TEXT = /xox[a-z]-|:\/\/[^/]*@|:\/\/[^/]+\/.|^(?=.*\d)(?=.*[a-z])[\w+/=]{20,}$|^(gh[a-z]_|glsa_|AKIA)/i;

/** A value as messages show it. */
export function shown(value: unknown, path: readonly PropertyKey[]): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null)
    return `a mapping with ${Object.keys(value).map(shownKey).join(", ")}`;
  if (typeof value !== "string") return path.some(isSecretField) ? "a value that is not shown" : JSON.stringify(value);
  if (value !== "" && (path.some(isSecretField) || SECRET_TEXT.test(value))) {
    return `a text of ${value.length} characters, which is not shown`;
  }
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A key, which may be a value that slipped to the wrong side of the colon. */
export const shownKey = (key: string): string => (SECRET_TEXT.test(key) ? "(a key that is not shown)" : key);

function isSecretField(step: PropertyKey, at: number, path: readonly PropertyKey[]): boolean {
  if (typeof step !== "string") return false;
  // What stands in place of Slack's whole mapping is most likely its webhook; a channel is none.
  return SECRET_FIELD.test(step) || (step === "slack" && at === path.length - 1);
}
