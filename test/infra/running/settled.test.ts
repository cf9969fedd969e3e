// What `up` waits for, before a server that answers as Prometheus and Alertmanager do.
import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { close, json, listen, send } from "../../../components/sample/http";
import { settled } from "../../../infra/running/settled";

const target = { labels: { job: "node", instance: "a:9100" }, health: "up", lastError: "", scrapePool: "node" };
const watchdog = {
  labels: { alertname: "Watchdog" },
  fingerprint: "1",
  status: { state: "active", silencedBy: [], inhibitedBy: [] },
};

const rule = (name: string, health: string) => ({ name, health, lastError: health === "err" ? "no such label" : "" });
const groups = [
  { name: "node", interval: 10, rules: [rule("NodeDown", "ok")] },
  { name: "node-30s", interval: 30, rules: [rule("NodeFull", "unknown")] },
];

const ANSWERS: Record<string, unknown> = {
  "/api/v1/targets?state=active": { data: { activeTargets: [target] } },
  "/api/v1/rules": { data: { groups } },
  "/api/v2/alerts": [watchdog],
};

const ends: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

/** Answers nothing but 503 to so many requests; then each path as it should. */
async function answering(refused: number): Promise<{ prometheus: string; alertmanager: string }> {
  let requests = 0;
  const server = createServer(({ url = "" }, response) => {
    requests += 1;
    send(response, requests <= refused ? json(503, "busy") : json(200, ANSWERS[url]));
  });
  const url = await listen(server, 0, "127.0.0.1");
  ends.push(() => close(server, 1));
  return { prometheus: url, alertmanager: url };
}

test.each([0, 1, 4])("all is well, though %i requests are refused before", async (refused) => {
  expect(await settled(await answering(refused))).toEqual({ targetsUp: 1, targets: 1, rules: 2, problems: [] });
});

test("a part that does not answer is told, and is no error", async () => {
  const { problems } = await settled(await answering(Number.POSITIVE_INFINITY), 0);
  expect(problems).toEqual([expect.stringContaining("503")]);
});
