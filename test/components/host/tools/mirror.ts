// A server that stands for a site with makers' archives and lists of checksums.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import type { Machine } from "./machine";

/** By path: what is answered, or how. */
export type Files = Readonly<Record<string, string | Buffer | ((response: ServerResponse) => void)>>;

/** Serves these files while the test runs; `asked` are the paths so far. */
export async function mirrorWith(files: Files): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const file = files[request.url ?? ""];
    if (typeof file === "function") file(response);
    else response.writeHead(file === undefined ? 404 : 200).end(file);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`, asked };
}

/** The machine's environment with these mirrors. */
export const withMirrors = ({ environment }: Machine, mirrors: string) => ({
  ...environment,
  variables: { ...environment.variables, TOCSIN_DOWNLOADS: mirrors },
});
