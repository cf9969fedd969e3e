// Proxies of this machine's variables, through which Node's own clients do not go.
import type { Environment } from "../../components/host/tools/environment";

/** The proxy of the variables that a server is reached through, as client libraries of Go read them. */
export function proxyOf(server: string, { variables }: Environment): string | undefined {
  const { hostname, protocol } = new URL(server);
  const of = (name: string) => variables[name.toUpperCase()] || variables[name];
  const proxy = protocol === "https:" ? of("https_proxy") : of("http_proxy");
  if (!proxy || hostname === "localhost" || hostname.startsWith("127.") || hostname === "[::1]") return undefined;
  const without = (of("no_proxy") ?? "").split(",").map((entry) =>
    entry
      .trim()
      .replace(/^\*?\./, "")
      .replace(/:\d+$/, ""),
  );
  return without.some((entry) => entry === "*" || (entry && (hostname === entry || hostname.endsWith(`.${entry}`))))
    ? undefined
    : proxy;
}
