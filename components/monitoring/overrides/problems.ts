// What is wrong with overrides: alerts, severities, thresholds and labels that are not there, and two for the same series.
import { areApart, canHave, labelsOf, parse, type Recordings, type Where, whereText } from "../../promql";
import { type Alert, expressionsOf, SEVERITIES } from "../../rules";
import { didYouMean, type SettingsProblem } from "../settings/issues";
import { changedEverywhere, everywhere } from "./changes";
import { type Override, whereOf } from "./schema";
import { thresholdProblem, thresholdsIn } from "./threshold";

export interface KnownAlerts {
  alerts: ReadonlyMap<string, Alert>;
  /** What is known of the labels of series. */
  series: Recordings;
  /** The teams of services by their names. */
  teams: ReadonlyMap<string, string>;
}

export const overrideProblems = (overrides: readonly Override[], known: KnownAlerts): SettingsProblem[] => [
  ...overrides.flatMap((one) => {
    const alert = known.alerts.get(one.alert);
    if (!alert) return [unknownAlert(one, known)];
    const all = one.where ? everywhere(one.alert, overrides) : undefined;
    return [...changeProblems(one, changedEverywhere(alert, all)), ...labelProblems(one, alert, known)];
  }),
  ...overlaps(overrides, known),
];

const unknownAlert = ({ path, alert }: Override, { alerts }: KnownAlerts): SettingsProblem => ({
  path,
  message: `found ${path.includes("[") ? `"${alert}", ` : ""}an alert that no mixin in use has.${didYouMean(alert, [...alerts.keys()])}`,
});

function changeProblems(override: Override, alert: Alert): SettingsProblem[] {
  const { path } = override;
  const { name } = alert;
  const problems: SettingsProblem[] = [];
  const thresholds = alert.above ?? alert.below;
  if (override.threshold && !thresholds) {
    problems.push({
      path: `${path}.threshold`,
      message: `found a threshold, but ${name} has none: its expression is the whole condition`,
    });
  }
  if (override.severity && thresholds) {
    problems.push({
      path: `${path}.severity`,
      message: `found a severity, but ${name} has a threshold for each; give threshold: { ${override.severity}: … }`,
    });
  }
  const given = thresholds ? (override.threshold ?? {}) : {};
  const unlikely = Object.entries(given).flatMap(([severity, found]) => {
    const message = thresholdProblem(alert, found);
    return message ? [{ path: `${path}.threshold.${severity}`, message }] : [];
  });
  if (unlikely.length > 0) return [...problems, ...unlikely];
  const { critical, warning } = { ...thresholds, ...thresholdsIn(given) };
  if (critical !== undefined && warning !== undefined && thresholds && critical > warning !== Boolean(alert.above)) {
    const order = alert.above ? "above" : "below";
    problems.push({
      path: `${path}.threshold`,
      message: `found critical ${critical} and warning ${warning}; the critical one must lie ${order} the warning one`,
    });
  }
  return [...problems, ...newSeverities(override, alert)];
}

/** A severity that the alert does not have must have an expression and a duration. */
function newSeverities({ path, threshold = {}, for: held }: Override, alert: Alert): SettingsProblem[] {
  return SEVERITIES.filter((severity) => threshold[severity] !== undefined).flatMap((severity) => {
    if (typeof alert.expr !== "string" && alert.expr[severity] === undefined) {
      const has = Object.keys(alert.expr).join(", ");
      return [{ path: `${path}.threshold.${severity}`, message: `${alert.name} has no ${severity}; it has: ${has}` }];
    }
    const durations = [alert.for, held].flatMap((one) => one ?? []);
    const isHeld = durations.some((one) => typeof one === "string" || one[severity] !== undefined);
    return isHeld
      ? []
      : [
          {
            path: `${path}.for`,
            message: `${alert.name} has no duration for ${severity}; give for: { ${severity}: 5m }`,
          },
        ];
  });
}

/** What is meant is found by the labels of what the alert's expressions return. */
function labelProblems({ path, where = {} }: Override, alert: Alert, { series }: KnownAlerts): SettingsProblem[] {
  const found = expressionsOf(alert).flatMap((expr) => {
    const parsed = parse(expr);
    return "expression" in parsed ? [labelsOf(parsed.expression, series)] : [];
  });
  const named = found.flatMap((labels) => [...labels.named].filter(([, has]) => has).map(([label]) => label));
  const labels = [...new Set(named)].filter((label) => label !== "__name__").sort();
  return Object.keys(where)
    .filter((label) => !found.some((one) => canHave(one, label)))
    .map((label) => ({
      path: `${path}.where.${label}`,
      message:
        labels.length > 0
          ? `found a label that no series of ${alert.name} has; they have: ${labels.join(", ")}.${didYouMean(label, labels)}`
          : `found a label, but ${alert.name} is about all at once: its series have none; leave "where" out`,
    }));
}

/** Two overrides of an alert for the same series. */
export function overlaps(overrides: readonly Override[], known: Pick<KnownAlerts, "teams">): SettingsProblem[] {
  return overrides.flatMap((one, index) => {
    const earlier = overrides.slice(0, index).filter((other) => other.alert === one.alert);
    return earlier
      .filter((other) => overlap(one, other, known))
      .map((other) => ({
        path: one.path,
        message: `found a second override of ${one.alert} (${placeOf(one)}) for series that ${other.path} (${placeOf(other)}) is about as well; make them one, or give both a label with values of their own`,
      }));
  });
}

/** What holds everywhere is what the others except from. */
function overlap(one: Override, other: Override, known: Pick<KnownAlerts, "teams">): boolean {
  const [a, b] = [whereOf(one), whereOf(other)];
  return a && b ? !areApart(withTeams(a, known), withTeams(b, known)) : !a && !b;
}

/** The series of services are those of their teams. */
function withTeams(where: Where, { teams }: Pick<KnownAlerts, "teams">): Where {
  const found = where.service?.map((service) => teams.get(service));
  return where.team || !found?.every((team) => team !== undefined) ? where : { ...where, team: found };
}

function placeOf(override: Override): string {
  const where = whereOf(override);
  return where ? whereText(where) : "all series";
}
