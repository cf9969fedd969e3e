// The executables that the local platform and tests run: how each is recognised, and where it comes from.
import { OLDEST, VERSIONS } from "../../versions";
import { collectorProgram } from "./collector/program";
import type { Tool } from "./tool";

const prometheusVersion = {
  versionArguments: ["--version"],
  versionPattern: /version (\d+\.\d+\.\d+)/,
} as const;

// Prometheus numbers its module 0.313 where the release is 3.13. Its service discovery is most of what there is to compile: those
// stay that Tocsin's own configurations use, or that a team without a cloud is likely to bring; files and HTTP are always there.
const prometheusModule = {
  moduleVersion: `v${VERSIONS.prometheus.replace(/^3\.(\d+)/, (_, minor: string) => `0.3${minor.padStart(2, "0")}`)}`,
  release: VERSIONS.prometheus,
  tags: ["remove_all_sd", ...["aws", "consul", "dns", "kubernetes", "moby"].map((kind) => `enable_${kind}_sd`)],
};
const DISCOVERS = "discovery beyond files, HTTP, DNS, Consul, Docker, AWS and Kubernetes";
const moduleOf = (name: "alertmanager" | "node_exporter" | "blackbox_exporter") => ({
  moduleVersion: `v${VERSIONS[name]}`,
  release: VERSIONS[name],
});

// The module embeds the folder of its built pages, which it does not hold.
const alertmanagerPages = { module: "github.com/prometheus/alertmanager", files: ["ui/app/dist/index.html"] };

/** A command of VictoriaMetrics' makers, which no distribution packages as new as this. */
const victoria = (name: "victorialogs" | "vmalert", path: string) => ({
  minimum: OLDEST[name],
  versionArguments: ["--version"],
  versionPattern: /(\d+\.\d+\.\d+)/,
  distribution: {
    folder: name,
    release: name,
    go: {
      package: path,
      // The module proxy has 1.52.0 of VictoriaLogs, whose files are public, under the name of a later long-term release only.
      moduleVersion: `v${VERSIONS[name].replace("1.52.0", "1.52.2")}`,
      release: VERSIONS[name],
      versionVariable: "github.com/VictoriaMetrics/VictoriaMetrics/lib/buildinfo.Version",
    },
  },
});

// Debian's Prometheus takes the libraries of its pages from packages of their own.
const prometheusPages = [
  "fonts-glyphicons-halflings",
  "libjs-bootstrap4",
  "libjs-d3",
  "libjs-eonasdan-bootstrap-datetimepicker",
  "libjs-jquery",
  "libjs-jquery-hotkeys",
  "libjs-moment",
  "libjs-moment-timezone",
  "libjs-mustache",
  "libjs-popper.js",
  "libjs-rickshaw",
] as const;

