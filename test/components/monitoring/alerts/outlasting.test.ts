// What inhibits others fires on until they have ended, whichever Prometheus saw the end of the fault first.
import { describe, expect, test } from "vitest";
import { assemble, CALM_INTERVAL, EVALUATION_INTERVAL, type Monitoring } from "../../../../components/monitoring";
import { seconds } from "../../../../components/rules";
import { endpoints, everyMixin } from "../../../support/environment";
import { inCluster, local, onEc2 } from "./worlds";

const rarely = () => {
  const settings = everyMixin();
  return assemble("local", { ...settings, scrape: { ...settings.scrape, interval: "60s" } }, endpoints);
};

/** The alerts that an inhibition names as its source, and those that have a milder severity, which the critical one inhibits. */
function inhibiting({ groups, notifications }: Monitoring) {
  const named = new Set(
    notifications.inhibitions.flatMap(({ source }) =>
      source.flatMap(({ label, value }) => (label === "alertname" ? value.split("|") : [])),
    ),
  );
  const placed = groups.flatMap(({ alerts }) => alerts);
  const milder = new Set(placed.flatMap(({ alert, severity }) => (severity === "critical" ? [] : [alert.name])));
  return placed.filter(
    ({ alert, severity }) => named.has(alert.name) || (severity === "critical" && milder.has(alert.name)),
  );
}

describe.each<[string, () => Monitoring]>([
  ["local", () => local().monitoring],
  ["ec2", () => onEc2().monitoring],
  ["kubernetes", () => inCluster().monitoring],
  ["with a scrape a minute", rarely],
])("on %s", (_, monitoringOf) => {
  const monitoring = monitoringOf();
  const scraped = monitoring.jobs.flatMap((job) => [
    job.interval,
    ...job.targets.flatMap(({ interval }) => interval ?? []),
  ]);
  const until = Math.max(...scraped.map(seconds)) + seconds(CALM_INTERVAL) + seconds(EVALUATION_INTERVAL);
  const alerts = inhibiting(monitoring);

  test("what inhibits outlasts a scrape and the evaluations that others may need longer", () => {
    expect(alerts.length).toBeGreaterThan(5);
    const short = alerts.filter(({ keepFiringFor }) => !keepFiringFor || seconds(keepFiringFor) < until);
    expect(short.map(({ alert, severity, keepFiringFor }) => `${alert.name} ${severity} ${keepFiringFor}`)).toEqual([]);
  });
});
