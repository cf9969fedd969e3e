import { createServer } from "node:http";
import { expect, test } from "vitest";
import { close, json, listen, send } from "../../../components/sample/http";
import { callsIn, differences, traceStore } from "../../../infra/running/service-graph";
import { settings } from "../../support/environment";

const service = (name: string, ...dependsOn: string[]) => ({ name, dependsOn });
const call = (parent: string, child: string) => ({ parent, child });

test("a call that nobody declared, and a dependency that nobody calls, are named", () => {
  const services = [service("shop", "stock", "mail"), service("stock"), service("mail"), service("till", "stock")];
  const calls = [call("shop", "till"), call("shop", "stock"), call("stock", "mail")];
  expect(differences(services, calls)).toEqual([
    "shop calls till, which its dependsOn does not name",
    "shop does not call mail, which its dependsOn names",
    "stock calls mail, which its dependsOn does not name",
    "till does not call stock, which its dependsOn names",
  ]);
});

test("what sends no spans, or is not in the settings, is no difference", () => {
  const services = [service("shop", "database"), service("database")];
  expect(differences(services, [call("shop", "elsewhere"), call("shop", "shop")])).toEqual([]);
});

test("calls are those of the last day", async () => {
  let asked = "";
  const server = createServer((request, response) => {
    asked = request.url ?? "";
    send(response, json(200, { data: [{ parent: "shop", child: "stock", callCount: 7 }] }));
  });
  const url = await listen(server, 0, "127.0.0.1");
  expect(await callsIn(url, 86_400_000)).toEqual([call("shop", "stock")]);
  expect(asked).toBe("/api/dependencies?endTs=86400000&lookback=86400000");
  await close(server, 1);
  await expect(callsIn(url, 0)).rejects.toThrow();
});

test("only an environment with traces has a store", () => {
  expect(traceStore(settings({ traces: { store: "jaeger" } }))).toBe("http://127.0.0.1:16686");
  expect(traceStore(settings())).toBeUndefined();
});
