// What the settings of traces ask of the rest: a platform that takes them, and metrics of one origin.
import { definitionOf, platformsThat } from "../platforms";
import type { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";
import { readsSpanMetrics } from "./services";

export function checkTraces({ platform, traces, services }: Settings, problems: Problems): void {
  if (traces && !definitionOf(platform).hasTraces) {
    problems.tell(
      "traces",
      `found one, but the platform is ${platform.kind}; traces are taken on ${platformsThat((one) => one.hasTraces)} only: leave it out`,
    );
  }
  services.forEach((service, index) => {
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
