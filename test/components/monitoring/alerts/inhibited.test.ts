// Nothing unrelated is ever inhibited: for every inhibition of every platform, an alert that is held back is about what the alert
// that holds it back says is gone, or depends on it, or is the same at a milder severity.
import { describe, expect, test } from "vitest";
import {
  type Inhibition,
  type Matcher,
  type Monitoring,
  mixinsInUse,
  type Settings,
} from "../../../../components/monitoring";
import { labelNames, seriesNames } from "../../../../components/rules";
import { keyOf, LabelSets, type Labels, type Traced } from "../../../support/labels/label-sets";
import { inCluster, local, onEc2, type Truth, type World } from "./worlds";

interface Fired {
  name: string;
  down: unknown;
  route: unknown;
  labels: Labels;
  truths: readonly Truth[];
  /** What tells it from another alert, but for its severity. */
  series: string;
}

const holds = ({ label, operator, value }: Matcher, labels: Labels) => {
  const found = labels[label] ?? "";
  if (operator === "=" || operator === "!=") return (found === value) === (operator === "=");
  return new RegExp(`^(?:${value})$`).test(found) === (operator === "=~");
};

/** Every alert that can fire. Two series of each metric a target, which differ in all labels that the metric has of its own. */
function firing({ monitoring, settings, targets }: World): Fired[] {
  const mixins = mixinsInUse(settings, { finds: findsOf(monitoring) });
  const metrics = new Map(
    mixins.flatMap(({ name, catalogue }) =>
      catalogue.metrics.flatMap((metric) => seriesNames(metric).map((series) => [series, { mixin: name, metric }])),
    ),
  );
  const series = (name: string): Traced<Truth>[] => {
    const { mixin, metric } = metrics.get(name) ?? {};
    if (name !== "up" && !metric) return [];
    const shows = ({ job = "" }: Labels) => name === "up" || mixin === (job === "probe" ? "blackbox" : job);
    return targets
      .filter(({ labels }) => shows(labels))
      .flatMap(({ labels, truth, knows }) =>
        (metric && Object.keys(metric.labels).length > 0 ? ["1", "2"] : ["1"]).map((n) => {
          const names = metric ? labelNames(metric) : [];
          const own = Object.fromEntries(names.map((label) => [label, labelValue(metric?.labels[label], n)]));
          const about = knows && metric ? { ...truth, ...(own.node && { host: own.node }) } : truth;
          return { labels: { ...own, ...labels }, origins: [about] };
        }),
      );
  };
  const sets = new LabelSets<Truth>(
    series,
    monitoring.groups.flatMap(({ recordings }) => recordings),
    ({ instance, host, service = "", component }) => ({
      service,
      ...(instance && { instance }),
      ...(host && { host }),
      ...(component && { component }),
    }),
  );
  return monitoring.groups.flatMap(({ alerts }) =>
    alerts.flatMap(({ alert, severity, expr, labels: added }) =>
      sets.of(expr).map(({ labels, origins }) => ({
        name: alert.name,
        down: alert.down,
        route: alert.route,
        labels: { ...labels, ...added, alertname: alert.name, severity },
        truths: origins,
        series: `${alert.name}${keyOf(labels)}`,
      })),
    ),
  );
}

const findsOf = ({ jobs }: Monitoring) =>
  Object.fromEntries(
    jobs.flatMap(({ name, discovery }) => (discovery && discovery.kind !== "http" ? [[name, discovery]] : [])),
  );

/** One of a closed set where there is one; a node of the cluster; else just a text. */
const labelValue = (bound: unknown, n: string) =>
  Array.isArray(bound) ? String(bound[Number(n) % bound.length]) : `node-${n}`;

function isRelated(source: Fired, target: Fired, { services }: Settings): boolean {
  if (source.series === target.series) return true;
  const [gone] = source.truths;
  if (!gone) return false;
  const needs = services.find(({ name }) => name === target.labels.service);
  const declared = (name: string) => services.find((one) => one.name === name)?.host;
  const every = (is: (truth: Truth) => boolean) => target.truths.length > 0 && target.truths.every(is);
  if (source.labels.job === "node" && gone.host) {
    return (
      every(({ host, service }) => (host ?? declared(service)) === gone.host) ||
      needs?.host === gone.host ||
      (needs?.dependsOn ?? []).some((name) => declared(name) === gone.host)
    );
  }
  if (needs?.dependsOn.includes(gone.service)) return true;
  if (source.down === "service") return every(({ service }) => service === gone.service);
  if (source.down === "component") return every(({ component }) => component === gone.component);
  return every(({ instance, service }) => instance === gone.instance && service === gone.service);
}

/** Pairs that an inhibition takes for one matter, and that are not. */
function unrelated(world: World, inhibitions: readonly Inhibition[]): string[] {
  const fired = firing(world);
  return inhibitions.flatMap(({ source, target, equal }) => {
    const matching = (matchers: readonly Matcher[]) =>
      fired.filter(({ labels }) => matchers.every((one) => holds(one, labels)));
    const [sources, targets] = [matching(source), matching(target)];
    return sources.flatMap((a) =>
      targets
        .filter((b) => a !== b && equal.every((label) => (a.labels[label] ?? "") === (b.labels[label] ?? "")))
        .filter((b) => !isRelated(a, b, world.settings) && !(a.route === "everyone" && b.route === "heartbeat"))
        .map((b) => `${a.name} ${keyOf(a.labels)} holds back ${b.name} ${keyOf(b.labels)}`),
    );
  });
}

describe.each<[string, () => World]>([
  ["local", local],
  ["ec2", onEc2],
  ["kubernetes", inCluster],
])("on %s", (_, worldOf) => {
  const world = worldOf();

  test("no two targets have all their labels in common", () => {
    const keys = world.targets.map(({ labels }) => keyOf(labels));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test("no inhibition holds back what has another cause", () => {
    const { inhibitions } = world.monitoring.notifications;
    expect(inhibitions.length).toBeGreaterThan(3);
    expect(unrelated(world, inhibitions)).toEqual([]);
  });

  test("and most alerts are in the play", () => {
    const names = new Set(firing(world).map(({ name }) => name));
    const all = new Set(world.monitoring.groups.flatMap(({ alerts }) => alerts.map(({ alert }) => alert.name)));
    expect(names.size / all.size).toBeGreaterThan(0.8);
  });
});
