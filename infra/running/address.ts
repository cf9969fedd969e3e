// The address of a running server as a command takes it. Credentials in it become a login and are never printed: `fetch` refuses them
// in a URL.

import { basic } from "./grafana-login";

export interface Address {
  /** Without credentials, and without a slash at its end. */
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** A server without a login is named by its URL alone. */
export const addressOf = (server: string | Address): Address =>
  typeof server === "string" ? { url: server, headers: {} } : server;

/** Throws where it is none, without what was given where that may hold credentials. */
export function addressIn(option: string, given: string | undefined, wanted: string): Address {
  const url = given !== undefined && URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return withLogin(url);
  const found = given === undefined ? "nothing" : given.includes("@") ? "no URL" : `"${given}"`;
  throw new Error(`${option}: found ${found}; give ${wanted}`);
}

function withLogin(url: URL): Address {
  const { username, password } = url;
  Object.assign(url, { username: "", password: "" });
  return {
    url: url.href.replace(/\/+$/, ""),
    headers: username === "" ? {} : basic(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`),
  };
}
