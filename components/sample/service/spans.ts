// A span for each request, sent as OTLP: the collector, which sees whole traces, decides which are kept.

import { randomBytes } from "node:crypto";
import type { RequestLabels } from "./metrics";

/** A request's place in its trace. */
export interface SpanContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
}

/** A request that has begun. */
export interface Span extends SpanContext {
  readonly end: (status: number) => void;
}

const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;
const SAMPLED = 1;

const SEND_EVERY_MILLISECONDS = 1_000;
const SEND_WITHIN_MILLISECONDS = 5_000;

/** Beyond, the oldest are dropped: a collector that is gone costs no memory. */
const MOST_WAITING = 10_000;

const SERVER = 2;
const ERROR = 2;

/** What the client says of the trace that it has begun, as W3C's `traceparent` has it. */
export function parentOf(traceparent: unknown): (SpanContext & { sampled: boolean }) | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(String(traceparent ?? "")) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

/** Sends spans, a batch a second. */
export class Spans {
  private waiting: object[] = [];
  private readonly timer: NodeJS.Timeout;

  /**
   * @param url Base URL of a collector that takes OTLP over HTTP.
   * @param service The resource attribute `service.name`.
   */
  constructor(
    private readonly url: string,
    private readonly service: string,
  ) {
    this.timer = setInterval(() => void this.send(), SEND_EVERY_MILLISECONDS);
    this.timer.unref();
  }

  /** Parent-based: what the client has decided not to trace is not sent. */
  begin(traceparent: unknown, { method, endpoint }: RequestLabels): Span {
    const parent = parentOf(traceparent);
    const traceId = parent?.traceId ?? randomBytes(16).toString("hex");
    const spanId = randomBytes(8).toString("hex");
    const start = now();
    return {
      traceId,
      spanId,
      end: (status) => {
        if (parent && !parent.sampled) return;
        this.waiting.push({
          traceId,
          spanId,
          ...(parent && { parentSpanId: parent.spanId }),
          name: `${method} ${endpoint}`,
          kind: SERVER,
          startTimeUnixNano: start.toString(),
          endTimeUnixNano: now().toString(),
          attributes: [
            text("http.request.method", method),
            text("http.route", endpoint),
            { key: "http.response.status_code", value: { intValue: String(status) } },
          ],
          status: status >= 500 ? { code: ERROR } : {},
        });
        this.waiting.splice(0, this.waiting.length - MOST_WAITING);
      },
    };
  }

  /** Sends what is left. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.send();
  }

  /** What a collector does not take is sent with the next batch. */
  private async send(): Promise<void> {
    if (this.waiting.length === 0) return;
    const spans = this.waiting.splice(0);
    const resource = { attributes: [text("service.name", this.service)] };
    const taken = await fetch(`${this.url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "tocsin" }, spans }] }] }),
      signal: AbortSignal.timeout(SEND_WITHIN_MILLISECONDS),
    }).then(
      ({ ok, status }) => ok || (status >= 400 && status < 500 && status !== 429),
      () => false,
    );
    if (!taken) this.waiting = [...spans, ...this.waiting].slice(-MOST_WAITING);
  }
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** Nanoseconds since 1970. */
const now = (): bigint => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1_000)) * 1_000n;
