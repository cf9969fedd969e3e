import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { close, HttpError, json, listen, parseJson, readBody, send } from "../../../components/sample/http";

/** A server that answers with the length of the body, up to ten bytes. */
async function lengthServer(): Promise<string> {
  const server = createServer(async (request, response) => {
    try {
      send(response, json(200, (await readBody(request, 10)).length));
    } catch (error) {
      if (error instanceof HttpError) send(response, error.toReply());
    }
  });
  onTestFinished(() => close(server, 0));
  return listen(server, 0, "127.0.0.1");
}

describe("a body with a limit", () => {
  it("is taken up to the limit", async () => {
    const answer = await fetch(await lengthServer(), { method: "POST", body: "0123456789" });
    expect([answer.status, await answer.json()]).toEqual([200, 10]);
  });

  it("is refused with 413 over the limit, also where it is much longer", async () => {
    const url = await lengthServer();
    for (const length of [11, 5_000_000]) {
      const answer = await fetch(url, { method: "POST", body: "x".repeat(length) });
      expect([answer.status, await answer.json()]).toEqual([413, { error: "the body is over 10 bytes" }]);
    }
  });
});

describe("a JSON body", () => {
  const schema = z.object({ a: z.number(), b: z.array(z.string()) });

  it("comes back as its value", () => {
    expect(parseJson('{"a":1,"b":["x"]}', schema)).toEqual({ a: 1, b: ["x"] });
  });

  it("names every property that is wrong", () => {
    expect(() => parseJson('{"a":"1","b":[2]}', schema)).toThrow(/^a: .*; b\.0: /);
  });

  it("that is not JSON says so", () => {
    expect(() => parseJson("{", schema)).toThrow("the body is not JSON");
  });
});

describe("listening", () => {
  it("answers the URL with the port it was given", async () => {
    expect(await lengthServer()).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  });

  it("says plainly that a port is in use", async () => {
    const port = Number(new URL(await lengthServer()).port);
    await expect(listen(createServer(), port, "127.0.0.1")).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use: stop what listens there or choose another --port`,
    );
  });

  it("says plainly that a host is not this machine's", async () => {
    await expect(listen(createServer(), 0, "192.0.2.1")).rejects.toThrow("192.0.2.1 is no address of this machine");
  });
});

describe("closing", () => {
  it("lets a request under way finish and then doesn't wait for its kept-alive connection", async () => {
    let arrived = () => {};
    const waiting = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = createServer((_, response) => {
      arrived();
      setTimeout(() => send(response, json(200, "done")), 200);
    });
    const url = await listen(server, 0, "127.0.0.1");
    const answer = fetch(url);
    await waiting;
    const before = Date.now();
    await close(server, 30);
    expect((await answer).status).toBe(200);
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  it("cuts what doesn't finish in the grace period", async () => {
    let arrived = () => {};
    const waiting = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = createServer(() => arrived());
    const answer = fetch(await listen(server, 0, "127.0.0.1"));
    const cut = expect(answer).rejects.toThrow();
    await waiting;
    await close(server, 0.1);
    await cut;
  });
});
