import { describe, expect, it } from "vitest";
import { eventually, metric, run } from "../support";

describe("the process of the sample service", () => {
  it("serves with traffic by default and closes cleanly at SIGTERM", async () => {
    const service = run("service/main.ts", "--port", "0");
    const url = await service.url;
    await eventually(async () => {
      const users = 'app_requests_total{method="GET",endpoint="/api/users",status="200"}';
      expect(await metric(url, users)).toBeGreaterThan(0);
    });
    service.terminate();
    expect(await service.exited).toEqual({ code: 0, stdout: `sample-service listens on ${url}\n`, stderr: "" });
  });

  it("says in one line that its port is in use, and exits with 1", async () => {
    const first = run("service/main.ts", "--port", "0");
    const { port } = new URL(await first.url);
    const second = run("service/main.ts", "--port", port);
    const { code, stderr } = await second.exited;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `sample-service: port ${port} on 127.0.0.1 is in use: stop what listens there or choose another --port\n`,
    );
  });

  it("names every flag that is wrong", async () => {
    const { code, stderr } = await run("service/main.ts", "--port", "x", "--traffic", "1000").exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: --port: .*; --traffic: /);
  });
});
