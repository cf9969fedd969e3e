// The Alertmanager that the inbox shows alerts and silences of, where it has no pages of its own.
import { z } from "zod";
import { HttpError } from "../http";

const TIMEOUT_MS = 5_000;

const shownAlert = z.object({
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  startsAt: z.string(),
  status: z.object({ state: z.string(), silencedBy: z.array(z.string()), inhibitedBy: z.array(z.string()) }),
});

const matcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  isEqual: z.boolean().default(true),
});

export const silence = z.object({
  id: z.string(),
  matchers: z.array(matcher),
  endsAt: z.string(),
  createdBy: z.string(),
  comment: z.string(),
  status: z.object({ state: z.enum(["expired", "active", "pending"]) }),
});

export type ShownAlert = z.infer<typeof shownAlert>;
export type Silence = z.infer<typeof silence>;
export type Matcher = z.infer<typeof matcher>;

const MATCHER = /\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/gsy;

/** The matchers of `{alertname="X",service=~"a|b"}`, the braces left out or not. Throws an `HttpError` 400 on other text. */
export function matchersOf(text: string): Matcher[] {
  const inner = text.trim().replace(/^\{(.*)\}$/s, "$1");
  const found = [...inner.matchAll(MATCHER)];
  const read = found.reduce((length, [whole]) => length + whole.length, 0);
  if (inner.slice(read).trim()) {
    throw new HttpError(400, `matchers: found ${text}; write them as alertname="ServiceDown", service="shop"`);
  }
  return found.map(([, name = "", operator = "=", value = ""]) => ({
    name,
    value: value.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped)),
    isRegex: operator.endsWith("~"),
    isEqual: !operator.startsWith("!"),
  }));
}

/** As Alertmanager writes it. */
export function matcherText({ name, value, isRegex, isEqual }: Matcher): string {
  const operator = `${isEqual ? "" : "!"}${isRegex ? "~" : ""}`;
  const sign = operator === "" ? "=" : operator === "!" ? "!=" : operator === "~" ? "=~" : "!~";
  return `${name}${sign}"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

/** Whether Prometheus or Alertmanager has pages: builds from source and Debian's Alertmanager are without. */
export async function hasPages(server: string): Promise<boolean> {
  const response = await fetch(`${server}/`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  return response?.ok === true && /<script\b[^>]*\bsrc=/.test(await response.text());
}

export class Alertmanager {
  constructor(readonly url: string) {}

  alerts(matchers: readonly Matcher[]): Promise<ShownAlert[]> {
    return this.ask(`alerts?${filterOf(matchers)}`, z.array(shownAlert));
  }

  /** Those that are not over, of alerts with these labels. */
  async silences(matchers: readonly Matcher[]): Promise<Silence[]> {
    const all = await this.ask(`silences?${filterOf(matchers)}`, z.array(silence));
    return all.filter(({ status }) => status.state !== "expired");
  }

  /** Throws an `HttpError` with Alertmanager's words where it refuses. */
  async silence(matchers: readonly Matcher[], { hours, by, comment, now }: NewSilence): Promise<void> {
    const endsAt = new Date(now.getTime() + hours * 3_600_000).toISOString();
    const body = { matchers, startsAt: now.toISOString(), endsAt, createdBy: by, comment };
    await this.ask("silences", z.unknown(), "POST", body);
  }

  async expire(id: string): Promise<void> {
    await this.ask(`silence/${encodeURIComponent(id)}`, z.unknown(), "DELETE");
  }

  private async ask<T>(path: string, schema: z.ZodType<T>, method = "GET", body?: object): Promise<T> {
    const response = await fetch(`${this.url}/api/v2/${path}`, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    }).catch((error: Error) => {
      throw new HttpError(502, `Alertmanager at ${this.url} does not answer: ${error.message}`);
    });
    const text = await response.text();
    if (!response.ok) throw new HttpError(response.status, `Alertmanager refuses: ${text.trim()}`);
    return schema.parse(text ? JSON.parse(text) : undefined);
  }
}

interface NewSilence {
  hours: number;
  by: string;
  comment: string;
  now: Date;
}

const filterOf = (matchers: readonly Matcher[]) =>
  new URLSearchParams(matchers.map((one): [string, string] => ["filter", matcherText(one)])).toString();
