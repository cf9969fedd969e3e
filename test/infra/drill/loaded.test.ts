// A drill asks first whether the alert is deployed: what the settings have gained since would never fire.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isLoaded } from "../../../infra/commands/drill/observed";

let server: Server;
let prometheus: string;
beforeAll(async () => {
  const rule = { name: "ServiceDown", health: "ok" };
  server = createServer((_, response) =>
    response.end(JSON.stringify({ data: { groups: [{ name: "service", interval: 5, rules: [rule] }] } })),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  prometheus = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const drilled = (alert: string) => ({ alert, severity: "critical", services: ["sample"] }) as const;

test("an alert whose rule Prometheus has is there", async () => {
  expect(await isLoaded(drilled("ServiceDown"), prometheus)).toBe(true);
});

test("an alert that the settings gained since the last deployment is not", async () => {
  expect(await isLoaded(drilled("CheckoutDown"), prometheus)).toBe(false);
});