/** All tools by the name that the project calls them. */
export const catalogue = {
  prometheus: {
    names: ["prometheus"],
    minimum: OLDEST.prometheus,
    ...prometheusVersion,
    distribution: {
      folder: "prometheus",
      release: "prometheus",
      debian: {
        package: "prometheus",
        path: "launcher/prometheus",
        launches: { program: "usr/bin/prometheus", reads: "usr/share/prometheus/web", isNeeded: false },
        pages: prometheusPages,
      },
      go: {
        package: "github.com/prometheus/prometheus/cmd/prometheus",
        ...prometheusModule,
        lacks: `its web pages, which are no part of the module, and ${DISCOVERS}; the API is whole`,
      },
    },
  },
  promtool: {
    names: ["promtool"],
    minimum: OLDEST.prometheus,
    ...prometheusVersion,
    distribution: {
      folder: "prometheus",
      release: "prometheus",
      debian: { package: "prometheus", path: "usr/bin/promtool" },
      go: { package: "github.com/prometheus/prometheus/cmd/promtool", ...prometheusModule, lacks: DISCOVERS },
    },
  },
  alertmanager: {
    names: ["alertmanager", "prometheus-alertmanager"],
    minimum: OLDEST.alertmanager,
    ...prometheusVersion,
    distribution: {
      folder: "alertmanager",
      release: "alertmanager",
      debian: {
        package: "prometheus-alertmanager",
        path: "launcher/alertmanager",
        launches: {
          program: "usr/bin/prometheus-alertmanager",
          reads: "usr/share/prometheus/alertmanager/default.tmpl",
          isNeeded: true,
        },
      },
      go: {
        package: "github.com/prometheus/alertmanager/cmd/alertmanager",
        ...moduleOf("alertmanager"),
        adds: alertmanagerPages,
        lacks: "its web pages, which are no part of the module; the inbox has pages for alerts and silences",
      },
    },
  },
  amtool: {
    names: ["amtool"],
    minimum: OLDEST.alertmanager,
    ...prometheusVersion,
    distribution: {
      folder: "alertmanager",
      release: "alertmanager",
      debian: { package: "prometheus-alertmanager", path: "usr/bin/amtool" },
      go: {
        package: "github.com/prometheus/alertmanager/cmd/amtool",
        ...moduleOf("alertmanager"),
        adds: alertmanagerPages,
      },
    },
  },
  "node-exporter": {
    names: ["node_exporter", "prometheus-node-exporter"],
    minimum: OLDEST.node_exporter,
    ...prometheusVersion,
    distribution: {
      folder: "node-exporter",
      release: "node_exporter",
      debian: { package: "prometheus-node-exporter", path: "usr/bin/prometheus-node-exporter" },
      go: { package: "github.com/prometheus/node_exporter", ...moduleOf("node_exporter") },
    },
  },
  "blackbox-exporter": {
    names: ["blackbox_exporter", "prometheus-blackbox-exporter"],
    minimum: OLDEST.blackbox_exporter,
    ...prometheusVersion,
    distribution: {
      folder: "blackbox-exporter",
      release: "blackbox_exporter",
      debian: { package: "prometheus-blackbox-exporter", path: "usr/bin/prometheus-blackbox-exporter" },
      go: { package: "github.com/prometheus/blackbox_exporter", ...moduleOf("blackbox_exporter") },
    },
  },
  victorialogs: {
    names: ["victoria-logs-prod", "victoria-logs"],
    ...victoria("victorialogs", "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs"),
  },
  vmalert: {
    names: ["vmalert-prod", "vmalert"],
    ...victoria("vmalert", "github.com/VictoriaMetrics/VictoriaMetrics/app/vmalert"),
  },
  otelcol: {
    // Only a build with the components that are in use will do, or one with all of them.
    names: ["otelcol-contrib"],
    minimum: OLDEST.otelcol,
    ...prometheusVersion,
    distribution: {
      folder: "otelcol",
      release: "otelcol",
      go: {
        program: collectorProgram(VERSIONS.otelcol),
        release: VERSIONS.otelcol,
        versionVariable: "main.version",
      },
    },
  },
  jaeger: {
    names: ["jaeger"],
    minimum: OLDEST.jaeger,
    versionArguments: ["--version"],
    versionPattern: /version v?(\d+\.\d+\.\d+)/,
    distribution: {
      folder: "jaeger",
      release: "jaeger",
      go: {
        package: "github.com/jaegertracing/jaeger/cmd/jaeger",
        // Jaeger 2.13 is version 1.76 of its module.
        moduleVersion: `v${VERSIONS.jaeger.replace(/^2\.(\d+)/, (_, minor: string) => `1.${Number(minor) + 63}`)}`,
        release: VERSIONS.jaeger,
        versionVariable: "github.com/jaegertracing/jaeger/internal/version.latestVersion",
        lacks: "its web pages, which are no part of the module; the API is whole",
      },
    },
  },
  thanos: {
    names: ["thanos"],
    minimum: OLDEST.thanos,
    ...prometheusVersion,
    distribution: {
      folder: "thanos",
      release: "thanos",
      go: {
        package: "github.com/thanos-io/thanos/cmd/thanos",
        moduleVersion: `v${VERSIONS.thanos}`,
        release: VERSIONS.thanos,
        replacesBy: "github.com/thanos-io/thanos",
        // It takes labels of Prometheus for its own as they lie in memory, which only holds for this form of theirs.
        tags: ["slicelabels"],
      },
    },
  },
  yace: {
    names: ["yace"],
    minimum: OLDEST.yace,
    versionArguments: ["version"],
    versionPattern: /^v?(\d+\.\d+\.\d+)/,
    distribution: {
      folder: "yace",
      release: "yace",
      go: {
        package: "github.com/prometheus-community/yet-another-cloudwatch-exporter/cmd/yace",
        moduleVersion: `v${VERSIONS.yace}`,
        release: VERSIONS.yace,
      },
    },
  },
  grafana: {
    names: ["grafana", "grafana-server"],
    minimum: OLDEST.grafana,
    versionArguments: ["-v"],
    versionPattern: /version (\d+\.\d+\.\d+)/i,
    instructions: "https://grafana.com/docs/grafana/latest/setup-grafana/installation/",
  },
} as const satisfies Record<string, Tool>;

/** The name of a tool. */
export type ToolName = keyof typeof catalogue;
