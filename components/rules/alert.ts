// An alerting rule whose threshold is data: it can be overridden, drawn as a panel's line and put into the message.
import { areApart, compared, type Duration, exceptWhere, oneLine, onlyWhere, seconds, type Where } from "../promql";
import { SEVERITIES, type Severity } from "./severity";
import { TEMPLATE_OF_UNIT, type Unit } from "./unit";

/** A threshold for each severity that the alert has. */
export type Thresholds = Partial<Record<Severity, number>>;

export interface AlertArgs {
  /** CamelCase, starting with the technology: `RedisMemoryNearLimit`. */
  name: string;
  /**
   * PromQL whose value is compared to the threshold; without a threshold, PromQL that returns series only when something is
   * wrong. By severity where they look at different windows.
   */
  expr: string | Partial<Record<Severity, string>>;
  /** Fires above these values; one rule a severity, and the critical one inhibits the warning. Give this, `below` or `severity`. */
  above?: Thresholds;
  /** Fires below these values. */
  below?: Thresholds;
  /** For an expression that is itself the condition. */
  severity?: Severity;
  /** The unit of the value and of the thresholds. Default: `count`. */
  unit?: Unit;
  /** How long the condition must hold before the alert fires; by severity where they differ. */
  for: Duration | Partial<Record<Severity, Duration>>;
  /**
   * How long a fault lasts before the expression can show it, beside scrape and evaluation: where windows of its own make it wait,
   * such as `min_over_time(…[1m])`. By severity where they differ; counted into the detection latency. Default: `0s`.
   */
  exprHolds?: Duration | Partial<Record<Severity, Duration>>;
  /** How long the alert goes on firing after the condition ended, against flapping. */
  keepFiringFor?: Duration;
  /** One sentence with the labels of what is affected. */
  summary: string;
  /** What it means for users, with the value. */
  description: string;
  /** True where users see the effect: it is inhibited while a service it depends on is down. Default: false. */
  symptom?: boolean;
  /**
   * What the alert says is gone: the whole service, all of one component (by the label `component`), or one instance (a host,
   * too, is an instance). It inhibits the symptoms of just that, and of what depends on it; a component, which is no service
   * itself, also what is said of its instances. Default: false.
   */
  down?: false | "service" | "instance" | "component";
  /** What missing series mean: `quiet` (nothing to say) or `fires` (the expression itself detects absence). Default: `quiet`. */
  onMissing?: "quiet" | "fires";
  /** `heartbeat` feeds the dead-man's switch; `everyone` is for every receiver, and holds the dead-man's switch back. */
  route?: "heartbeat" | "everyone";
  /** Policies that object to what is meant here, each with the reason; in their annotation `tocsin_exempt`. */
  exempt?: Readonly<Record<string, string>>;
}

/** What is different of an alert for some of its series. */
export interface Exception {
  where: Where;
  /** In place of those that the alert has for the same severities. */
  thresholds?: Thresholds;
  for?: AlertArgs["for"];
  severity?: Severity;
  /** No rule at all. */
  disabled?: true;
}

export interface Alert extends AlertArgs {
  unit: Unit;
  symptom: boolean;
  down: false | "service" | "instance" | "component";
  onMissing: "quiet" | "fires";
  /** Whether it sees targets that are no longer found as well, for which Prometheus needs longer than for a scrape that fails. */
  seesAbsent?: true;
  /** No series is meant by two of them. */
  exceptions?: readonly Exception[];
}

/** An alert as one severity of it judges. */
export type JudgedAlert = Alert & { expr: string };

/** One rule of an alert: what Prometheus evaluates for one severity. */
export interface AlertRule {
  alert: JudgedAlert;
  severity: Severity;
  /** The series that it judges, where not all. */
  where?: Where;
  /** The whole condition, the comparison included. */
  expr: string;
  threshold?: number;
  comparison?: ">" | "<";
  for: Duration;
  exprHolds: Duration;
}

/** Declares an alert. Throws, naming the alert, where it is not well formed. */
export function alert(args: AlertArgs): Alert {
  const problems = problemsOf(args);
  if (problems.length > 0) throw new Error(`Alert ${args.name}: ${problems.join("; ")}`);
  return mapExpressions({ unit: "count", symptom: false, down: false, onMissing: "quiet", ...args }, oneLine);
}

/** The alert with each of its expressions changed. */
export function mapExpressions(alert: Alert, change: (expr: string) => string): Alert {
  if (typeof alert.expr === "string") return { ...alert, expr: change(alert.expr) };
  const changed = Object.entries(alert.expr).map(([severity, expr]) => [severity, change(expr)]);
  return { ...alert, expr: Object.fromEntries(changed) };
}

/** Every expression of the alert. */
export const expressionsOf = ({ expr }: AlertArgs): string[] =>
  typeof expr === "string" ? [expr] : Object.values(expr);

