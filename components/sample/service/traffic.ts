// Light background traffic over real HTTP, so that metrics have data and faults show without anyone's help.

import { Agent, request } from "node:http";
import { USER_HEADER } from "./users";
import { type WorkloadRequest, workloadRequest } from "./workload";

/** Requests that may wait for their answer at once; a service that hangs is not piled up on. */
const IN_FLIGHT_LIMIT = 200;

/** Background traffic that has started. */
export interface Traffic {
  /** Sends nothing more, drops what is under way, and leaves no socket open. */
  readonly stop: () => Promise<void>;
}

/** Sends so many requests a second, evenly, to the service at `url`; 0 sends none. */
export function startTraffic(url: string, requestsPerSecond: number): Traffic {
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();
  const inFlight = new Set<Promise<void>>();
  let sent = 0;
  const tick = () => {
    if (inFlight.size >= IN_FLIGHT_LIMIT) return;
    const one = sendOne(url, workloadRequest(sent++), agent, stopping.signal).finally(() => inFlight.delete(one));
    inFlight.add(one);
  };
  const timer = requestsPerSecond > 0 ? setInterval(tick, 1000 / requestsPerSecond) : undefined;
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(inFlight);
      agent.destroy();
    },
  };
}

/** Resolves when the answer was read or the request failed: what went wrong is in the service's own metrics. */
function sendOne(url: string, { method, path, body, userId }: WorkloadRequest, agent: Agent, signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      [USER_HEADER]: userId,
    };
    const outgoing = request(new URL(path, url), { method, agent, headers, signal }, (response) => response.resume());
    outgoing.on("error", () => {});
    outgoing.on("close", resolve);
    outgoing.end(body);
  });
}
