// Settings from plain values, or every error in them at once: path, what was found, what is allowed, the nearest valid name.
import { MEASURED_BY_REQUESTS } from "../mixins";
import { didYouMean, problemsOf, type SettingsProblem } from "./issues";
import { EXPORTED_MIXINS } from "./platforms/kubernetes";
import { type Settings, settingsSchema } from "./settings";

/** All that is wrong with a settings file. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly SettingsProblem[]) {
    const count = problems.length === 1 ? "1 error" : `${problems.length} errors`;
    super(
      [`The settings have ${count}; nothing is deployed.`, ...problems.map((p) => `  ${p.path}: ${p.message}`)].join(
        "\n",
      ),
    );
    this.name = "SettingsError";
  }
}

/**
 * Checks plain values against the schema and against each other.
 * Throws a `SettingsError` that lists every problem.
 */
export function parseSettings(raw: unknown): Settings {
  const result = settingsSchema.safeParse(raw);
  if (!result.success) throw new SettingsError(result.error.issues.flatMap((issue) => problemsOf(issue, raw)));
  const problems = referenceProblems(result.data);
  if (problems.length > 0) throw new SettingsError(problems);
  return result.data;
}

function referenceProblems(settings: Settings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const hosts = settings.hosts.map((host) => host.name);
  const services = settings.services.map((service) => service.name);
  const refer = (path: string, found: string, names: string[], what: string) => {
    if (names.includes(found)) return;
    problems.push({
      path,
      message: `found "${found}", which is not in ${what}; there: ${names.join(", ") || "nothing"}.${didYouMean(found, names)}`,
    });
  };
  const unique = (what: string, names: string[]) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) !== index)
        problems.push({
          path: `${what}[${index}].name`,
          message: `found "${name}" a second time; names are unique in ${what}`,
        });
    });
  };
  unique("hosts", hosts);
  unique("services", services);
  unique(
    "notifications.muteTimings",
    settings.notifications.muteTimings.map((timing) => timing.name),
  );
  if (settings.platform.kind === "ec2") {
    const { instances } = settings.platform.hosts;
    const own = instances.map((instance) => instance.name);
    own.forEach((name, index) => {
      refer(`platform.hosts.instances[${index}].name`, name, hosts, "hosts");
    });
    settings.platform.exporters.forEach(({ on }, index) => {
      if (on !== "servers") refer(`platform.exporters[${index}].on`, on, own, "platform.hosts.instances");
    });
    unique("platform.hosts.instances", own);
  }
  settings.hosts.forEach((host, index) => {
    if (settings.platform.kind !== "kubernetes" || host.address) return;
    problems.push({
      path: `hosts[${index}].address`,
      message: `is missing; on kubernetes "${host.name}" is outside the cluster: give the address of its node exporter`,
    });
  });
  unique(
    "notifications.also",
    settings.notifications.also.map((one) => one.name),
  );
  settings.services.forEach((service, index) => {
    const path = `services[${index}]`;
    if (service.host) refer(`${path}.host`, service.host, hosts, "hosts");
    service.dependsOn.forEach((other, at) => {
      refer(
        `${path}.dependsOn[${at}]`,
        other,
        services.filter((name) => name !== service.name),
        "the other services",
      );
    });
    const inCluster = [service.inCluster, service.exporter].filter((one) => one !== undefined).length;
    if (service.targets.length + service.probes.length + inCluster === 0 && !service.generated) {
      problems.push({
        path,
        message: `"${service.name}" has neither targets nor probes; give at least one address to watch`,
      });
    }
    if (service.targets.length > 0 && service.generated) {
      problems.push({
        path: `${path}.generated`,
        message: `found true, but "${service.name}" has targets; its metrics are either real or generated: leave out one of the two`,
      });
    }
    if (service.generated && !(settings.platform.kind === "local" && settings.platform.sample)) {
      problems.push({
        path: `${path}.generated`,
        message:
          "found true, but the generator runs on the platform local only, and with sample: true; set that, or give targets",
      });
    }
    for (const field of ["inCluster", "exporter"] as const) {
      if (service[field] && settings.platform.kind !== "kubernetes") {
        problems.push({
          path: `${path}.${field}`,
          message: `found one, but the platform is ${settings.platform.kind}; only on kubernetes there is a cluster: give targets`,
        });
      }
    }
    if (service.exporter && !EXPORTED_MIXINS.includes(service.mixin)) {
      problems.push({
        path: `${path}.exporter`,
        message: `found one, but there is none for the mixin "${service.mixin}"; there are for ${EXPORTED_MIXINS.join(", ")}`,
      });
    }
    service.slos.forEach(({ kind }, at) => {
      if (!MEASURED_BY_REQUESTS.includes(kind) || [service.mixin, ...service.also].includes("service")) return;
      problems.push({
        path: `${path}.slos[${at}].kind`,
        message: `found "${kind}", which is measured by the mixin "service"; add also: [service], or promise freshness`,
      });
    });
    if (service.also.includes(service.mixin)) {
      problems.push({
        path: `${path}.also`,
        message: `found "${service.mixin}", which is the service's own mixin; name only others`,
      });
    }
  });
  return problems;
}