/** The severities an alert can fire with, most urgent first. */
export function severitiesOf(alert: AlertArgs): Severity[] {
  const thresholds = alert.above ?? alert.below;
  return SEVERITIES.filter((severity) =>
    thresholds ? thresholds[severity] !== undefined : severity === alert.severity,
  );
}

/** One rule for each severity, most urgent first, and one for each exception from it. */
export function rulesOf(alert: Alert): AlertRule[] {
  const { exceptions = [] } = alert;
  return SEVERITIES.flatMap((severity) => {
    const changing = exceptions.filter((one) => severitiesOf(alert).includes(severity) && changes(one, severity));
    const usual = severitiesOf(alert).includes(severity)
      ? [
          ruleOf(alert, severity, (expr) =>
            exceptWhere(
              expr,
              changing.map(({ where }) => where),
            ),
          ),
        ]
      : [];
    const apart = exceptions.flatMap((one): AlertRule[] => {
      const changed = except(alert, one);
      if (one.disabled || !severitiesOf(changed).includes(severity) || !changes(one, severity)) return [];
      const off = exceptions.filter((other) => other.disabled && !areApart(other.where, one.where));
      const places = off.map(({ where }) => where);
      return [
        { ...ruleOf(changed, severity, (expr) => onlyWhere(exceptWhere(expr, places), one.where)), where: one.where },
      ];
    });
    return [...usual, ...apart];
  });
}

/** Whether an exception says anything of a severity's rule: of that which is, or of that which takes its place. */
const changes = ({ thresholds, for: held, severity, disabled }: Exception, of: Severity): boolean =>
  disabled === true ||
  severity !== undefined ||
  thresholds?.[of] !== undefined ||
  (held !== undefined && ofSeverity(held, of) !== undefined);

/** The alert as it is for the series of an exception. */
export function except(
  alert: Alert,
  { thresholds, for: held, severity }: Omit<Exception, "where" | "disabled">,
): Alert {
  const side = alert.above ? "above" : "below";
  const durations = typeof alert.for === "string" ? forAll(alert, alert.for) : alert.for;
  return {
    ...alert,
    ...(thresholds && { [side]: { ...alert[side], ...thresholds } }),
    ...(severity && { severity }),
    ...(held && { for: typeof held === "string" ? held : { ...durations, ...held } }),
  };
}

const forAll = (alert: Alert, held: Duration) =>
  Object.fromEntries(severitiesOf(alert).map((severity) => [severity, held]));

function ruleOf(alert: Alert, severity: Severity, narrowed: (expr: string) => string): AlertRule {
  const thresholds = alert.above ?? alert.below;
  const comparison = alert.above ? ">" : "<";
  const expr = narrowed(exprOf(alert, severity));
  const exprHolds = ofSeverity(alert.exprHolds ?? "0s", severity) ?? "0s";
  const rule = { alert: { ...alert, expr }, severity, for: forOf(alert, severity), exprHolds };
  const threshold = thresholds?.[severity];
  if (threshold === undefined) return { ...rule, expr };
  return { ...rule, expr: compared(expr, comparison, threshold), threshold, comparison };
}

/** What holds for a severity, of what is given for all of them or for each. */
const ofSeverity = <T extends string>(given: T | Partial<Record<Severity, T>>, severity: Severity): T | undefined =>
  typeof given === "string" ? given : given[severity];

const exprOf = ({ expr }: AlertArgs, severity: Severity): string => ofSeverity(expr, severity) ?? "";

export function forOf(alert: AlertArgs, severity: Severity): Duration {
  return ofSeverity(alert.for, severity) ?? "0s";
}

/** The threshold as people read it, for the message: a Prometheus template. */
export function thresholdTemplate(rule: AlertRule): string | undefined {
  if (rule.threshold === undefined) return undefined;
  return `${rule.comparison} ${TEMPLATE_OF_UNIT[rule.alert.unit](String(rule.threshold))}`;
}

function problemsOf(args: AlertArgs): string[] {
  const problems: string[] = [];
  const conditions = [args.above, args.below, args.severity].filter((given) => given !== undefined);
  if (!/^([A-Z][a-z0-9]*)+$/.test(args.name)) problems.push("its name must be CamelCase");
  if (conditions.length !== 1) problems.push("give exactly one of above, below and severity");
  if (severitiesOf(args).length === 0) problems.push("it has no severity");
  for (const severity of severitiesOf(args)) {
    if (!exprOf(args, severity).trim()) problems.push(`"expr" has nothing for ${severity}`);
    if (ofSeverity(args.for, severity) === undefined) problems.push(`"for" has no duration for ${severity}`);
  }
  for (const severity of severitiesOf(args)) seconds(forOf(args, severity));
  const { critical, warning } = args.above ?? args.below ?? {};
  if (
    critical !== undefined &&
    warning !== undefined &&
    critical !== warning &&
    critical > warning !== Boolean(args.above)
  ) {
    problems.push(`critical (${critical}) must be further out than warning (${warning})`);
  }
  for (const field of ["summary", "description"] as const) {
    if (!args[field].trim()) problems.push(`${field} is empty`);
  }
  return problems;
}
