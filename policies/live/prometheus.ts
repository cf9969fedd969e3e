// What a running Prometheus answers, within bounds: it has its own rules to evaluate meanwhile.
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../content";

/** How much is asked. */
export interface Bounds {
  /** Of one answer. */
  requestSeconds: number;
  /** Of all together. */
  wholeSeconds: number;
  requests: number;
}

export const BOUNDS: Bounds = { requestSeconds: 20, wholeSeconds: 300, requests: 3_000 };

/** What Prometheus says against a query, in its words. */
export class Refused extends Error {}

/** It does not answer, or not as Prometheus does. */
export class Unanswered extends Error {}

/** A bound is reached: what is left is not asked. */
export class BoundReached extends Error {}

export class Prometheus {
  private readonly url: URL;
  private readonly headers: Record<string, string>;
  private readonly deadline: number;
  private asked = 0;

  /** Throws where it is no address; user and password in it become a login, and are never printed. */
  constructor(
    given: string,
    private readonly bounds: Bounds = BOUNDS,
  ) {
    const url = URL.canParse(given) ? new URL(given) : undefined;
    if (url?.protocol !== "http:" && url?.protocol !== "https:")
      throw new Error(`--prometheus takes the URL of a running Prometheus, such as http://127.0.0.1:9090`);
    const { username, password } = url;
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.headers = username === "" ? {} : { authorization: `Basic ${Buffer.from(login).toString("base64")}` };
    url.username = "";
    url.password = "";
    url.pathname = `${url.pathname.replace(/(?<!\/)\/+$/, "")}/`;
    this.url = url;
    this.deadline = Date.now() + bounds.wholeSeconds * 1000;
  }

  /**
   * The data of an answer. Throws a `Refused` for what Prometheus refuses, a `BoundReached` where enough was asked, and
   * `Unanswered` where it does not answer.
   */
  async ask(path: string, parameters: Readonly<Record<string, string | readonly string[]>>): Promise<unknown> {
    const { requests, requestSeconds, wholeSeconds } = this.bounds;
    const left = this.deadline - Date.now();
    if (this.asked >= requests) throw new BoundReached(`${requests} questions were asked`);
    if (left <= 0) throw new BoundReached(`${wholeSeconds} s have passed`);
    this.asked += 1;
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) body.append(name, one);
    const url = new URL(`api/v1/${path}`, this.url);
    const isQuery = path.startsWith("query");
    if (isQuery) body.set("timeout", `${requestSeconds}s`);
    const signal = AbortSignal.timeout(Math.min(requestSeconds * 1000, left));
    const request = isQuery
      ? fetch(url, { method: "POST", body, signal, headers: this.headers })
      : fetch(`${url}?${body}`, { signal, headers: this.headers });
    const response = await request.catch((error: unknown) => {
      throw new Unanswered(`${this.address} does not answer: ${reasonOf(error, requestSeconds)}`);
    });
    const text = await response.text();
    const said = fieldsIn(text);
    if (said.status === "success") return said.data;
    if (said.status === "error") throw new Refused(textOf(said.error) ?? "");
    const hint = response.status === 401 ? "; give a login as in http://user:password@host:9090" : "";
    throw new Unanswered(`${this.address} answered ${response.status}, and not as Prometheus does${hint}`);
  }

  /** Without a login. */
  get address(): string {
    return this.url.href.replace(/\/$/, "");
  }

  /** Names of labels of what a selector has found in a time; none where there are no series. */
  async labels(selector: string, { from, to }: Span): Promise<readonly string[]> {
    return texts(await this.ask("labels", { "match[]": selector, start: `${from}`, end: `${to}` }));
  }

  /** What an expression costs now, and how many series it has. */
  async cost(expr: string, at: number): Promise<Cost> {
    const begun = performance.now();
    const data = fieldsOf(await this.ask("query", { query: expr, time: `${at}`, stats: "all" }));
    const samples = fieldsOf(fieldsOf(data.stats).samples);
    const timings = fieldsOf(fieldsOf(data.stats).timings);
    const seconds = timings.evalTotalTime ?? timings.execTotalTime;
    return {
      series: listOf(data.result).length,
      samples: typeof samples.totalQueryableSamples === "number" ? samples.totalQueryableSamples : undefined,
      seconds: typeof seconds === "number" ? seconds : (performance.now() - begun) / 1000,
    };
  }

  /** When an expression had series: the times of each, in Unix seconds. */
  async presence(expr: string, { from, to }: Span, stepSeconds: number): Promise<readonly (readonly number[])[]> {
    const parameters = { query: expr, start: `${from}`, end: `${to}`, step: `${stepSeconds}` };
    const data = fieldsOf(await this.ask("query_range", parameters));
    return listOf(data.result).map((series) =>
      listOf(fieldsOf(series).values).flatMap((sample) => {
        const [time] = listOf(sample);
        return typeof time === "number" ? [time] : [];
      }),
    );
  }
}

/** Unix seconds. */
export interface Span {
  from: number;
  to: number;
}

export interface Cost {
  series: number;
  /** Samples that are read; undefined where the server does not count them. */
  samples: number | undefined;
  seconds: number;
}

const texts = (value: unknown): string[] => listOf(value).flatMap((one) => textOf(one) ?? []);

function fieldsIn(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function reasonOf(error: unknown, seconds: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `not within ${seconds} s`;
  const { cause } = error;
  return isFields(cause) && typeof cause.code === "string" ? cause.code : error.message;
}
