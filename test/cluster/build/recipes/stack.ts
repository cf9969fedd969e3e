// The monitoring stack's programs, at the versions that our charts deploy.
import { buildGoPrograms } from "../go-programs";
import type { Recipe } from "../recipe";
import { SHARED_PINS, STACK, STAGING_PINS } from "../versions";

// Flags for the linker's version, which Prometheus' programs print and export.
const version = (release: string) => ({ "github.com/prometheus/common/version.Version": release });

export const stack: Recipe = {
  name: "stack-2",
  what: "operator, Prometheus, exporters and kube-state-metrics (six minutes)",
  make: (scratch, maker) =>
    buildGoPrograms(
      {
        modules: [
          `github.com/prometheus-operator/prometheus-operator@v${STACK.operator}`,
          `k8s.io/kube-state-metrics/v2@v${STACK.kubeStateMetrics}`,
          `github.com/prometheus/prometheus@${STACK.prometheusModule}`,
          `github.com/prometheus/node_exporter@v${STACK.nodeExporter}`,
          `github.com/prometheus/blackbox_exporter@v${STACK.blackboxExporter}`,
          `github.com/rancher/local-path-provisioner@v${STACK.localPathProvisioner}`,
        ],
        pins: { ...STAGING_PINS, ...SHARED_PINS },
        builds: [
          {
            packages: ["operator", "prometheus-config-reloader"].map(
              (name) => `github.com/prometheus-operator/prometheus-operator/cmd/${name}`,
            ),
            linkerVariables: version(STACK.operator),
          },
          { packages: ["k8s.io/kube-state-metrics/v2"], linkerVariables: version(STACK.kubeStateMetrics) },
          { packages: ["github.com/rancher/local-path-provisioner"] },
          { packages: ["github.com/prometheus/node_exporter"], linkerVariables: version(STACK.nodeExporter) },
          { packages: ["github.com/prometheus/blackbox_exporter"], linkerVariables: version(STACK.blackboxExporter) },
          {
            packages: ["github.com/prometheus/prometheus/cmd/prometheus"],
            // Without the tags, the kits of three clouds are compiled.
            flags: ["-tags=remove_all_sd,enable_kubernetes_sd,enable_dns_sd"],
            linkerVariables: version(STACK.prometheus),
          },
        ],
      },
      scratch,
      maker,
    ),
};
