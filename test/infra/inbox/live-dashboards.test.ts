// The page that a message's Dashboard button leads to, drawn by the inbox from what a Prometheus answers.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dashboard, renderDashboard, row, timeseries, variable } from "../../../components/dashboards";
import { startInbox } from "../../../components/sample/inbox/server";
import type { Running } from "../../../components/sample/run";
import { liveDashboards } from "../../../infra/inbox/live-dashboards";
import { freePort } from "../../support/ports";

const json = renderDashboard(
  dashboard({
    uid: "shop",
    title: "Shop",
    description: "What it serves",
    tags: ["tocsin", "application"],
    variables: [variable("service", "up")],
    rows: [
      row(
        "Traffic",
        timeseries("By status", "requestsPerSecond", "Requests", {
          "{{service}} {{status}}": 'sum by (service, status) (requests{service=~"$service"})',
        }),
      ),
    ],
  }),
  { alerts: [] },
);

const series = (status: string) => ({ metric: { service: "cart", status }, values: [[1_000_000, "2"]] });

/** What was asked, in order. */
const asked: { path: string; query: URLSearchParams }[] = [];

const ANSWERS: Readonly<Record<string, unknown>> = {
  "/api/v1/alerts": { alerts: [] },
  "/api/v1/label/service/values": ["cart", "pay.ments"],
  "/api/v1/query_range": { resultType: "matrix", result: [series("200"), series("204"), series("404"), series("503")] },
};

let folder: string;
let inbox: Running;
const prometheus = createServer(async (request, response) => {
  const { pathname, search } = new URL(request.url ?? "", "http://localhost");
  const body = Buffer.concat(await request.toArray()).toString();
  asked.push({ path: pathname, query: new URLSearchParams(body || search) });
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ status: "success", data: ANSWERS[pathname] }));
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "live-"));
  const dashboards = join(folder, "dashboards");
  mkdirSync(dashboards);
  writeFileSync(join(dashboards, "shop.json"), json);
  const port = await freePort();
  await new Promise<void>((resolve) => prometheus.listen(port, "127.0.0.1", resolve));
  const draw = liveDashboards(`http://127.0.0.1:${port}`);
  inbox = await startInbox({ port: 0, host: "127.0.0.1", data: join(folder, "data"), dashboards, draw });
});

afterAll(async () => {
  await inbox.close();
  prometheus.close();
  rmSync(folder, { recursive: true });
});

const get = async (path: string) => {
  const response = await fetch(`${inbox.url}/dashboards/${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe("a dashboard in the inbox", () => {
  test("is drawn, with what can be chosen: variables' values and times", async () => {
    const { status, headers, text } = await get("shop");
    expect(status).toBe(200);
    expect(headers.get("refresh")).toBe("60");
    expect(text).toContain('<select name="var-service"><option value="" selected>All</option><option value="cart">');
    expect(text).toContain('<option value="1h" selected>last 1h</option>');
    expect(text).toContain('class="chart"');
  });

  test("colours series by the class of their status, in requests a second", async () => {
    const { text } = await get("shop");
    for (const [name, color] of [
      ["cart 200", "#73bf69"],
      ["cart 204", "#37872d"],
      ["cart 404", "#ff9830"],
      ["cart 503", "#f2495c"],
    ])
      expect(text.replaceAll("&quot;", '"')).toContain(`"name":"${name}","color":"${color}"`);
    expect(text.replaceAll("&quot;", '"')).toContain('"unit":"requestsPerSecond"');
  });

  test("asks for what is chosen, literally, until the time that is chosen", async () => {
    asked.length = 0;
    const { headers, text } = await get(
      "shop.html?var-service=pay.ments&var-service=a%22b&last=6h&until=2026-01-02T03:00",
    );
    const { query } = asked.find(({ path }) => path.endsWith("query_range")) ?? {};
    expect(query?.get("query")).toContain('service=~"pay\\\\.ments|a\\"b"');
    const end = Date.parse("2026-01-02T03:00Z") / 1000;
    expect([Number(query?.get("start")), Number(query?.get("end"))]).toEqual([end - 6 * 3600, end]);
    expect(headers.get("refresh")).toBeNull();
    expect(text).toContain('value="2026-01-02T03:00"');
  });

  test("does as if what makes no sense were not there", async () => {
    const { status, text } = await get("shop?last=forever&until=tomorrow&var-service=");
    expect(status).toBe(200);
    expect(text).toContain('<option value="1h" selected>');
  });

  test("comes with its script and style, from the inbox alone", async () => {
    expect((await get("script.js")).headers.get("content-type")).toContain("text/javascript");
    expect((await get("style.css")).text).toContain(".panel");
    expect((await get("shop")).headers.get("content-security-policy")).toContain("script-src 'self'");
    expect((await get("other.js")).status).toBe(404);
  });

  test("lists its queries, and says why, where Prometheus does not answer", async () => {
    const data = join(folder, "other");
    const draw = liveDashboards(`http://127.0.0.1:${await freePort()}`);
    const dashboards = join(folder, "dashboards");
    const other = await startInbox({ port: 0, host: "127.0.0.1", data, dashboards, draw });
    const text = await (await fetch(`${other.url}/dashboards/shop`)).text();
    await other.close();
    expect(text).toContain("Not drawn:");
    expect(text).toContain("sum by (service, status)");
  });
});
