// Scrape jobs: one for each mixin, named as the mixin, and one for all probes.
import type { Mixin } from "../mixins";
import { type Duration, duration, seconds } from "../rules";
import type { Endpoints, ScrapeJob, ScrapeLimits, Target } from "./monitoring";
import type { Settings } from "./settings";

/** Ample for any exporter here, and far below what an unbounded label makes of it. */
const LIMITS: ScrapeLimits = {
  samples: 20_000,
  labels: 40,
  labelNameLength: 120,
  labelValueLength: 500,
  targets: 1_000,
};

const PROBE_INTERVAL = "15s";

export function scrapeJobs(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): ScrapeJob[] {
  return mixins.flatMap((mixin) => {
    const targets = targetsOf(mixin.name, settings, endpoints);
    return targets.length > 0 ? [scrapeJob(mixin.name, mixin.scrapeInterval, targets)] : [];
  });
}

/** Every probe of every service, through the blackbox exporter. */
export function probeJob(settings: Settings, endpoints: Endpoints): ScrapeJob {
  const targets = settings.services.flatMap((service) =>
    service.probes.map((probe): Target => {
      const [address, module] =
        "http" in probe ? [probe.http, "http_2xx" as const] : [probe.tcp, "tcp_connect" as const];
      return { address, module, labels: labelsOf(settings, service, address) };
    }),
  );
  return { ...scrapeJob("probe", PROBE_INTERVAL, targets), via: endpoints.blackbox };
}

function scrapeJob(name: string, interval: Duration, targets: readonly Target[]): ScrapeJob {
  return { name, interval, timeout: duration(Math.min(10, seconds(interval) - 1)), targets, limits: LIMITS };
}

function targetsOf(mixin: string, settings: Settings, endpoints: Endpoints): Target[] {
  const own = (address: string): Target => ({
    address,
    labels: { instance: address, service: mixin, team: settings.team },
  });
  switch (mixin) {
    case "prometheus":
      return [own(endpoints.prometheus)];
    case "alertmanager":
      return [own(endpoints.alertmanager)];
    case "blackbox":
      return settings.services.some((service) => service.probes.length > 0) ? [own(endpoints.blackbox)] : [];
    case "node":
      return settings.hosts.map((host) => ({
        address: host.address ?? endpoints.nodeExporter,
        labels: { instance: host.name, service: "node", team: host.team ?? settings.team, host: host.name },
      }));
    default:
      return settings.services
        .filter((service) => service.mixin === mixin)
        .flatMap((service) =>
          service.targets.map((address) => ({
            address,
            labels: labelsOf(settings, service, address),
            ...(service.metricsPath && { metricsPath: service.metricsPath }),
          })),
        );
  }
}

function labelsOf(settings: Settings, service: Settings["services"][number], instance: string): Target["labels"] {
  return {
    instance,
    service: service.name,
    team: service.team ?? settings.team,
    ...(service.host && { host: service.host }),
  };
}
