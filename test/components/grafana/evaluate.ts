// How Grafana (12 and newer) evaluates an alert rule, as far as our rules use it: stages over an instant query, and the
// states of each series. After pkg/expr and pkg/services/ngalert/state of Grafana; what is not modelled is refused.
import type { GrafanaAlertRule } from "../../../components/grafana/rules";
import { seconds } from "../../../components/rules";

/** The value of each series of an instant query, by its labels. */
export type Vector = ReadonlyMap<string, number>;

type State = "Normal" | "Pending" | "Alerting" | "Recovering";

interface Instance {
  state: State;
  /** When it got into this state, in seconds. */
  since: number;
  /** When it was last part of a result, or of a result without any data. */
  seen: number;
}

interface Model {
  type?: string;
  expression?: string;
  conditions?: { evaluator: { type: string; params: number[] } }[];
}

/** The condition's value for each series that the query returned. */
export function conditionOf(
  { condition, datas }: Pick<GrafanaAlertRule, "condition" | "datas">,
  asked: Vector,
): Vector {
  const results = new Map<string, Vector>();
  for (const { refId, datasourceUid, model } of datas) {
    const fields: Model = JSON.parse(model);
    if (datasourceUid !== "__expr__") {
      results.set(refId, asked);
      continue;
    }
    const of = fields.type === "math" ? variableOf(fields.expression ?? "") : (fields.expression ?? "");
    const input = results.get(of);
    if (!input) throw new Error(`stage ${refId} reads ${of}, which is no earlier stage`);
    const compute = OPERATIONS[fields.type ?? ""];
    if (!compute) throw new Error(`stage ${refId} is of the type ${fields.type}, which is not modelled`);
    results.set(refId, new Map([...input].map(([labels, value]) => [labels, compute(fields, value)])));
  }
  const result = results.get(condition);
  if (!result) throw new Error(`the condition ${condition} is no stage`);
  return result;
}

const OPERATIONS: Record<string, (model: Model, value: number) => number> = {
  // What an instant query gives is a number already, which every reducer keeps.
  reduce: (_, value) => value,
  math: ({ expression = "" }, value) => Number(expression.split("||").some((call) => predicate(call.trim(), value))),
  threshold: ({ conditions = [] }, value) => {
    const [condition, ...more] = conditions;
    if (!condition || more.length > 0) throw new Error("Grafana takes exactly one condition");
    const [limit = Number.NaN] = condition.evaluator.params;
    if (condition.evaluator.type === "gt") return Number(value > limit);
    if (condition.evaluator.type === "lt") return Number(value < limit);
    throw new Error(`the threshold ${condition.evaluator.type} is not modelled`);
  },
};

const CALL = /^(is_number|is_nan|is_inf)\(\$(\w+)\)$/;

/** Of these three functions, exactly one is true of any value. */
function predicate(call: string, value: number): boolean {
  const [, name] = CALL.exec(call) ?? [];
  if (name === "is_number") return Number.isFinite(value);
  if (name === "is_nan") return Number.isNaN(value);
  if (name === "is_inf") return Math.abs(value) === Number.POSITIVE_INFINITY;
  throw new Error(`the formula ${call} is not modelled`);
}

function variableOf(formula: string): string {
  const names = new Set([...formula.matchAll(/\$(\w+)/g)].map(([, name = ""]) => name));
  const [name] = names;
  if (names.size !== 1 || name === undefined) throw new Error(`the formula ${formula} reads ${names.size} stages`);
  return name;
}

/** The states of one rule's series from evaluation to evaluation. */
export class RuleStates {
  private readonly instances = new Map<string, Instance>();

  constructor(
    private readonly rule: GrafanaAlertRule,
    private readonly intervalSeconds: number,
  ) {}

  /** Evaluates the rule at a time in seconds, given what its query returns. */
  evaluate(at: number, asked: Vector): void {
    const condition = conditionOf(this.rule, asked);
    if (condition.size === 0) this.noData(at);
    for (const [labels, value] of condition) {
      const instance = this.instances.get(labels) ?? { state: "Normal", since: at, seen: at };
      // A condition that is not a number is on, as is every other but 0.
      this.instances.set(labels, {
        ...(value === 0 ? this.normal(instance, at) : this.alerting(instance, at)),
        seen: at,
      });
    }
    for (const [labels, { seen }] of this.instances) {
      const missing = this.rule.missingSeriesEvalsToResolve * this.intervalSeconds;
      if (!condition.has(labels) && seen + missing <= at) this.instances.delete(labels);
    }
  }

  /** The labels of the series in one of these states. */
  labelsIn(...states: State[]): string[] {
    return [...this.instances].filter(([, { state }]) => states.includes(state)).map(([labels]) => labels);
  }

  /** Nothing was returned: with `OK` every series there was is normal now. */
  private noData(at: number): void {
    if (this.rule.noDataState !== "OK") throw new Error(`noDataState ${this.rule.noDataState} is not modelled`);
    for (const [labels, instance] of this.instances) {
      this.instances.set(labels, { ...this.normal(instance, at), seen: at });
    }
  }

  private alerting(instance: Instance, at: number): Instance {
    const { state, since } = instance;
    if (state === "Alerting") return instance;
    if (state === "Recovering") return { ...instance, state: "Alerting", since: at };
    const held = seconds(this.rule.for);
    if (state === "Pending") return at - since >= held ? { ...instance, state: "Alerting", since: at } : instance;
    return { ...instance, state: held > 0 ? "Pending" : "Alerting", since: at };
  }

  private normal(instance: Instance, at: number): Instance {
    const { state, since } = instance;
    const kept = this.rule.keepFiringFor ? seconds(this.rule.keepFiringFor) : 0;
    if (state === "Normal") return instance;
    if (state === "Alerting" && kept > 0) return { ...instance, state: "Recovering", since: at };
    if (state === "Recovering" && at - since < kept) return instance;
    return { ...instance, state: "Normal", since: at };
  }
}
