// A dashboard of schema v2 → the fields of the classic schema, as far as policies look at them.
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";

/** `elements` by name, with a layout apart from them. */
export const isSchemaV2 = (value: unknown): boolean => isFields(fieldsOf(value).elements);

/** @param uid The name of the resource, which is the dashboard's uid. */
export function classicOf(spec: Fields, uid: string | undefined): Fields {
  const repeat = repeatsIn(spec.layout);
  return {
    ...(uid !== undefined && { uid }),
    title: textOf(spec.title) ?? uid ?? "",
    description: spec.description,
    tags: spec.tags,
    editable: spec.editable,
    // The first of the classic schemas in which everything below is written as it is here.
    schemaVersion: 39,
    panels: Object.values(fieldsOf(spec.elements)).map((element) => ({ ...panelOf(element), repeat })),
    templating: { list: listOf(spec.variables).map(variableOf) },
  };
}

/** Variables that anything in the layout is repeated for; which panels are in it is not looked up. */
function repeatsIn(layout: unknown): string[] {
  if (Array.isArray(layout)) return layout.flatMap(repeatsIn);
  if (!isFields(layout)) return [];
  return [textOf(fieldsOf(layout.repeat).value) ?? [], ...Object.values(layout).map(repeatsIn)].flat();
}

function panelOf(element: unknown): Fields {
  const { kind, spec } = fieldsOf(element);
  const { id, title, description, data, vizConfig, libraryPanel } = fieldsOf(spec);
  if (kind === "LibraryPanel") return { id, title, libraryPanel: libraryPanel ?? {} };
  const viz = fieldsOf(vizConfig);
  const { fieldConfig, options } = fieldsOf(viz.spec);
  const { queries, queryOptions } = fieldsOf(fieldsOf(data).spec);
  return {
    id,
    title,
    description,
    // Before its last beta the kind itself was the plug-in.
    type: viz.kind === "VizConfig" ? viz.group : viz.kind,
    fieldConfig,
    options,
    interval: fieldsOf(queryOptions).interval,
    targets: listOf(queries).map(targetOf),
  };
}

function targetOf(query: unknown): Fields {
  const { query: inner, refId, hidden, datasource } = fieldsOf(fieldsOf(query).spec);
  const of = fieldsOf(inner);
  const named = fieldsOf(of.datasource ?? datasource);
  const type = of.kind === "DataQuery" ? of.group : of.kind;
  return {
    ...fieldsOf(of.spec),
    refId,
    hide: hidden,
    datasource: {
      type,
      ...(named.name !== undefined || named.uid !== undefined ? { uid: named.name ?? named.uid } : {}),
    },
  };
}

/** `QueryVariable` → `query`, and so on. */
function variableOf(variable: unknown): Fields {
  const { kind, spec } = fieldsOf(variable);
  const fields = fieldsOf(spec);
  const type = (textOf(kind) ?? "").replace(/Variable$/, "").toLowerCase();
  return {
    ...fields,
    type,
    query: type === "datasource" ? fields.pluginId : queryOf(fields.query),
    refresh: REFRESH[textOf(fields.refresh) ?? ""] ?? 0,
  };
}

const REFRESH: Readonly<Record<string, number>> = { never: 0, onDashboardLoad: 1, onTimeRangeChanged: 2 };

/** The text of a variable's query, which is kept in one of these. */
function queryOf(query: unknown): unknown {
  if (!isFields(query)) return query;
  const inner = fieldsOf(query.spec);
  return inner.query ?? inner.__legacyStringValue ?? inner.expr ?? "";
}
