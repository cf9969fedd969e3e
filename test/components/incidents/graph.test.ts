// The graph of an incident's last hour: what is drawn, of which series, and how it comes into the thread.
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { overHttp } from "../../../components/drill";
import { drawn } from "../../../components/incidents/graph";
import { lastHour } from "../../../components/incidents/last-hour";
import type { Notification } from "../../../components/incidents/notification";
import { addPicture, uploadOverHttp } from "../../../components/incidents/slack";
import { startInbox } from "../../../components/sample/inbox/server";
import { started, temporaryFolder } from "../sample/support";

const NOW = 1_700_000_000;
const graph = { lines: [[[NOW - 3_600, 1] as const, [NOW, 3] as const]], threshold: 2, from: NOW - 3_600, to: NOW };

/** The colours of a column of a PNG, from the top, as `r,g,b`. */
function column(png: Buffer, x: number): string[] {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const start = png.indexOf("IDAT");
  const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  expect(rows.length).toBe(height * (width * 3 + 1));
  return Array.from({ length: height }, (_, y) => {
    const at = y * (width * 3 + 1) + 1 + x * 3;
    return [...rows.subarray(at, at + 3)].join();
  });
}

const LINE = "0,114,178";
const THRESHOLD = "163,2,0";

describe("a graph", () => {
  test("has the line where its values are, and the threshold across", () => {
    const png = drawn(graph);
    const [early, late] = [column(png, 100), column(png, 540)];
    expect(early.indexOf(THRESHOLD)).toBe(late.indexOf(THRESHOLD));
    // Up is more: first below the threshold, then above.
    expect(early.indexOf(LINE)).toBeGreaterThan(early.indexOf(THRESHOLD));
    expect(late.indexOf(LINE)).toBeLessThan(late.indexOf(THRESHOLD));
    expect(late.indexOf(LINE)).toBeGreaterThan(0);
  });

  test("is drawn of values that are all the same, too", () => {
    expect(
      column(drawn({ ...graph, lines: [[[NOW - 3_600, 0] as const, [NOW, 0] as const]], threshold: 0 }), 300),
    ).toContain(THRESHOLD);
  });
});

const notification: Notification = {
  ...{ version: "4", groupKey: "k", status: "firing", receiver: "slack-alerts", groupLabels: {} },
  commonLabels: { alertname: "QueueFull", severity: "critical" },
  alerts: [
    {
      status: "firing",
      labels: { alertname: "QueueFull", queue: "a" },
      annotations: {},
      startsAt: "",
      endsAt: "",
      fingerprint: "1",
    },
  ],
};

describe("the last hour", () => {
  const series = (queue: string, ...values: readonly string[]) => ({
    metric: { __name__: "depth", queue },
    values: values.map((value, index) => [NOW - 60 + index * 30, value]),
  });
  const asked = (result: readonly object[]) => ({
    ...{ prometheus: "http://p", alertmanager: "http://a", now: () => NOW * 1000 },
    send: async () => ({ status: 200, body: JSON.stringify({ data: { result } }) }),
  });
  const graphs = { "QueueFull critical": { expr: "depth", threshold: 100 } };

  test("is of the series that the alerts are about", async () => {
    const ground = asked([series("a", "90", "NaN", "120.4"), series("b", "5000")]);
    expect((await lastHour(notification, graphs, ground))?.title).toBe(
      "QueueFull, the last hour: 90 to 120; threshold 100",
    );
  });

  test("is none where nothing was measured, or the alert has no threshold", async () => {
    expect(await lastHour(notification, graphs, asked([series("b", "1")]))).toBeUndefined();
    expect(await lastHour(notification, {}, asked([series("a", "1")]))).toBeUndefined();
  });
});

test("a picture comes into the thread of its message, whole", async () => {
  const { url } = await started(startInbox({ port: 0, host: "127.0.0.1", data: temporaryFolder() }));
  const headers = { "content-type": "application/json", authorization: "Bearer xoxb-1" };
  const body = JSON.stringify({ channel: "#alerts", text: "fires" });
  const response = await fetch(`${url}/api/chat.postMessage`, { method: "POST", headers, body });
  const place = z.object({ channel: z.string(), ts: z.string() }).parse(await response.json());
  const ground = { send: overHttp, upload: uploadOverHttp, token: "xoxb-1", api: `${url}/api` };
  const picture = { png: drawn(graph), title: "The last hour" };
  await addPicture(place, picture, ground);
  const messages = z.array(z.looseObject({})).parse(await (await fetch(`${url}/messages`)).json());
  expect(messages.at(-1)).toMatchObject({
    ...{ channel: "#alerts", thread: place.ts, payload: { text: "[file: The last hour]" } },
  });

  const cut = { ...ground, upload: (to: string, content: Buffer) => uploadOverHttp(to, content.subarray(1)) };
  await expect(addPicture(place, picture, cut)).rejects.toThrow("Slack answers 400 to an upload");
});
