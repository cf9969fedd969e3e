// When the drill ran and what it proved, written into Prometheus: dashboards show it, and a rule notices where nothing comes any more.
// Not by the list of all mixins, which the bundled program would then have.
import { DRILLED, JOB, PROVEN } from "../mixins/drilling/metrics";
import type { Drilled } from "./drill";
import type { Ground } from "./ground";
import { REMOTE_WRITE_HEADERS, writeRequest } from "./remote-write";

const LINK = "Prometheus keeps what is proven";

/** The drill, and as its last link whether every Prometheus took the result. Throws nothing. */
export async function kept(drilled: Drilled, { prometheus, replicas = [], send, now }: Ground): Promise<Drilled> {
  const at = now();
  const named = (name: string, more = {}) => ({ labels: { __name__: name, job: JOB, ...more }, value: at / 1000, at });
  const body = writeRequest([named(DRILLED), ...drilled.proven.map((alert) => named(PROVEN, { alert }))]);
  const written = [prometheus, ...replicas].map(async (url) => {
    const answer = await send("POST", `${url}/api/v1/write`, { headers: REMOTE_WRITE_HEADERS, body });
    if (answer.status < 300) return;
    throw new Error(`${new URL(url).host} takes no result (${answer.status}): ${answer.body.trim().slice(0, 200)}`);
  });
  const broken = (await Promise.allSettled(written)).flatMap((one) =>
    one.status === "rejected" ? [{ what: String(Object(one.reason).message), alerts: [] }] : [],
  );
  return { ...drilled, links: { ...drilled.links, [LINK]: { broken } } };
}
