import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { startService } from "../../../../components/sample/service/server";
import { eventually, metric, rawGet, started } from "../support";

async function service(traffic = 0): Promise<string> {
  return (await started(startService({ port: 0, host: "127.0.0.1", traffic }))).url;
}

function post(url: string, body: string, method = "POST"): Promise<Response> {
  return fetch(url, { method, body });
}

const users = (status: number) => `app_requests_total{method="GET",endpoint="/api/users",status="${status}"}`;
const orders = (status: number) => `app_requests_total{method="POST",endpoint="/api/orders",status="${status}"}`;

describe("users", () => {
  it("are listed, and the request is counted and timed", async () => {
    const url = await service();
    const answer = await fetch(`${url}/api/users`, { headers: { "x-user-id": "user-7" } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      users: expect.arrayContaining([{ id: "user-7", active: true }]),
    });
    await eventually(async () => expect(await metric(url, users(200))).toBe(1));
    const timed = 'app_request_duration_seconds_count{method="GET",endpoint="/api/users"}';
    expect(await metric(url, timed)).toBe(1);
    expect(await metric(url, "app_active_users")).toBe(1);
  });
});

describe("orders", () => {
  it("are created and counted with their revenue", async () => {
    const url = await service();
    const answer = await post(`${url}/api/orders`, '{"item":"book","quantity":3}');
    expect([answer.status, await answer.json()]).toEqual([201, { id: 1, item: "book", quantity: 3, totalDollars: 60 }]);
    expect(await metric(url, 'app_orders_total{status="created"}')).toBe(1);
    expect(await metric(url, "app_revenue_dollars_total")).toBe(60);
  });

  it("need no body", async () => {
    const answer = await post(`${await service()}/api/orders`, "");
    expect([answer.status, await answer.json()]).toEqual([
      201,
      { id: 1, item: "sample", quantity: 1, totalDollars: 20 },
    ]);
  });

  it.each(["{", "[]", "null", '{"quantity":0}', '{"quantity":"2"}', '{"quantity":1.5}', '{"item":""}'])(
    "with the body %s are rejected with 400",
    async (body) => {
      const url = await service();
      expect((await post(`${url}/api/orders`, body)).status).toBe(400);
      expect(await metric(url, 'app_orders_total{status="rejected"}')).toBe(1);
      await eventually(async () => expect(await metric(url, orders(400))).toBe(1));
    },
  );

  it("over 64 KiB are refused with 413", async () => {
    const answer = await post(`${await service()}/api/orders`, JSON.stringify({ item: "x".repeat(65_536) }));
    expect(answer.status).toBe(413);
  });
});

describe("requests that nobody serves", () => {
  it("with a wrong method get 405 and the allowed ones", async () => {
    const url = await service();
    const answer = await post(`${url}/api/users`, "", "DELETE");
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
    const counted = 'app_requests_total{method="DELETE",endpoint="/api/users",status="405"}';
    await eventually(async () => expect(await metric(url, counted)).toBe(1));
  });

  it("to unknown paths get 404 and are counted under one label", async () => {
    const url = await service();
    for (const path of ["/nothing", "/api/users/1", "//", "http://elsewhere/", "/%zz"]) {
      expect((await rawGet(url, path)).status).toBe(404);
    }
    const counted = 'app_requests_total{method="GET",endpoint="other",status="404"}';
    await eventually(async () => expect(await metric(url, counted)).toBe(5));
  });
});

