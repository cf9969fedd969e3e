// Replays that whoever reaches the generator could send: a few bytes do not end it, and no name is more than a name.
import { describe, expect, it } from "vitest";
import { startGenerator } from "../../../../components/sample/generator/server";
import { started } from "../support";

const series = { name: "a", labels: { disk: "a" }, values: "1", counter: false };
const target = { labels: { job: "a" }, scrapeInterval: "15s", series: [series] };
const replay = { interval: 15, holdAt: 0, leaseSeconds: 60, targets: [target] };

const withSeries = (more: object) => ({ ...replay, targets: [{ ...target, series: [{ ...series, ...more }] }] });

async function generator() {
  const { url } = await started(startGenerator({ port: 0, host: "127.0.0.1", generate: [] }));
  return async (body: object) => {
    const answer = await fetch(`${url}/replays`, { method: "POST", body: JSON.stringify(body) });
    return [answer.status, await answer.text()] as const;
  };
}

describe("a replay", () => {
  it.each([
    ["of more values than memory holds", withSeries({ values: "1x400000000" }), "targets.0.series.0.values"],
    ["of more blanks than memory holds", withSeries({ values: "_x4000000000" }), "targets.0.series.0.values"],
    ["whose series brings another", withSeries({ name: "a 1\nb" }), "targets.0.series.0.name"],
    [
      "whose label brings another series",
      withSeries({ labels: { 'a="b"} 1\nc{d': "e" } }),
      "targets.0.series.0.labels",
    ],
    [
      "that sends Prometheus elsewhere",
      { ...replay, targets: [{ ...target, labels: { __address__: "b" } }] },
      "labels",
    ],
  ])("%s is refused, and the generator answers on", async (_, body, where) => {
    const send = await generator();
    const [status, said] = await send(body);
    expect(status).toBe(400);
    expect(said).toContain(where);
    expect((await send(replay))[0]).toBe(201);
  });

  it("is refused beside fifty others", async () => {
    const send = await generator();
    for (let n = 0; n < 50; n++) expect((await send(replay))[0]).toBe(201);
    expect((await send(replay))[0]).toBe(429);
  });
});
