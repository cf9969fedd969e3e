// Spans as a program sends them by OTLP over HTTP, as JSON.

export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: "server" | "client";
  failed: boolean;
}

const KINDS = { server: 2, client: 3 } as const;
const FAILED = { code: 2 };

/** Spans of a service that ended just now; those of servers are of HTTP requests that were answered. */
export function spansOf(service: string, spans: readonly Span[]) {
  const end = BigInt(Date.now()) * 1_000_000n;
  const attributes = [
    { key: "http.request.method", value: { stringValue: "GET" } },
    { key: "http.route", value: { stringValue: "/basket" } },
    { key: "http.response.status_code", value: { intValue: "200" } },
  ];
  const made = spans.map(({ kind, failed, ...ids }) => ({
    ...ids,
    name: kind === "server" ? "GET /basket" : "query",
    kind: KINDS[kind],
    startTimeUnixNano: `${end - 20_000_000n}`,
    endTimeUnixNano: `${end}`,
    status: failed ? FAILED : {},
    attributes: kind === "server" ? attributes : [],
  }));
  const resource = { attributes: [{ key: "service.name", value: { stringValue: service } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: made }] }] };
}
