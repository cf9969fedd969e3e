// A Prometheus that was built without its pages: links to them lead on, and programs get its answers as they are.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startGuard } from "../../../../components/sample/guard/server";
import { close, listen } from "../../../../components/sample/http";
import { started, temporaryFolder } from "../support";

const PAGES = "http://127.0.0.1:9900/prometheus";
const FOLLOWED = { "sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

/** Before a server that answers all with this status, as Prometheus 3.13 does for a page that it lacks. */
async function guardBefore(status: number): Promise<string> {
  const behind = createServer((_, response) =>
    response.writeHead(status).end("Error opening React index.html: no such file or directory"),
  );
  onTestFinished(() => close(behind, 1));
  const port = Number(new URL(await listen(behind, 0, "127.0.0.1")).port);
  const passwordFile = join(temporaryFolder(), "password");
  writeFileSync(passwordFile, "secret");
  const ports = [{ port: 0, behind: port, pages: PAGES }];
  const guard = await started(startGuard({ host: "127.0.0.1", ports, username: "tocsin", passwordFile }));
  return guard.url;
}

const get = (url: string) => fetch(url, { redirect: "manual", headers: FOLLOWED });

describe("a page that is missing", () => {
  it.each(["/query?g0.expr=up%20%3D%3D%200&g0.tab=1", "/graph?g0.expr=up", "/targets", "/"])(
    "of %s leads on",
    async (path) => {
      const answer = await get(`${await guardBefore(500)}${path}`);
      expect(answer.status).toBe(302);
      expect(answer.headers.get("location")).toBe(`${PAGES}${path}`);
    },
  );

  it.each(["//attacker.example/", "/\\attacker.example"])("leads to no other site: %s", async (path) => {
    const location = (await get(`${await guardBefore(500)}${path}`)).headers.get("location") ?? "";
    expect(new URL(location).origin).toBe(new URL(PAGES).origin);
  });
});

it.each(["/api/v1/query?query=up", "/-/ready"])("a failing answer to programs is theirs: %s", async (path) => {
  expect((await get(`${await guardBefore(500)}${path}`)).status).toBe(500);
});

it.each([200, 404, 503])("a page that is answered with %d stays", async (status) => {
  expect((await get(`${await guardBefore(status)}/query`)).status).toBe(status);
});
