import { componentsOf, type Fields, fieldsOf, listOf, textOf } from "../../content";
import type { Policy } from "../../policy";
import { isUnbounded, UNBOUNDED_SETTING } from "../unbounded-labels";

/** Attributes of OpenTelemetry's conventions whose values are what clients and programs send. */
const UNBOUNDED =
  /^(?:url\.(?:full|path|query)|http\.(?:url|target)|db\.(?:query\.text|statement)|exception\.(?:message|stacktrace)|(?:client|network\.peer)\.(?:address|port)|net\.(?:peer|sock)\..*|user_agent\.original|http\.user_agent|messaging\.message\.id)$/;

/** Of all metrics, of the histogram's and of the counter's. */
const dimensionsOf = ({ dimensions, calls_dimensions: ofCalls, histogram }: Fields): string[] =>
  [dimensions, ofCalls, fieldsOf(histogram).dimensions].flatMap((list) =>
    listOf(list).flatMap((one) => textOf(fieldsOf(one).name) ?? []),
  );

export const unboundedSpanDimension: Policy = {
  name: "unbounded-span-dimension",
  level: "mandatory",
  description: "Metrics that spans become have no dimension without end.",
  judges: "document",
  settings: UNBOUNDED_SETTING,
  *check({ fields }, settings) {
    for (const [id, connector] of componentsOf(fields, "connectors", "spanmetrics")) {
      if (Number(textOf(connector.aggregation_cardinality_limit) ?? 0) > 0) continue;
      const isOpen = (name: string) =>
        (UNBOUNDED.test(name) && !settings.words("bounded").includes(name)) ||
        isUnbounded(name.replaceAll(".", "_"), [], settings);
      for (const name of new Set(dimensionsOf(connector).filter(isOpen)))
        yield {
          found: `the connector ${id} makes series by ${name}`,
          why: "Each request may bring another value, and each value is another set of buckets in Prometheus",
          fix: `Leave ${name} out, take http.route in place of a path, and set aggregation_cardinality_limit`,
        };
    }
  },
  examples: {
    bad: "receivers: { otlp: {} }\nconnectors: { spanmetrics: { dimensions: [{ name: url.full }] } }\nservice: { pipelines: { traces: { receivers: [otlp], exporters: [spanmetrics] } } }",
    good: "receivers: { otlp: {} }\nconnectors: { spanmetrics: { dimensions: [{ name: http.route }], aggregation_cardinality_limit: 500 } }\nservice: { pipelines: { traces: { receivers: [otlp], exporters: [spanmetrics] } } }",
  },
};
