// The script that a deployment waits for: it ends when everything it names is ready, and fails where something never is.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../../support/ports";

const READY = join(__dirname, "..", "..", "..", "components", "ec2", "machine", "scripts", "ready.sh");

let dir: string;
let server: Server;
let port: number;
/** How often each path is still answered that it is not ready. */
const unready = new Map<string, number>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tocsin-ready-"));
  await writeFile(join(dir, "curl"), 'insecure\nuser = "tocsin:secret"\n');
  ({ port } = await freePorts("port"));
  server = createServer(({ url = "", headers }, response) => {
    const left = unready.get(url) ?? 0;
    unready.set(url, left - 1);
    const isAllowed = headers.authorization === `Basic ${Buffer.from("tocsin:secret").toString("base64")}`;
    response.writeHead(isAllowed && left <= 0 ? 200 : 503).end();
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
});

afterAll(async () => {
  server.close();
  await rm(dir, { recursive: true });
});

const ready = (...paths: string[]) =>
  execa("sh", [READY, join(dir, "curl"), ...paths.map((path) => `http://127.0.0.1:${port}${path}`)], {
    env: { PAUSE: "0" },
    reject: false,
  });

test("it ends when all are ready, as late as the last one is", async () => {
  unready.set("/prometheus", 3);
  unready.set("/alertmanager", 5);
  expect(await ready("/prometheus", "/alertmanager")).toMatchObject({ exitCode: 0, stderr: "" });
  expect([...unready.values()].every((left) => left < 0)).toBe(true);
});

test("it fails, and says what is missing, where one never is", async () => {
  unready.set("/never", 1_000);
  expect(await ready("/prometheus", "/never")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^not ready: curl: \(22\) .*503/),
  });
}, 30_000);
