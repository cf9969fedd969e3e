import { describe, expect, it } from "vitest";
import { run, temporaryFolder } from "../support";

describe("the process of the inbox", () => {
  it("keeps its messages over SIGTERM and a new start", async () => {
    const data = temporaryFolder();
    const first = run("../../infra/inbox/main.ts", "--port", "0", "--data", data);
    const url = await first.url;
    const body = new URLSearchParams({ payload: '{"text":"kept"}' });
    expect((await fetch(`${url}/services/x`, { method: "POST", body })).status).toBe(200);
    first.terminate();
    expect(await first.exited).toEqual({ code: 0, stdout: `slack-inbox listens on ${url}\n`, stderr: "" });
    const second = run("../../infra/inbox/main.ts", "--port", "0", "--data", data);
    expect(await (await fetch(`${await second.url}/messages`)).json()).toMatchObject([{ payload: { text: "kept" } }]);
    second.terminate();
    expect((await second.exited).code).toBe(0);
  });

  it("says in one line that its port is in use, and exits with 1", async () => {
    const first = run("../../infra/inbox/main.ts", "--port", "0", "--data", temporaryFolder());
    const { port } = new URL(await first.url);
    const { code, stderr } = await run("../../infra/inbox/main.ts", "--port", port, "--data", temporaryFolder()).exited;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `slack-inbox: port ${port} on 127.0.0.1 is in use: stop what listens there or choose another --port\n`,
    );
  });

  it("says in one line that its data folder cannot be used, and exits with 1", async () => {
    const { code, stderr } = await run("../../infra/inbox/main.ts", "--port", "0", "--data", "/dev/null/data").exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^slack-inbox: [^\n]*\/dev\/null\/data[^\n]*\n$/);
  });

  it("needs a data folder and a Prometheus that is a URL", async () => {
    expect((await run("../../infra/inbox/main.ts").exited).stderr).toContain("--data <dir>");
    const { code, stderr } = await run("../../infra/inbox/main.ts", "--data", "x", "--prometheus", "javascript:x")
      .exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: --prometheus: /);
  });
});
