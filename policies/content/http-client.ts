// What both servers refuse in the settings of a connection (config/http_config.go of prometheus/common).
import { isGiven, type Refusals } from "./refusals";
import { type Fields, fieldsOf, textOf } from "./values";

/** Of a connection, beside what its owner has. */
export const HTTP_FIELDS: readonly string[] = [
  ...["basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file", "tls_config", "follow_redirects"],
  ...["enable_http2", "http_headers", "proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header"],
];

/** Of each list one at most: in the settings themselves, or in a part of them. */
const AT_MOST_ONE: readonly (readonly [part: string, fields: readonly string[]])[] = [
  ["", ["bearer_token", "bearer_token_file"]],
  ["", ["basic_auth", "oauth2", "bearer_token", "bearer_token_file"]],
  ["", ["basic_auth", "oauth2", "authorization"]],
  ["", ["authorization", "bearer_token", "bearer_token_file"]],
  ["", ["proxy_from_environment", "proxy_url"]],
  ["", ["proxy_from_environment", "no_proxy"]],
  ["basic_auth", ["username", "username_file", "username_ref"]],
  ["basic_auth", ["password", "password_file", "password_ref"]],
  ["authorization", ["credentials", "credentials_file", "credentials_ref"]],
  ["oauth2", ["client_secret", "client_secret_file", "client_secret_ref"]],
  ["tls_config", ["ca", "ca_file", "ca_ref"]],
  ["tls_config", ["cert", "cert_file", "cert_ref"]],
  ["tls_config", ["key", "key_file", "key_ref"]],
];

/** What a part needs that is there. */
const NEEDED: readonly (readonly [part: string, fields: readonly string[]])[] = [
  ["oauth2", ["client_id"]],
  ["oauth2", ["token_url"]],
];

const CERTIFICATE = ["cert", "cert_file", "cert_ref"];
const KEY = ["key", "key_file", "key_ref"];

/** Whether a switch is on or a value is there. */
const isSet = (owner: Fields, field: string) => isGiven(owner, field) && owner[field] !== false;

/** @param owner What has the fields of a connection beside its own. */
export function connectionRefusals(owner: Fields, refusals: Refusals): void {
  for (const [part, fields] of AT_MOST_ONE) {
    const at = part === "" ? owner : fieldsOf(owner[part]);
    const set = fields.filter((field) => isSet(at, field));
    if (set.length > 1)
      refusals.add(at, set[1], `at most one of ${fields.join(", ")} may be set`, "Leave out the others");
  }
  for (const [part, fields] of NEEDED)
    if (isGiven(owner, part) && !fields.some((field) => isGiven(fieldsOf(owner[part]), field)))
      refusals.add(owner, part, `${part} has no ${fields.join(" or ")}`, `Set ${fields[0]}`);
  ofAuthorization(fieldsOf(owner.authorization), refusals);
  const tls = fieldsOf(owner.tls_config);
  const [hasCertificate, hasKey] = [CERTIFICATE, KEY].map((fields) => fields.some((field) => isGiven(tls, field)));
  if (hasCertificate !== hasKey)
    refusals.add(owner, "tls_config", "a client certificate needs its key, and a key its certificate", "Set both");
  if (isGiven(owner, "no_proxy") && !isSet(owner, "proxy_url") && !isSet(owner, "proxy_from_environment"))
    refusals.add(owner, "no_proxy", "no_proxy is set without proxy_url", "Set proxy_url");
}

function ofAuthorization(authorization: Fields, refusals: Refusals): void {
  if ((textOf(authorization.type) ?? "").trim().toLowerCase() === "basic")
    refusals.add(authorization, "type", 'the type of authorization cannot be "basic"', "Use basic_auth");
}

/** Why a URL is none that a server asks; undefined where it is one, or made later. */
export function urlProblem(url: string): string | undefined {
  const [, scheme, host] = /^([a-zA-Z][\w+.-]*):\/\/([^/?#]*)/.exec(url) ?? [];
  if (scheme !== "http" && scheme !== "https") return "the scheme of the URL must be http or https";
  return host === "" ? "the host is missing in the URL" : undefined;
}
