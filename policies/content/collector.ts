// The OpenTelemetry Collector's configuration: components by kind and id, and pipelines that join them.
import { type Fields, fieldsOf, isFields } from "./values";

export const isCollectorConfig = (value: Fields): boolean =>
  isFields(value.receivers) && isFields(fieldsOf(value.service).pipelines);

type Kind = "receivers" | "processors" | "exporters" | "connectors";

/** Components of a type that a configuration has, by id: `otlp` and `otlp/second`. */
export const componentsOf = (config: Fields, kind: Kind, type: string): [id: string, component: Fields][] =>
  Object.entries(isCollectorConfig(config) ? fieldsOf(config[kind]) : {})
    .filter(([id]) => id.split("/")[0] === type)
    .map(([id, component]) => [id, fieldsOf(component)]);
