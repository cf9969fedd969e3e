// What is inhibited because something else explains it.
import type { Mixin } from "../../mixins";
import { labelNames, rulesOf } from "../../rules";
import { hostDownAlerts } from "../alerts/down-hosts";
import type { Endpoints, Inhibition, Matcher } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import { hostOf } from "../targets/on-hosts";
import { is, not, oneOf, there } from "./matchers";

/** Inhibitions by severity, by host, and by what depends on what. */
export function inhibitions(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): Inhibition[] {
  return [...bySeverity(mixins), ...byHost(settings, endpoints, mixins), ...byDependency(settings, mixins)];
}

/** The critical rule of an alert explains its milder ones, on the very same thing. */
function bySeverity(mixins: readonly Mixin[]): Inhibition[] {
  const graded = mixins.filter((mixin) =>
    mixin.alerts.some((alert) => new Set(rulesOf(alert).map(({ severity }) => severity)).size > 1),
  );
  if (graded.length === 0) return [];
  const labels = new Set(
    graded.flatMap((mixin) => [
      ...mixin.catalogue.metrics.flatMap(labelNames),
      ...mixin.recordings.flatMap((recording) => recording.labels),
    ]),
  );
  for (const label of ["le", "quantile"]) labels.delete(label);
  return [
    {
      source: [is("severity", "critical")],
      target: [oneOf("severity", ["warning", "info"])],
      equal: [
        "alertname",
        "job",
        ...[...labels, "instance", "service", "team", "host"]
          .filter((l, i, all) => l !== "job" && all.indexOf(l) === i)
          .sort(),
      ],
    },
  ];
}

/** A host that is down explains what its targets say, and what the services that run only on it say. */
function byHost(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): Inhibition[] {
  const down = hostDownAlerts(settings, endpoints, mixins);
  if (down.length === 0) return [];
  const others = not("alertname", down);
  const anyHost = there("host");
  const running = new Map<string | undefined, string[]>(settings.hosts.map(({ name }) => [name, []]));
  for (const service of settings.services) running.get(hostOf(service, settings))?.push(service.name);
  const onHost = settings.hosts.flatMap((host) => {
    const services = running.get(host.name) ?? [];
    return services.length === 0
      ? []
      : [
          {
            source: [oneOf("alertname", down), is("host", host.name)],
            target: [others, oneOf("service", services)],
            equal: [],
          },
        ];
  });
  return [{ source: [oneOf("alertname", down), anyHost], target: [others, anyHost], equal: ["host"] }, ...onHost];
}

/**
 * What is down explains its own symptoms, and those of the services that depend on it. One instance of several explains
 * its own only: the others may answer. All of a component explains what is said of each of its instances.
 */
function byDependency(settings: Settings, mixins: readonly Mixin[]): Inhibition[] {
  const others = mixins.filter(({ targets }) => targets !== "hosts");
  const service = downAlerts(others, "service");
  const instance = downAlerts(others, "instance");
  const host = downAlerts(mixins, "instance").filter((name) => !instance.includes(name));
  const component = downAlerts(others, "component");
  const ofComponents = downAlerts(
    mixins.filter(({ alerts }) => alerts.some(({ down }) => down === "component")),
    "instance",
  );
  const symptoms = mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.symptom)
    .map((alert) => alert.name);
  if (symptoms.length === 0) return [];

  const inhibit = (
    source: readonly string[],
    more: Matcher[],
    target: Matcher[],
    equal: string[] = [],
    also: readonly string[] = [],
  ): Inhibition[] => {
    const explained = [oneOf("alertname", [...symptoms, ...also]), ...target];
    return source.length === 0 ? [] : [{ source: [oneOf("alertname", source), ...more], target: explained, equal }];
  };

  const dependants = settings.services.flatMap((dependant) =>
    dependant.dependsOn.flatMap((name) => {
      const dependency = settings.services.find((other) => other.name === name);
      const targets = dependency ? dependency.targets.length + (dependency.inCluster?.expected ?? 0) : 0;
      const gone = targets > 1 ? service : [...service, ...instance];
      const target = [is("service", dependant.name)];
      const itsHost = dependency && hostOf(dependency, settings);
      const onHost = itsHost ? inhibit(host, [is("host", itsHost)], target) : [];
      return [...inhibit(gone, [is("service", name)], target), ...onHost];
    }),
  );
  return [
    ...inhibit(service, [], [], ["service"]),
    ...inhibit(component, [there("component")], [], ["service", "component"], ofComponents),
    ...inhibit(instance, [there("instance")], [], ["service", "instance"]),
    ...dependants,
  ];
}

function downAlerts(mixins: readonly Mixin[], what: "service" | "component" | "instance"): string[] {
  return mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.down === what)
    .map((alert) => alert.name);
}
