// Values in messages about wrong settings: people and logs read those, so nothing that may be a credential is repeated.
import { KIND_NAMES } from "../receivers";

/** Fields that hold credentials, or addresses that are as good as one. */
const SECRET_FIELD = /webhook|token|password|secret|credential|auth|routingkey|smtp/i;

/** Slack's and other makers' tokens, addresses with more than a host in them, and long words of letters and digits. */
const SECRET_TEXT =
  /xox[a-z]-|:\/\/[^/]*@|:\/\/[^/]+\/.|^(?=.*\d)(?=.*[a-z])[\w+/=]{20,}$|^(gh[a-z]_|glsa_|whsec_|AKIA)/i;

/** A value as messages show it. */
export function shown(value: unknown, path: readonly PropertyKey[]): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? "an empty mapping" : `a mapping with ${keys.map(shownKey).join(", ")}`;
  }
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
  // What stands in place of a kind's whole mapping is most likely its credential; what its own fields hold, such as a channel, is none.
  return SECRET_FIELD.test(step) || (KIND_NAMES.includes(step) && at === path.length - 1);
}
