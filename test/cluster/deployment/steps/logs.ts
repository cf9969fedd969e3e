// Logs and traces in the cluster: the lines of a pod are found and alerted on, none is lost and none comes twice when pods are
// deleted, and a failing request is found by its trace.
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { SHELL_IMAGE } from "../../build/images";
import { eventually } from "../eventually";
import { NAMESPACE } from "../settings";
import type { Site } from "../site";
import { ready, settle } from "./life";
import { MINUTES } from "./limits";

/** Where the pod is that writes. */
/** Of a writer with a line a second: what a collector has on its way, with the time that its end may take. */
const MOST_TWICE = 10;
const WRITERS_NAMESPACE = "writers";

const TRACE = "5b8aa5a2d2c872e8321cf37308d69df2";

/** A number a second, and once a crash. */
const WRITER = `echo "panic: nothing is left"; n=0; while true; do echo "{\\"msg\\":\\"counted\\",\\"n\\":$n}"; n=$((n+1)); sleep 1; done`;

const writer = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "writer", namespace: WRITERS_NAMESPACE, labels: { app: "writer" } },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "shell", image: SHELL_IMAGE, command: ["sh", "-c", WRITER] }],
  },
};

const span = {
  traceId: TRACE,
  spanId: "051581bf3cb55c13",
  name: "GET /cart",
  kind: 2,
  startTimeUnixNano: "",
  endTimeUnixNano: "",
  status: { code: 2, message: "no answer" },
};

/** What a pod of the cluster gets from a URL, and sends there where there is a body. */
async function fromPod({ cluster }: Site, url: string, { secret = "", body = "" } = {}): Promise<string> {
  const header: string[] = [];
  if (secret !== "") {
    const jsonPath = "--output=jsonpath={.data.password}";
    const password = await cluster.kubectl(["get", "secret", secret, "--namespace", NAMESPACE, jsonPath]);
    const access = Buffer.from(`tocsin:${Buffer.from(password, "base64").toString()}`).toString("base64");
    header.push("--header", `Authorization: Basic ${access}`);
  }
  const sent = body === "" ? [] : ["--header", "Content-Type: application/json", "--post-data", body];
  const inside = ["exec", "writer", "--namespace", WRITERS_NAMESPACE, "--", "wget", "-q", "-O", "-"];
  return await cluster.kubectl([...inside, ...header, ...sent, url]);
}

const counts = z.object({ lines: z.coerce.number(), different: z.coerce.number(), last: z.coerce.number() });

/** How many numbers are in the store, how many of them are different, and which is the last. */
async function counted(site: Site) {
  const query = "service:=writer n:* | stats count() as lines, count_uniq(n) as different, max(n) as last";
  const url = `http://tocsin-logs.${NAMESPACE}:9428/select/logsql/query?query=${encodeURIComponent(query)}`;
  return counts.parse(JSON.parse(await fromPod(site, url, { secret: "tocsin-logs-access" })));
}

export function logs(site: () => Site): void {
  test("logs and traces come with a setting, and every part of them is watched", {
    timeout: 12 * MINUTES,
  }, async () => {
    await site().environment.change((config) => {
      Object.assign(config, {
        "tocsin:logs": { store: "victorialogs", maxDisk: 1 },
        "tocsin:traces": { store: "jaeger", volume: 1 },
      });
    });
    await site().environment.does("up", "--yes");
    await ready(site(), "--all-namespaces");
    await settle(site());
  });

  test("a pod's crash is notified by its lines", { timeout: 6 * MINUTES }, async () => {
    site().environment.inbox.received.length = 0;
    await site().cluster.kubectl(["create", "namespace", WRITERS_NAMESPACE]);
    await site().apply(stringify(writer));
    const labels = await eventually("a message about LogCrash", 240, async () =>
      site()
        .environment.fired.map((one) => one.labels)
        .find(({ alertname }) => alertname === "LogCrash"),
    );
    expect(labels).toMatchObject({ service: "writer", team: "platform", severity: "warning" });
    // Each vmalert writes to a Prometheus of its own.
    expect(await site().environment.query('ALERTS{alertname="LogCrash",service="writer"}')).not.toEqual([]);
  });

  test("pods of the collector and of the store are deleted: no line is lost, and few come twice", {
    timeout: 6 * MINUTES,
  }, async () => {
    await eventually("lines to be found", 60, async () => ((await counted(site())).lines > 20 ? true : undefined));
    const collector = ["--selector=app.kubernetes.io/name=collector", "--namespace", `${NAMESPACE}-nodes`];
    await site().cluster.kubectl(["delete", "pod", ...collector]);
    await site().cluster.kubectl(["delete", "pod", "tocsin-logs-0", "--namespace", NAMESPACE]);
    const { last } = await eventually("the lines of before", 120, async () => {
      const now = await counted(site());
      return now.last > 0 ? now : undefined;
    });
    await ready(site(), "--all-namespaces");
    // Of two batches on their way, the later one may come first: what is missing between is late, until it is not there for long.
    const now = await eventually("lines of after, and all before them", 120, async () => {
      const seen = await counted(site());
      return seen.last > last + 10 && seen.different > seen.last ? seen : undefined;
    });
    expect(now).toMatchObject({ different: now.last + 1 });
    // What is on its way as both end is sent again, as nobody has said that it is stored.
    expect(now.lines - now.different).toBeLessThanOrEqual(MOST_TWICE);
  });

  test("a failing request is found by its trace", { timeout: 3 * MINUTES }, async () => {
    const nanoseconds = `${BigInt(Date.now()) * 1_000_000n}`;
    const one = { ...span, startTimeUnixNano: nanoseconds, endTimeUnixNano: nanoseconds };
    const name = { key: "service.name", value: { stringValue: "cart" } };
    const body = { resourceSpans: [{ resource: { attributes: [name] }, scopeSpans: [{ spans: [one] }] }] };
    await fromPod(site(), `http://tocsin-spans.${NAMESPACE}:4318/v1/traces`, { body: JSON.stringify(body) });
    const url = `http://tocsin-traces.${NAMESPACE}:16686/api/v3/traces/${TRACE}`;
    const found = await eventually("the trace", 60, () => fromPod(site(), url, { secret: "tocsin-traces-access" }));
    expect(found).toContain("GET /cart");
    await site().cluster.kubectl(["delete", "namespace", WRITERS_NAMESPACE]);
  });
}
