// What the settings of traces ask of the rest: a platform that takes them, and metrics of one origin.
import { definitionOf, platformsThat } from "../platforms";
import type { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";
import { existingTraceStore } from "../stores/existing";
import { keptPerSecond, storedGigabytes } from "./place";
import { readsSpanMetrics } from "./services";
import type { Traces } from "./settings";

export function checkTraces({ platform, traces, services }: Settings, problems: Problems): void {
  if (traces && !definitionOf(platform).hasTraces) {
    problems.tell(
      "traces",
      `found one, but the platform is ${platform.kind}; traces are taken on ${platformsThat((one) => one.hasTraces)} only: leave it out`,
    );
  }
  if (traces) checkForecast({ platform, services }, traces, problems);
  services.forEach((service, index) => {
    if (service.spansPerSecond !== undefined && !traces)
      problems.tell(
        `services[${index}].spansPerSecond`,
        "found some without traces: add tocsin:traces: { store: jaeger }",
      );
    if (!service.spanMetrics) return;
    const path = `services[${index}].spanMetrics`;
    const { name, targets, generated, discovery, inCluster } = service;
    if (!traces) problems.tell(path, "found true without traces: add tocsin:traces: { store: jaeger }");
    if (targets.length > 0 || generated || discovery || inCluster)
      problems.tell(path, `found true, but "${name}" has metrics of its own; leave out one of the two`);
    if (!readsSpanMetrics(service))
      problems.tell(
        path,
        "found true, but spans become metrics of OpenTelemetry's names: add options: { metrics: opentelemetry }",
      );
  });
}

/** What services say that they send is let through, and has room. */
function checkForecast(
  { platform, services }: Pick<Settings, "platform" | "services">,
  traces: Traces,
  problems: Problems,
): void {
  const { sharePercent, maxSpansPerSecond, retention, volume } = traces;
  const kept = keptPerSecond(traces, services);
  if (kept > maxSpansPerSecond)
    problems.tell(
      "traces.maxSpansPerSecond",
      `found ${maxSpansPerSecond}, but ${sharePercent}% of the services' spansPerSecond are ${Math.round(kept)}: raise it, or keep a smaller share`,
    );
  const existing = existingTraceStore({ traces });
  if (existing) {
    for (const [setting, usual] of Object.entries({ retention: "14d", volume: 20 } as const))
      if (String(Reflect.get(traces, setting)) !== String(usual))
        problems.tell(
          `traces.${setting}`,
          `found ${Reflect.get(traces, setting)}, but ${existing.kind} keeps traces as its own settings say: leave it out`,
        );
    return;
  }
  const stored = Math.ceil(storedGigabytes(traces, services) * 10) / 10;
  // On the machine that deploys, the store has no volume of its own.
  if (stored > volume && !definitionOf(platform).isHere)
    problems.tell(
      "traces.volume",
      `found ${volume} GB, but ${sharePercent}% of the services' spansPerSecond are at least ${stored} GB in ${retention}: enlarge it, or keep less`,
    );
}
