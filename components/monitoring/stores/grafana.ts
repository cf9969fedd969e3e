// Existing stores as Grafana has them: data sources that lead to each other, and links to Grafana's Explore.
import type { ExistingLogStore, ExistingStores, ExistingTraceStore } from "./existing";

/** The data sources' ids, whatever the stores are. */
export const SOURCES = { logs: "logs", traces: "traces" } as const;

/** Of Loki's index, what OTLP calls `service.name`. */
const SERVICE = "service_name";

/** What a kind of store is in Grafana. */
interface Kind {
  /** The type of its data source. */
  type: string;
  /** What the data source knows of it. @param traces Whether there are traces as well, by their data source's id. */
  knows: (store: ExistingLogStore, traces: string | undefined) => object;
  /** The lines of a service, of a host and of a trace. */
  queries: { service: string; host: string; trace: string };
  /** Fields of a query of Explore. */
  asks: (query: string) => Readonly<Record<string, unknown>>;
}

/** A link of a field to its trace; Grafana reads `$` as the start of a variable. */
const toTrace = (field: object, traces: string) => ({ ...field, url: "$${__value.raw}", datasourceUid: traces });

/** Those that keep lines in indices are asked in Lucene's language. */
const asksLucene = (query: string) => ({ query, metrics: [{ id: "1", type: "logs" }] });

/** Of OpenSearch's queries: what its plugin asks for, and all that came later take. */
const DIALECT = [2, 0, 0].join(".");

const KINDS: Readonly<Record<ExistingLogStore["kind"], Kind>> = {
  loki: {
    type: "loki",
    // A line's id of a trace is no label of the index, but one of the line's own.
    knows: (_, traces) =>
      traces
        ? {
            derivedFields: [
              toTrace(
                { name: "trace_id", matcherType: "label", matcherRegex: "trace_id", urlDisplayLabel: "Trace" },
                traces,
              ),
            ],
          }
        : {},
    queries: {
      service: `{${SERVICE}="{value}"}`,
      // Hosts are no labels of the index.
      host: `{${SERVICE}=~".+"} | host="{value}"`,
      trace: '{$${__tags}} | trace_id="$${__trace.traceId}"',
    },
    asks: (expr) => ({ expr, queryType: "range" }),
  },
  // As OTLP is stored: https://www.elastic.co/docs/manage-data/ingest/otlp-endpoint
  elasticsearch: {
    type: "elasticsearch",
    knows: ({ index }, traces) => ({
      ...{ index, timeField: "@timestamp", logMessageField: "body.text", logLevelField: "severity_text" },
      ...(traces && { dataLinks: [toTrace({ field: "trace_id", urlDisplayLabel: "Trace" }, traces)] }),
    }),
    queries: {
      service: 'service.name:"{value}"',
      host: 'host.name:"{value}"',
      trace: 'trace_id:"$${__trace.traceId}"',
    },
    asks: asksLucene,
  },
  // As Data Prepper stores it.
  opensearch: {
    type: "grafana-opensearch-datasource",
    knows: ({ index }, traces) => ({
      ...{ database: index, flavor: "opensearch", version: DIALECT },
      ...{ timeField: "time", logMessageField: "body", logLevelField: "severityText" },
      ...(traces && { dataLinks: [toTrace({ field: "traceId" }, traces)] }),
    }),
    queries: {
      service: 'serviceName:"{value}"',
      host: 'resource.attributes.host:"{value}"',
      trace: 'traceId:"$${__trace.traceId}"',
    },
    asks: asksLucene,
  },
};

/** The data source, without what it asks for a password with. */
const logSource = (store: ExistingLogStore, traces?: string) => ({
  name: "Logs",
  uid: SOURCES.logs,
  type: KINDS[store.kind].type,
  access: "proxy",
  url: store.url,
  jsonData: { ...tenantOf(store.tenant), ...KINDS[store.kind].knows(store, traces) },
  ...secretTenant(store.tenant),
});

/** The plugin that the data source of a store needs, where Grafana does not have it. */
export const pluginOf = ({ kind }: ExistingLogStore): string | undefined =>
  kind === "opensearch" ? KINDS[kind].type : undefined;

