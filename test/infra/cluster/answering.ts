// An API server on loopback that gives recorded answers, and a kubeconfig that leads to it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Environment } from "../../../components/host/tools/environment";

export type Answers = Readonly<Record<string, { status?: number; body: unknown }>>;

export interface Answering {
  kubeconfig: string;
  /** Every request: method, path and the header that says who asks. */
  asked: { method: string; path: string; authorization: string | undefined; accept: string | undefined }[];
  close: () => Promise<void>;
}

export const environment = (variables: Record<string, string> = {}): Environment => ({
  path: process.env.PATH ?? "",
  home: "/nowhere",
  cacheHome: "/nowhere/cache",
  isRoot: false,
  variables: { PATH: process.env.PATH, ...variables },
});

/** Answers by path, or by method and path; what is not in the table is 404. */
export async function answering(answers: Answers, user: object = { token: "the-token" }): Promise<Answering> {
  const asked: Answering["asked"] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push({ method, path: url, authorization: headers.authorization, accept: headers.accept });
    const [path = ""] = url.split("?");
    const found = answers[`${method} ${path}`] ?? answers[path];
    response.writeHead(found ? (found.status ?? 200) : 404);
    response.end(typeof found?.body === "string" ? found.body : JSON.stringify(found?.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), "tocsin-kubeconfig-"));
  const kubeconfig = join(folder, "config");
  writeFileSync(kubeconfig, stringify(config({ test: `http://127.0.0.1:${port}` }, user)));
  return {
    kubeconfig,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** A kubeconfig with a context of each name. */
export const config = (servers: Readonly<Record<string, string>>, user: object = {}) => ({
  apiVersion: "v1",
  kind: "Config",
  clusters: Object.entries(servers).map(([name, server]) => ({ name, cluster: { server } })),
  users: [{ name: "me", user }],
  contexts: Object.keys(servers).map((name) => ({ name, context: { cluster: name, user: "me" } })),
});
