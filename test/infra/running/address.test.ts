// Addresses with a login: it is sent, and never printed.
import { createServer } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { close, listen } from "../../../components/sample/http";
import { dashboards } from "../../../infra/commands/dashboards";
import { textAt } from "../../../infra/exposition/place";
import { addressIn } from "../../../infra/running/address";
import { alerts } from "../../../infra/running/prometheus-api";
import { ask, prometheusAt } from "../../../infra/running/prometheus-query";
import { accessTo } from "../../../infra/silences/access";
import { settings } from "../../support/environment";

const SECRET = "p@ss word";
const LOGIN = `monitoring:${encodeURIComponent(SECRET)}`;

/** Answers whoever logs in as Prometheus does, and everybody else with 401. */
async function behindLogin(): Promise<string> {
  const wanted = `Basic ${Buffer.from(`monitoring:${SECRET}`).toString("base64")}`;
  const server = createServer(({ headers }, response) => {
    response.statusCode = headers.authorization === wanted ? 200 : 401;
    response.end(response.statusCode === 200 ? '{"status":"success","data":{"alerts":[]}}' : "no");
  });
  const url = await listen(server, 0, "127.0.0.1");
  onTestFinished(() => close(server, 1));
  return new URL(url).host;
}

test("a login in an address is sent, by whatever asks", async () => {
  const host = await behindLogin();
  const prometheus = prometheusAt(`http://${LOGIN}@${host}/`);
  expect(prometheus.url).toBe(`http://${host}`);
  for (const method of ["GET", "POST"] as const)
    await expect(ask(prometheus, "query", { query: "up" }, method)).resolves.toEqual({ alerts: [] });
  await expect(alerts(prometheus)).resolves.toEqual([]);
  const access = await accessTo(settings({}), `http://${LOGIN}@${host}`);
  await expect(access.ask("GET", "api/v2/silences")).resolves.toMatchObject({ status: 200 });
  await expect(textAt(`http://${LOGIN}@${host}/metrics`)).resolves.toContain("success");
});

test("no message has it", async () => {
  const gone = `http://${LOGIN}@127.0.0.1:1`;
  const said = async (work: () => Promise<unknown>) => {
    const error: unknown = await work().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    return String(error);
  };
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  onTestFinished(() => void vi.restoreAllMocks());
  const messages = [
    await said(() => ask(prometheusAt(gone), "query", { query: "up" }, "GET")),
    await said(() => alerts(prometheusAt(gone))),
    await said(async () => (await accessTo(settings({}), gone)).ask("GET", "api/v2/silences")),
    await said(() => textAt(`${gone}/metrics`)),
    await said(() => dashboards("local", { prometheus: gone, last: "1h" })),
    await said(async () => addressIn("--prometheus", `ftp://${LOGIN}@host`, "a URL")),
    await said(async () => addressIn("--prometheus", `${LOGIN}@host:x`, "a URL")),
  ];
  for (const message of messages) expect(message).not.toMatch(/p%40ss|p@ss|monitoring:/);
  expect(messages[0]).toContain("127.0.0.1:1");
});