/** Those that a Grafana without further plugins has data sources for. */
export const withoutPlugins = ({ logs, traces }: ExistingStores): ExistingStores => ({
  logs: logs && pluginOf(logs) ? undefined : logs,
  traces,
});

/** @param toMetrics From a span to the metrics of its service. @param logs The existing store of logs, where there is one. */
const traceSource = (
  { kind, url, tenant }: ExistingTraceStore,
  toMetrics: Readonly<Record<string, unknown>>,
  logs?: ExistingLogStore,
) => ({
  name: "Traces",
  uid: SOURCES.traces,
  type: kind,
  access: "proxy",
  url,
  jsonData: { ...tenantOf(tenant), ...toMetrics, ...(logs && toLogs(logs)), nodeGraph: { enabled: true } },
  ...secretTenant(tenant),
});

/** From a span to the lines of its trace, of its service and time. */
export const toLogs = ({ kind }: ExistingLogStore) => ({
  tracesToLogsV2: {
    datasourceUid: SOURCES.logs,
    spanStartTimeShift: "-10m",
    spanEndTimeShift: "10m",
    tags: [{ key: "service.name", value: SERVICE }],
    filterByTraceID: false,
    customQuery: true,
    query: KINDS[kind].queries.trace,
  },
});

const tenantOf = (tenant: string | undefined) => (tenant ? { httpHeaderName1: "X-Scope-OrgID" } : {});
const secretTenant = (tenant: string | undefined) => (tenant ? { secureJsonData: { httpHeaderValue1: tenant } } : {});

/**
 * Their data sources.
 * @param ownTraces The id of the data source of traces that are stored beside the other parts, where they are.
 * @param passwords As Grafana reads them: of a variable, or of a file.
 */
export const existingSources = (
  { logs, traces }: ExistingStores,
  toMetrics: Readonly<Record<string, unknown>>,
  ownTraces: string | undefined,
  passwords: Readonly<Record<keyof ExistingStores, string>>,
) => [
  ...(traces ? [withPassword(traceSource(traces, toMetrics, logs), traces.user, passwords.traces)] : []),
  ...(logs ? [withPassword(logSource(logs, traces ? SOURCES.traces : ownTraces), logs.user, passwords.logs)] : []),
];

const withPassword = <T extends { secureJsonData?: object }>(source: T, user: string | undefined, password: string) =>
  user === undefined
    ? source
    : {
        ...source,
        basicAuth: true,
        basicAuthUser: user,
        secureJsonData: { ...source.secureJsonData, basicAuthPassword: password },
      };

/** Links to lines and traces by Explore: of the last hour, in place of which messages put that of the alert. */
export const linksInExplore = (grafana: string, { logs, traces }: ExistingStores) => ({
  ...(logs && { logs: linesIn(grafana, logs) }),
  ...(traces && { traces: tracesIn(grafana, traces) }),
});

function linesIn(grafana: string, { kind }: ExistingLogStore) {
  const { type, queries, asks } = KINDS[kind];
  const to = (query: string) => explore(grafana, SOURCES.logs, type, asks(query));
  return { service: to(queries.service), host: to(queries.host) };
}

const tracesIn = (grafana: string, { kind }: ExistingTraceStore) =>
  explore(grafana, SOURCES.traces, kind, {
    query: '{resource.service.name="{service}"}',
    queryType: "traceql",
    limit: 200,
  });

/** @param query Of the data source; `{value}` and `{service}` in it stay as they are. */
function explore(grafana: string, uid: string, type: string, query: Readonly<Record<string, unknown>>): string {
  const pane = {
    datasource: uid,
    queries: [{ refId: "A", datasource: { type, uid }, ...query }],
    range: { from: "now-1h", to: "now" },
  };
  const panes = encodeURIComponent(JSON.stringify({ tocsin: pane })).replace(/%7B(value|service)%7D/g, "{$1}");
  return `${grafana}/explore?schemaVersion=1&orgId=1&panes=${panes}`;
}