describe("metrics", () => {
  it("are there from the start, with an error ratio of zero", async () => {
    const url = await service();
    expect(await metric(url, users(500))).toBe(0);
    expect(await metric(url, 'app_errors_total{endpoint="/api/error",error_type="intentional"}')).toBe(0);
    expect(await metric(url, 'app_orders_total{status="failed"}')).toBe(0);
    expect(await metric(url, "app_db_connections_max")).toBe(50);
    expect(await metric(url, "process_cpu_seconds_total")).toBeDefined();
    expect(await metric(url, "nodejs_eventloop_lag_seconds")).toBeDefined();
  });

  it("have histogram buckets where objectives are set", async () => {
    const url = await service();
    await fetch(`${url}/api/error`);
    for (const le of ["0.1", "0.25", "0.5", "1", "2.5", "10", "+Inf"]) {
      const bucket = `app_request_duration_seconds_bucket{le="${le}",method="GET",endpoint="/api/error"}`;
      await eventually(async () => expect(await metric(url, bucket)).toBe(1));
    }
  });

  it("don't count the operators' own requests, allowed or not", async () => {
    const url = await service();
    for (const path of ["/health", "/metrics", "/faults"]) expect((await fetch(`${url}${path}`)).status).toBe(200);
    expect((await post(`${url}/health`, "")).status).toBe(405);
    const page = await (await fetch(`${url}/metrics`)).text();
    expect(page).not.toMatch(/^app_.*endpoint="\/(health|metrics|faults)"/m);
    expect(await metric(url, "app_requests_in_flight")).toBe(0);
  });

  it("count the error route as an intentional error", async () => {
    const url = await service();
    expect((await fetch(`${url}/api/error`)).status).toBe(500);
    expect(await metric(url, 'app_errors_total{endpoint="/api/error",error_type="intentional"}')).toBe(1);
  });

  it("count a client that leaves before its answer, and nothing stays in flight", async () => {
    const url = await service();
    await post(`${url}/faults`, '{"latencySeconds":1}', "PUT");
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("GET /api/users HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await eventually(async () => expect(await metric(url, "app_requests_in_flight")).toBe(1));
    socket.destroy();
    await eventually(async () => expect(await metric(url, users(499))).toBe(1));
    expect(await metric(url, "app_requests_in_flight")).toBe(0);
  });
});

describe("a fault drill", () => {
  it("makes requests fail, counted as injected errors and failed orders, until it is cleared", async () => {
    const url = await service();
    const set = await post(`${url}/faults`, '{"errorRatio":1}', "PUT");
    expect(await set.json()).toEqual({ errorRatio: 1, latencySeconds: 0, down: false, renewed: false });
    expect((await fetch(`${url}/api/users`)).status).toBe(500);
    expect((await post(`${url}/api/orders`, "")).status).toBe(500);
    expect(await metric(url, 'app_errors_total{endpoint="/api/users",error_type="injected"}')).toBe(1);
    expect(await metric(url, 'app_orders_total{status="failed"}')).toBe(1);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const cleared = await post(`${url}/faults`, "", "DELETE");
    expect(await cleared.json()).toEqual({ errorRatio: 0, latencySeconds: 0, down: false });
    expect((await fetch(`${url}/api/users`)).status).toBe(200);
  });

  it("closes every connection unanswered while it is down, but for the fault switch, and answers again by itself", async () => {
    const url = await service();
    const before = await metric(url, users(200));
    await post(`${url}/faults`, '{"down":true,"leaseSeconds":0.5}', "PUT");
    for (const path of ["/health", "/metrics", "/api/users", "/nowhere"]) {
      await expect(fetch(`${url}${path}`), path).rejects.toThrow();
    }
    expect(await (await fetch(`${url}/faults`)).json()).toMatchObject({ down: true });
    await eventually(async () => expect((await fetch(`${url}/health`)).status).toBe(200));
    expect(await metric(url, users(200))).toBe(before);
  });

  it("makes requests slow and holds a database connection meanwhile", async () => {
    const url = await service();
    await post(`${url}/faults`, '{"latencySeconds":1}', "PUT");
    const before = Date.now();
    const answer = fetch(`${url}/api/users`);
    await eventually(async () => expect(await metric(url, "app_db_connections_active")).toBe(1));
    expect((await answer).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(995);
  });

  it.each(["", "{", '{"errorRatio":2}', '{"latencySeconds":-1}', '{"errors":1}'])(
    "refuses the settings %s",
    async (body) => {
      const url = await service();
      expect((await post(`${url}/faults`, body, "PUT")).status).toBe(400);
      expect(await (await fetch(`${url}/faults`)).json()).toEqual({
        errorRatio: 0,
        latencySeconds: 0,
        down: false,
      });
    },
  );
});

describe("simulated traffic", () => {
  it("is measured like any other, with the errors that were announced", async () => {
    const url = await service();
    const answer = await post(`${url}/api/simulate-traffic`, '{"requests":40,"errorRatio":0.5}');
    expect([answer.status, await answer.json()]).toEqual([202, { requests: 40, successes: 20, errors: 20 }]);
    await eventually(async () => expect(await metric(url, orders(201))).toBe(10));
    expect(await metric(url, users(200))).toBe(10);
    expect(await metric(url, users(500))).toBe(10);
    expect(await metric(url, orders(500))).toBe(10);
    expect(await metric(url, 'app_orders_total{status="failed"}')).toBe(10);
  });

  it("is a hundred requests where nothing is said", async () => {
    expect(await (await post(`${await service()}/api/simulate-traffic`, "")).json()).toMatchObject({ requests: 100 });
  });

  it.each(['{"requests":501}', '{"requests":-1}', '{"errorRatio":1.5}', '{"latencySeconds":60}', '{"n":1}', "x"])(
    "refuses %s",
    async (body) => {
      expect((await post(`${await service()}/api/simulate-traffic`, body)).status).toBe(400);
    },
  );

  it("is refused with 429 while ten bursts are under way, and ends with the service", async () => {
    const running = await startService({ port: 0, host: "127.0.0.1", traffic: 0 });
    const slow = () => post(`${running.url}/api/simulate-traffic`, '{"requests":1,"latencySeconds":10}');
    for (let n = 0; n < 10; n += 1) expect((await slow()).status).toBe(202);
    expect((await slow()).status).toBe(429);
    const before = Date.now();
    await running.close();
    expect(Date.now() - before).toBeLessThan(4000);
  });
});

describe("background traffic", () => {
  it("goes to users and orders at its rate, and meets faults", async () => {
    const url = await service(100);
    await eventually(async () => {
      expect(await metric(url, users(200))).toBeGreaterThan(2);
      expect(await metric(url, orders(201))).toBeGreaterThan(2);
    });
    await post(`${url}/faults`, '{"errorRatio":1}', "PUT");
    await eventually(async () => expect(await metric(url, orders(500))).toBeGreaterThan(2));
  });

  it("stops with the service, also while its requests hang", async () => {
    const running = await startService({ port: 0, host: "127.0.0.1", traffic: 100 });
    await post(`${running.url}/faults`, '{"latencySeconds":10}', "PUT");
    await eventually(async () => expect(await metric(running.url, "app_requests_in_flight")).toBeGreaterThan(5));
    const before = Date.now();
    await running.close();
    expect(Date.now() - before).toBeLessThan(4000);
    await expect(fetch(running.url)).rejects.toThrow();
  });
});
