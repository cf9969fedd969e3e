// Traces as pages, for a Jaeger that was built without its own.
import { type Html, html, link } from "../../../pages/html";
import { HttpError, type Reply } from "../../http";
import { Jaeger, type ShownSpan, type ShownTrace, type Within } from "../jaeger";
import { page } from "./page";

/** Where traces are, and their log lines: URLs. */
export interface TraceSource {
  readonly store?: string | undefined;
  readonly logs?: string | undefined;
}

/** Of the picture of a trace, in its own units. */
const WIDTH = 1000;
const HEIGHT = 14;

/** Of one trace: more nobody reads, and further in nobody sees. */
const MOST_SPANS = 1_000;
const DEEPEST = 40;

const STYLE = `svg{width:22rem;height:14px;background:#8882}rect{fill:#48c}.failed rect{fill:#c33}.failed{color:#c33}`;

/** Traces of a service, those that failed or all: from `start` to `end` in microseconds since 1970, else in the last hour. */
export async function tracesPage({ store }: TraceSource, query: URLSearchParams, now: Date): Promise<Reply> {
  const jaeger = known(store);
  const within = chosenTime(query);
  const when = within ? `from ${timeText(within.start)} to ${timeText(within.end)}` : "in the last hour";
  const { service, failed } = Object.fromEntries(query);
  const onlyFailed = failed === "true";
  const [services, traces] = await Promise.all([
    jaeger.services(),
    service ? jaeger.begun(within ?? lastHour(now), service, onlyFailed) : [],
  ]);
  const way = (name: string, failed: boolean) =>
    `/traces?${new URLSearchParams({ service: name, ...(failed && { failed: "true" }), ...(within && { start: `${within.start}`, end: `${within.end}` }) })}`;
  const other = service
    ? html`<p>${onlyFailed ? html`Only those with an error; <a href="${way(service, false)}">all</a>.` : html`All that were kept; <a href="${way(service, true)}">only those with an error</a>.`}</p>`
    : undefined;
  const rows = traces.map(
    (trace) => html`<tr${trace.spans.some(({ failed }) => failed) ? html` class="failed"` : undefined}>
<td>${timeOf(trace)}</td><td><a href="/traces/${trace.id}">${trace.spans[0]?.name}</a></td><td>${span(trace.takes)}</td><td>${trace.spans.length}</td></tr>`,
  );
  return page({
    title: service ? `Traces of ${service}` : "Traces",
    style: STYLE,
    body: html`<h1>${service ? `Traces of ${service} ${when}` : "Traces"}</h1>
<p>${services.length === 0 ? "No service has sent a span that was kept." : services.map((name) => html`<a href="${way(name, false)}">${name}</a> `)}</p>
${other}
${rows.length > 0 ? html`<table><tr><th>Began</th><th>Request</th><th>Took</th><th>Spans</th></tr>${rows}</table>` : service ? html`<p>None.</p>` : undefined}`,
  });
}

/** One trace, a line for each span. */
export async function tracePage({ store, logs }: TraceSource, id: string): Promise<Reply> {
  const trace = await known(store).trace(id);
  const { length } = trace.spans;
  return page({
    title: `Trace ${trace.id}`,
    style: STYLE,
    body: html`<h1>${trace.spans[0]?.name}</h1>
<p>Trace <code>${trace.id}</code>, ${timeOf(trace)}, ${span(trace.takes)}${logs === undefined ? undefined : html`, ${link(linesOf(logs, trace.id), "its log lines")}`}</p>
${length > MOST_SPANS ? html`<p>The first ${MOST_SPANS} of ${length} spans.</p>` : undefined}
<table>${trace.spans.slice(0, MOST_SPANS).map((one) => row(one, trace))}</table>`,
  });
}

function row({ service, name, depth, at, takes, failed, tags }: ShownSpan, trace: ShownTrace): Html {
  const part = (microseconds: number) => Math.round((microseconds / Math.max(1, trace.takes)) * WIDTH);
  const details = Object.entries(tags).map(([key, value]) => html`<br><code>${key}=${value}</code>`);
  return html`<tr${failed ? html` class="failed"` : undefined}><td>${"\u00a0\u00a0".repeat(Math.min(depth, DEEPEST))}${service}</td>
<td><details><summary>${name}</summary>${details}</details></td><td>${span(takes)}</td>
<td><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"><rect x="${part(at)}" width="${Math.max(2, part(takes))}" height="${HEIGHT}"/></svg></td></tr>`;
}

/** The page of the log store with the lines of a trace. */
const linesOf = (logs: string, id: string) =>
  `${logs}/select/vmui/#/?${new URLSearchParams({ query: `trace_id:="${id}"`, "g0.range_input": "1d" })}`;

const lastHour = (now: Date): Within => ({ start: (now.getTime() - 3_600_000) * 1_000, end: now.getTime() * 1_000 });

/** Throws an `HttpError` 400 for what is no time. */
function chosenTime(query: URLSearchParams): Within | undefined {
  const { start, end } = Object.fromEntries(query);
  if (start === undefined && end === undefined) return undefined;
  if (![start, end].every((time) => /^\d{1,16}$/.test(time ?? "")))
    throw new HttpError(400, "start and end are microseconds since 1970, both or neither");
  return { start: Number(start), end: Number(end) };
}

const timeText = (microseconds: number) => `${utc(new Date(microseconds / 1_000)).slice(0, 16)} UTC`;

const timeOf = ({ start }: ShownTrace) => `${utc(start).slice(0, 23)} UTC`;

const utc = (time: Date) => time.toISOString().replace("T", " ");

const span = (microseconds: number) =>
  microseconds < 1_000
    ? `${microseconds} µs`
    : microseconds < 1e6
      ? `${(microseconds / 1_000).toFixed(1)} ms`
      : `${(microseconds / 1e6).toFixed(2)} s`;

function known(url: string | undefined): Jaeger {
  if (url === undefined) throw new HttpError(404, "this inbox knows no trace store");
  return new Jaeger(url);
}
