// The inbox's page of an expression, before a real Prometheus.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startInbox } from "../../../components/sample/inbox/server";
import type { Running } from "../../../components/sample/run";
import { freePort } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { eventually } from "./support";

const tools = toolsOrSkip("prometheus");

describe.skipIf(!tools)("the page of an expression", () => {
  let inbox: Running;
  let child: ChildProcess;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tocsin-query-"));
    const port = await freePort();
    const prometheus = `http://127.0.0.1:${port}`;
    const itself = `{ job_name: itself, scrape_interval: 1s, static_configs: [{ targets: ["127.0.0.1:${port}"] }] }`;
    writeFileSync(join(folder, "prometheus.yml"), `scrape_configs: [${itself}]\n`);
    const args = [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    child = spawn(tools?.prometheus ?? "", args, { stdio: "ignore" });
    await eventually(async () => expect((await fetch(`${prometheus}/-/ready`)).status).toBe(200));
    inbox = await startInbox({ port: 0, host: "127.0.0.1", data: join(folder, "inbox"), prometheus });
  });

  afterAll(async () => {
    await inbox?.close();
    child?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const pageOf = async (expr: string) =>
    (await fetch(`${inbox.url}/prometheus/graph?${new URLSearchParams({ "g0.expr": expr, "g0.tab": "1" })}`)).text();

  it("shows its series and their values", async () => {
    const page = await pageOf('label_replace(vector(42), "service", "<b>shop</b>", "", "")');
    expect(page).toContain("1 series now.");
    expect(page).toContain("<td><code>{service=&quot;&lt;b&gt;shop&lt;/b&gt;&quot;}</code></td><td>42</td>");
  });

  it.each([
    ["vector(1) == 2", "Nothing now."],
    ["3 * 7", "<td>21</td>"],
    ["up[5m]", "a range of samples has no value now"],
    ["sum(", "parse error"],
    ["", "<h1>Query</h1>"],
  ])("of %j says %s", async (expr, text) => {
    expect(await pageOf(expr)).toContain(text);
  });

  it("shows the beginning of many series", async () => {
    await eventually(async () =>
      expect(await pageOf('{__name__=~".+"}')).toMatch(/\d{3} series now, the first 200 of them\./),
    );
  });

  it("says that Prometheus does not answer", async () => {
    child.kill("SIGKILL");
    await eventually(async () => expect((await fetch(`${inbox.url}/prometheus/query?g0.expr=up`)).status).toBe(502));
  });
});
