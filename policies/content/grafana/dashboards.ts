// A Grafana dashboard → its panels with their PromQL, variables replaced by what they could stand for.
import { asWords, parse, selectorsIn, TIMES, variablesIn } from "../../../components/promql";
import type { Dashboard, Panel, Place, Query } from "../content";
import { EXEMPTION, exemptionsIn, exemptionsInText } from "../exemption";
import { exempted } from "../place";
import { type Fields, fieldsOf, listOf, textOf } from "../values";

export const isDashboard = (value: Fields): boolean =>
  typeof value.title === "string" &&
  (Array.isArray(value.panels) || Array.isArray(value.rows)) &&
  (value.schemaVersion !== undefined || value.templating !== undefined);

export function dashboardOf(fields: Fields, at: Place): Dashboard {
  const title = textOf(fields.title) ?? "";
  const tags = listOf(fields.tags).flatMap((tag) => textOf(tag)?.split(`${EXEMPTION}:`)[1] ?? []);
  const place = exempted({ ...at, group: title }, [
    ...tags.flatMap(exemptionsIn),
    ...exemptionsInText(textOf(fields.description) ?? ""),
  ]);
  return { place, title, fields, panels: panelsIn(fields).map((panel) => panelOf(panel, place)) };
}

interface Found {
  fields: Fields;
  repeats: readonly string[];
}

/** Panels, those inside rows, and those of the rows of old dashboards. */
function panelsIn(of: Fields, around: readonly string[] = []): Found[] {
  let repeats = around;
  const direct: Found[] = [];
  const inside: Found[] = [];
  for (const fields of listOf(of.panels).map(fieldsOf)) {
    const own = [...around, ...repeatsOf(fields)];
    // An open row repeats the panels behind it, up to the next.
    if (fields.type === "row") repeats = own;
    else direct.push({ fields, repeats: [...repeats, ...repeatsOf(fields)] });
    if (fields.panels) inside.push(...panelsIn(fields, own));
  }
  const rows = listOf(of.rows).map(fieldsOf);
  return [...direct, ...inside, ...rows.flatMap((row) => panelsIn(row, [...around, ...repeatsOf(row)]))];
}

/** One name, or several in schema v2. */
const repeatsOf = ({ repeat }: Fields): string[] => [repeat].flat().flatMap((name) => textOf(name) ?? []);

function panelOf({ fields, repeats }: Found, dashboard: Place): Panel {
  const title = textOf(fields.title) ?? "";
  const place = exempted(
    { ...dashboard, rule: title || `panel ${textOf(fields.id) ?? "without a title"}` },
    exemptionsInText(textOf(fields.description) ?? ""),
  );
  return { place, title, type: textOf(fields.type) ?? "", fields, repeats, queries: queriesIn(fields, place) };
}

/** The PromQL of a panel: what is asked of Loki or a database has another kind of data source, or no `expr`. */
function queriesIn(panel: Fields, place: Place): Query[] {
  return listOf(panel.targets).flatMap((value) => {
    const target = fieldsOf(value);
    const source = fieldsOf(target.datasource ?? panel.datasource).type ?? target.datasource ?? panel.datasource;
    const expr = textOf(target.expr);
    if (!expr?.trim() || isOtherLanguage(source, expr)) return [];
    const parsed = parse(asWords(expr));
    // A variable can stand for any piece of text, but for Grafana's times: what cannot be read with one is not known to be wrong.
    if ("error" in parsed && variablesIn(expr).some((name) => !TIMES.has(name))) return [];
    // Without a name anywhere it is LogQL, unless the source is known to be Prometheus.
    const isNamed = "error" in parsed || selectorsIn(parsed.expression).some(({ name }) => name !== undefined);
    if (!isNamed && !/prometheus/i.test(textOf(source) ?? "")) return [];
    return [{ place, kind: "panel" as const, expr, parsed }];
  });
}

/** LogQL begins with a stream selector, or has a filter or a parser behind one. */
const isOtherLanguage = (source: unknown, expr: string) =>
  /loki|logs|tempo|influx|elastic|graphite/i.test(textOf(source) ?? "") ||
  (/\}\s*(\|[=~]|!=|!~|\||\[[^\]]*\]\s*\))/.test(expr) &&
    /\|[=~]|\| *(json|logfmt|pattern|unwrap|regexp)|^\s*\{/.test(expr));
