// What the inbox asks Jaeger: traces, by its API.
import { z } from "zod";
import { messageOf } from "../../error-text";
import { grouped } from "../../grouped";
import { HttpError } from "../http";

const WITHIN_MILLISECONDS = 10_000;
const MOST = 200;

const tag = z.object({ key: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) });

const trace = z.object({
  traceID: z.string(),
  spans: z
    .array(
      z.object({
        spanID: z.string(),
        operationName: z.string(),
        references: z.array(z.object({ spanID: z.string() })),
        startTime: z.number(),
        duration: z.number(),
        tags: z.array(tag),
        processID: z.string(),
      }),
    )
    .min(1),
  processes: z.record(z.string(), z.object({ serviceName: z.string() })),
});

type Answered = z.infer<typeof trace>;

/** A span of a trace. */
export interface ShownSpan {
  readonly service: string;
  readonly name: string;
  /** How many spans are above it. */
  readonly depth: number;
  /** Microseconds since the trace began. */
  readonly at: number;
  /** Microseconds. */
  readonly takes: number;
  readonly failed: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A trace, its spans in the order in which they began below each other. */
export interface ShownTrace {
  readonly id: string;
  readonly start: Date;
  /** Microseconds. */
  readonly takes: number;
  readonly spans: readonly ShownSpan[];
}

/** Microseconds since 1970. */
export interface Within {
  readonly start: number;
  readonly end: number;
}

export class Jaeger {
  constructor(private readonly url: string) {}

  async services(): Promise<string[]> {
    const { data } = z.object({ data: z.array(z.string()).nullable() }).parse(await this.ask("/api/services"));
    return (data ?? []).sort();
  }

  /** The newest first. */
  async begun({ start, end }: Within, service: string, onlyFailed: boolean): Promise<ShownTrace[]> {
    const query = new URLSearchParams({
      service,
      start: String(start),
      end: String(end),
      limit: String(MOST),
      ...(onlyFailed && { tags: JSON.stringify({ error: "true" }) }),
    });
    return (await this.traces(`/api/traces?${query}`)).sort((a, b) => b.start.getTime() - a.start.getTime());
  }

  /** Throws an `HttpError` 404 where the store has no such trace. */
  async trace(id: string): Promise<ShownTrace> {
    if (!/^[\da-f]{1,32}$/.test(id)) throw new HttpError(404, "a trace's id has up to 32 hexadecimal digits");
    const [found] = await this.traces(`/api/traces/${id}`);
    if (!found) throw new HttpError(404, "the store has no such trace: it was not kept, or not yet");
    return found;
  }

  private async traces(path: string): Promise<ShownTrace[]> {
    return (
      z
        .object({ data: z.array(trace).nullable() })
        .parse(await this.ask(path))
        .data?.map(shown) ?? []
    );
  }

  private async ask(path: string): Promise<unknown> {
    try {
      const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(WITHIN_MILLISECONDS) });
      if (answer.status === 404) return { data: [] };
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return await answer.json();
    } catch (error) {
      throw new HttpError(502, `the trace store at ${this.url} does not answer: ${messageOf(error)}`);
    }
  }
}

function shown({ traceID, spans, processes }: Answered): ShownTrace {
  // Whoever sends spans says how many a trace has: more than a call has room for as arguments.
  const begins = spans.reduce((least, { startTime }) => Math.min(least, startTime), Number.POSITIVE_INFINITY);
  const ends = spans.reduce((most, { startTime, duration }) => Math.max(most, startTime + duration), 0);
  return {
    id: traceID,
    start: new Date(begins / 1000),
    takes: ends - begins,
    spans: inOrder(spans).map(({ span, depth }) => {
      const tags = Object.fromEntries(span.tags.map(({ key, value }) => [key, String(value)]));
      return {
        service: processes[span.processID]?.serviceName ?? "unknown",
        name: span.operationName,
        depth,
        at: span.startTime - begins,
        takes: span.duration,
        failed: tags.error === "true",
        tags,
      };
    }),
  };
}

type Ordered = { span: Answered["spans"][number]; depth: number };

/** In place of a span's id: it has no parent in the trace. */
const NONE = "";

/** A span without a parent in the trace begins at the left; none is shown twice, however they refer to each other, and how deep. */
function inOrder(spans: Answered["spans"]): Ordered[] {
  const known = new Set(spans.map(({ spanID }) => spanID));
  const parentOf = ({ spanID, references: [first] }: Answered["spans"][number]) =>
    first && first.spanID !== spanID && known.has(first.spanID) ? first.spanID : NONE;
  const sorted = [...spans].sort((a, b) => a.startTime - b.startTime);
  const below = grouped(sorted, parentOf);
  const seen = new Set<string>();
  const found: Ordered[] = [];
  const atLeft = (span: Answered["spans"][number]) => ({ span, depth: 0 });
  const waiting = (below.get(NONE) ?? []).map(atLeft).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next.span.spanID)) continue;
    seen.add(next.span.spanID);
    found.push(next);
    for (const span of below.get(next.span.spanID)?.reverse() ?? []) waiting.push({ span, depth: next.depth + 1 });
  }
  return [...found, ...sorted.filter(({ spanID }) => !seen.has(spanID)).map(atLeft)];
}
