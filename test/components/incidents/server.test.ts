// What adds to threads, before requests and files that nobody meant: none ends it, and Alertmanager does not send forever.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { overHttp } from "../../../components/drill/ground";
import { startIncidents, uploadOverHttp } from "../../../components/incidents";
import { started, temporaryFolder } from "../sample/support";

const LOGIN = "tocsin:password";
const NOWHERE = "http://127.0.0.1:9";

const running = (file: string) =>
  started(
    startIncidents({
      plan: { environment: "test", channels: { "team threads": "#alerts" }, graphs: {} },
      ground: {
        ...{ send: overHttp, prometheus: NOWHERE, alertmanager: NOWHERE, now: Date.now, failed: () => undefined },
        slack: { send: overHttp, upload: uploadOverHttp, api: NOWHERE, token: "xoxb-1-a" },
      },
      ...{ file, login: async () => LOGIN, host: "127.0.0.1", port: 0 },
    }),
  );

const group = (receiver: string) => ({
  version: "4",
  ...{ groupKey: "{}", status: "firing", receiver, groupLabels: {}, commonLabels: {} },
  alerts: [
    {
      ...{ status: "firing", labels: {}, annotations: {}, fingerprint: "toString" },
      ...{ startsAt: "2026-11-30T10:00:00Z", endsAt: "0001-01-01T00:00:00Z" },
    },
  ],
});

const send = async (url: string, body: unknown, login = LOGIN) => {
  const headers = { authorization: `Basic ${Buffer.from(login).toString("base64")}` };
  const { status } = await fetch(`${url}/groups`, { method: "POST", headers, body: JSON.stringify(body) });
  return status;
};

describe("what adds to the threads of incidents", () => {
  test.each(["constructor", "__proto__", "toString", "nobody"])(
    "refuses the receiver %s for good",
    async (receiver) => {
      const { url } = await running(join(temporaryFolder(), "incidents.json"));
      expect(await send(url, group(receiver))).toBe(404);
    },
  );

  test("takes nothing without its password", async () => {
    const { url } = await running(join(temporaryFolder(), "incidents.json"));
    expect(await send(url, group("team threads"), "tocsin:another")).toBe(401);
  });

  test("has a group sent again while Slack does not answer", async () => {
    const { url } = await running(join(temporaryFolder(), "incidents.json"));
    expect(await send(url, group("team threads"))).toBe(502);
    expect(await send(url, { ...group("team threads"), version: "3" })).toBe(400);
  });

  test.each(["", '{"team', "[]"])("starts where its file is %j", async (half) => {
    const file = join(temporaryFolder(), "incidents.json");
    writeFileSync(file, half);
    const { url } = await running(file);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});
