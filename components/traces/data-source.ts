// Grafana's data source of Jaeger, and what leads from it to Prometheus and back, by the data sources' ids.

/** Its type, which is also its id. */
export const TRACES_SOURCE = "jaeger";

/** Of Prometheus' data source: from an exemplar to its trace. @param uid Of the traces' data source. */
export const toTraces = (uid: string) => ({
  exemplarTraceIdDestinations: [{ name: "trace_id", datasourceUid: uid }],
});

/** From a span to the metrics of its service. */
export const TO_METRICS = {
  tracesToMetrics: {
    datasourceUid: "prometheus",
    spanStartTimeShift: "-10m",
    spanEndTimeShift: "10m",
    tags: [{ key: "service.name", value: "service" }],
    // Grafana reads `$` as the start of a variable.
    queries: [
      { name: "Requests", query: "service:http_requests:rate5m{$$__tags}" },
      { name: "Errors", query: "service:http_errors:ratio_rate5m{$$__tags}" },
    ],
  },
} as const;
