// The stages of a Grafana-managed rule: what is asked, its last value, and the comparison with the threshold.
import type { PlacedAlert } from "../../monitoring";

/** One stage, as Grafana stores it; `model` is JSON. */
export interface Stage {
  refId: string;
  datasourceUid: string;
  relativeTimeRange: { from: number; to: number };
  model: string;
}

/** The uid under which Grafana evaluates expressions itself. */
const EXPRESSIONS = "__expr__";

/** An instant query looks at its end alone; the beginning is what «View query» shows. */
const SHOWN_SECONDS = 600;

/** The stage whose values a message's template reads. */
export const VALUE = "B";

/** The stage that says whether the alert is on. */
export const CONDITION = "C";

/**
 * The stages whose condition is true for just the series that the alert's expression returns. An alert with a threshold is
 * asked without its comparison, so that Grafana has the value while all is well. An alert that is itself the condition is
 * on for every series that it returns, whatever its value, even where it is not a number.
 */
export function stagesOf({ alert, threshold, expr }: PlacedAlert, dataSource: string): Stage[] {
  if (threshold === undefined) {
    return [
      query(expr, dataSource),
      reduce("A", VALUE),
      math("D", `is_number($${VALUE}) || is_nan($${VALUE}) || is_inf($${VALUE})`),
      compare("D", CONDITION, "gt", 0),
    ];
  }
  return [
    query(alert.expr, dataSource),
    reduce("A", VALUE),
    compare(VALUE, CONDITION, alert.above ? "gt" : "lt", threshold),
  ];
}

/** An instant query. */
export function query(expr: string, dataSource: string): Stage {
  const model = {
    refId: "A",
    datasource: { type: "prometheus", uid: dataSource },
    expr,
    instant: true,
    range: false,
  };
  return {
    refId: "A",
    datasourceUid: dataSource,
    relativeTimeRange: { from: SHOWN_SECONDS, to: 0 },
    model: sortedJson(model),
  };
}

/** `mode` is Grafana's strict one: a value that is not a number stays so, and is over no threshold. */
const reduce = (of: string, refId: string) =>
  expression(refId, { type: "reduce", expression: of, reducer: "last", settings: { mode: "" } });

const math = (refId: string, formula: string) => expression(refId, { type: "math", expression: formula });

const compare = (of: string, refId: string, type: "gt" | "lt", threshold: number) =>
  expression(refId, { type: "threshold", expression: of, conditions: [{ evaluator: { type, params: [threshold] } }] });

function expression(refId: string, fields: object): Stage {
  return {
    refId,
    datasourceUid: EXPRESSIONS,
    relativeTimeRange: { from: 0, to: 0 },
    model: sortedJson({ refId, datasource: { type: EXPRESSIONS, uid: EXPRESSIONS }, ...fields }),
  };
}

/** Keys in order and no defaults, as the provider reads it back: nothing has changed where nothing was. */
function sortedJson(model: object): string {
  return JSON.stringify(model, (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
