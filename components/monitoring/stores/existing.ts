// Stores of logs and traces that somebody else runs: where each is, and what it asks for.
import { z } from "zod";
import { baseUrl, type Credential, credential, httpUrl } from "../settings/fields";

const basicAuth = z
  .strictObject({ user: z.string().min(1), password: credential })
  .optional()
  .describe("What it asks for; nothing where left out.");

const tenant = z
  .string()
  .regex(/^[\w!.*'()-]{1,150}$/, "a tenant such as shop, of letters, digits and ! - _ . * ' ( )")
  .optional()
  .describe("Sent as X-Scope-OrgID, where the store has tenants.");

const url = baseUrl(httpUrl);

const loki = z.strictObject({
  url: url.describe("Base URL, such as https://loki.example.com: lines go to /otlp/v1/logs there. Loki 3 or later."),
  tenant,
  basicAuth,
});

const index = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.*,-]*$/, "a pattern of indices such as logs-*")
  .describe("The indices that Grafana asks for lines.");

const elasticsearch = z.strictObject({
  url: url.describe(
    "Base URL, such as https://search.example.com:9200: lines go to /_otlp/v1/logs there, which older releases of Elasticsearch do not have.",
  ),
  index: index.default("logs-*"),
  basicAuth,
});

const opensearch = z.strictObject({
  url: url.describe("Base URL of its API, such as https://search.example.com:9200, which Grafana asks."),
  otlp: url.describe(
    "Base URL at which Data Prepper takes OTLP over HTTP, such as https://prepper.example.com:21893; /v1/logs follows, which its source has as logs_path.",
  ),
  index,
  basicAuth,
});

const tempo = z.strictObject({
  url: url.describe("Base URL of its API, such as https://tempo.example.com:3200, which Grafana asks."),
  otlp: url.describe(
    "Base URL at which it takes OTLP over HTTP, such as https://tempo.example.com:4318; /v1/traces follows.",
  ),
  tenant,
  basicAuth,
});

/** The setting `logs.store`. */
export const logStore = z
  .union([
    z.literal("victorialogs", "victorialogs"),
    z.strictObject({ loki }),
    z.strictObject({ elasticsearch }),
    z.strictObject({ opensearch }),
  ])
  .describe(
    "`victorialogs`, which runs beside the other parts, or a store that exists: `{ loki: { url } }`, `{ elasticsearch: { url } }` or `{ opensearch: { url, otlp, index } }`. On the platforms `local`, `ec2` and `kubernetes`.",
  );

/** The setting `traces.store`. */
export const traceStore = z
  .union([z.literal("jaeger", "jaeger"), z.strictObject({ tempo })])
  .describe(
    "`jaeger`, which runs beside the other parts, or a store that exists: `{ tempo: { url, otlp } }`. On the platforms `local`, `ec2` and `kubernetes`.",
  );

interface Existing<Kind extends string> {
  readonly kind: Kind;
  /** Base URL of its API. */
  readonly url: string;
  /** Of stores that have several. */
  readonly tenant?: string | undefined;
  /** Whose password the store asks for. */
  readonly user?: string | undefined;
}

export interface ExistingLogStore extends Existing<"loki" | "elasticsearch" | "opensearch"> {
  /** Where it takes lines as OTLP over HTTP. */
  readonly takes: string;
  /** The indices that have them, of what has indices. */
  readonly index?: string;
}

export interface ExistingTraceStore extends Existing<"tempo"> {
  /** Base URL at which it takes OTLP over HTTP. */
  readonly otlp: string;
}

/** The files that hold the stores' passwords, which are also the names of their credentials. */
export const STORE_PASSWORDS = { logs: "logs-store-password", traces: "traces-store-password" } as const;

interface Asking {
  basicAuth?: { user: string; password: Credential } | undefined;
}

interface Stores {
  logs?: { store: z.infer<typeof logStore> } | undefined;
  traces?: { store: z.infer<typeof traceStore> } | undefined;
}

/** The log store that exists; undefined where VictoriaLogs runs beside the other parts, and where no logs are collected. */
export function existingLogStore({ logs }: Pick<Stores, "logs">): ExistingLogStore | undefined {
  if (!logs || typeof logs.store === "string") return undefined;
  const { store } = logs;
  if ("loki" in store) {
    const { basicAuth: access, ...own } = store.loki;
    return { kind: "loki", ...own, takes: `${own.url}/otlp/v1/logs`, user: access?.user };
  }
  if ("elasticsearch" in store) {
    const { basicAuth: access, ...own } = store.elasticsearch;
    return { kind: "elasticsearch", ...own, takes: `${own.url}/_otlp/v1/logs`, user: access?.user };
  }
  const { basicAuth: access, otlp, ...own } = store.opensearch;
  return { kind: "opensearch", ...own, takes: `${otlp}/v1/logs`, user: access?.user };
}

/** The trace store that exists; undefined where Jaeger runs beside the other parts, and where no traces are taken. */
export function existingTraceStore({ traces }: Pick<Stores, "traces">): ExistingTraceStore | undefined {
  if (!traces || typeof traces.store === "string") return undefined;
  const { basicAuth: access, ...store } = traces.store.tempo;
  return { kind: "tempo", ...store, user: access?.user };
}

/** The settings of logs where VictoriaLogs keeps them beside the other parts; undefined where there are none, or another store has them. */
export const logsKeptHere = <L extends Stores["logs"]>({ logs }: { logs?: L }): NonNullable<L> | undefined =>
  logs && !existingLogStore({ logs }) ? logs : undefined;

/** The same of traces, which Jaeger keeps. */
export const tracesKeptHere = <T extends Stores["traces"]>({ traces }: { traces?: T }): NonNullable<T> | undefined =>
  traces && !existingTraceStore({ traces }) ? traces : undefined;

/** Stores that exist, each where there is one. */
export interface ExistingStores {
  logs?: ExistingLogStore | undefined;
  traces?: ExistingTraceStore | undefined;
}

export const existingStores = (settings: Stores): ExistingStores => ({
  logs: existingLogStore(settings),
  traces: existingTraceStore(settings),
});

/** The passwords that the settings give, by the names of their files. */
export function storeCredentials({ logs, traces }: Stores) {
  const of = (which: "logs" | "traces", store: string | Readonly<Record<string, Asking>> | undefined) =>
    Object.entries(typeof store === "object" ? store : {}).flatMap(([kind, { basicAuth: access }]) =>
      access
        ? [
            [
              STORE_PASSWORDS[which],
              { setting: `${which}.store.${kind}.basicAuth.password`, value: access.password },
            ] as const,
          ]
        : [],
    );
  return Object.fromEntries([...of("logs", logs?.store), ...of("traces", traces?.store)]);
}
