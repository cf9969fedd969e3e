// Silences of an Alertmanager, or of Grafana's, over its API.
import { z } from "zod";
import type { Matcher } from "../../components/monitoring";
import { silence as shownSilence } from "../../components/sample/inbox/alertmanager";

const time = z.iso.datetime({ offset: true });

const silence = shownSilence.extend({ startsAt: time, endsAt: time });

const made = z.object({ silenceID: z.string() });

const labels = z.record(z.string(), z.string());

const held = z.array(z.object({ labels }));

export type Labels = z.infer<typeof labels>;

export type Silence = z.infer<typeof silence>;

/** What a silence is made of; times as ISO 8601. */
export type NewSilence = Pick<Silence, "matchers" | "startsAt" | "endsAt" | "createdBy" | "comment"> & {
  /** The silence that it changes. */
  id?: string;
};

/** How Alertmanager's API is asked, wherever it is; a path is `api/v2/…` or `metrics`. */
export interface Access {
  /** As messages name it. */
  words: string;
  /** The URL of the Grafana that stands for an Alertmanager, and has its API only in part. */
  grafana?: string;
  ask: (method: "GET" | "POST" | "DELETE", path: string, body?: object) => Promise<{ status: number; body: string }>;
}

/** The body of an answer. Throws with Alertmanager's words where it refuses. */
export async function accepted(access: Access, ...[method, path, body]: Parameters<Access["ask"]>): Promise<string> {
  const answer = await access.ask(method, path, body);
  if (answer.status < 300) return answer.body;
  throw new Error(`${access.words} refuses (${answer.status}): ${answer.body.trim().slice(0, 300)}`);
}

/** The matchers as the API has them. */
export const apiMatchers = (matchers: readonly Matcher[]): Silence["matchers"] =>
  matchers.map(({ label, operator, value }) => ({
    name: label,
    value,
    isRegex: operator.endsWith("~"),
    isEqual: !operator.startsWith("!"),
  }));

const SIGNS = { "true true": "=~", "true false": "!~", "false true": "=", "false false": "!=" } as const;

/** As Alertmanager writes it. */
export function matcherText({ name, value, isRegex, isEqual }: Silence["matchers"][number]): string {
  const sign = SIGNS[`${isRegex} ${isEqual}`];
  return `${name}${sign}"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

export class Silences {
  constructor(private readonly access: Access) {}

  /** Those that are over as well, as long as Alertmanager keeps them. */
  list(): Promise<Silence[]> {
    return this.ask(z.array(silence), "GET", "silences");
  }

  /** Makes one, or changes it. Returns its id, which may be another one then. */
  async set(wanted: NewSilence): Promise<string> {
    return (await this.ask(made, "POST", "silences", wanted)).silenceID;
  }

  async end(id: string): Promise<void> {
    await this.ask(z.unknown(), "DELETE", `silence/${encodeURIComponent(id)}`);
  }

  /** The labels of the alerts that fire now and that all matchers fit. */
  async firing(matchers: Silence["matchers"]): Promise<Labels[]> {
    const filters = matchers.map((one) => `filter=${encodeURIComponent(matcherText(one))}`).join("&");
    return (await this.ask(held, "GET", `alerts?${filters}`)).map(({ labels }) => labels);
  }

  private async ask<T>(
    schema: z.ZodType<T>,
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: object,
  ): Promise<T> {
    const text = (await accepted(this.access, method, `api/v2/${path}`, body)).trim();
    const result = schema.safeParse(text ? jsonOf(text) : undefined);
    if (result.success) return result.data;
    throw new Error(`${this.access.words} answers, but not as Alertmanager does: ${text.slice(0, 200)}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
