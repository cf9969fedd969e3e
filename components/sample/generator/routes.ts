// What the generator answers, as a table.
import { HttpError, json, parseJson, type Reply, text } from "../http";
import type { RouteKey } from "../routing";
import { CONTENT_TYPE, exposition } from "./exposition";
import type { HealthyTargets } from "./healthy";
import { replayRenewal, replaySpec } from "./replay";
import type { Replays } from "./replays";

export interface Generator {
  healthy: HealthyTargets;
  replays: Replays;
  /** `host:port` where Prometheus reaches it. */
  address: string;
  /** Seconds since 1970. */
  now: () => number;
}

interface Call {
  /** What `*` stands for in the route's path. */
  rest: string;
  body: string;
}

export interface Route extends RouteKey {
  handle: (generator: Generator, call: Call) => Reply;
}

export const routes: readonly Route[] = [
  { method: "GET", path: "/health", handle: () => json(200, { status: "ok" }) },
  {
    method: "GET",
    path: "/metrics/*",
    handle: ({ healthy, now }, { rest }) => {
      const [mixin = "", index = "0"] = rest.split("/");
      const metrics = healthy.metrics(mixin, Number(index), now());
      if (metrics === undefined) throw new HttpError(404, `nothing is generated for ${mixin}, target ${index}`);
      return text(200, metrics, CONTENT_TYPE);
    },
  },
  {
    method: "GET",
    path: "/targets",
    handle: ({ replays, address, now }) => json(200, replays.targets(address, now())),
  },
  {
    method: "POST",
    path: "/replays",
    handle: ({ replays, now }, { body }) => json(201, { id: replays.add(parseJson(body, replaySpec), now()) }),
  },
  {
    method: "GET",
    path: "/replays/*",
    handle: (generator, { rest }) => {
      const [id = "", target = "0"] = rest.split("/");
      const shown = replayOf(generator, id).scrape(Number(target), generator.now());
      if (shown === undefined) throw new HttpError(404, `replay ${id} has no target ${target}`);
      if (shown === "down") throw new HttpError(503, "this target is down, as its scenario says");
      return text(200, exposition([{ samples: shown }]), CONTENT_TYPE);
    },
  },
  {
    method: "PUT",
    path: "/replays/*",
    handle: (generator, { rest, body }) => {
      const renewal = parseJson(body, replayRenewal);
      replayOf(generator, rest).renew(renewal, generator.now());
      return json(200, renewal);
    },
  },
  {
    method: "DELETE",
    path: "/replays/*",
    handle: ({ replays }, { rest }) => json(200, { removed: replays.remove(rest) }),
  },
  { method: "DELETE", path: "/replays", handle: ({ replays, now }) => json(200, { removed: replays.clear(now()) }) },
];

function replayOf({ replays, now }: Generator, id: string) {
  const replay = replays.find(id, now());
  if (!replay) throw new HttpError(404, `there is no replay ${id}`);
  return replay;
}
