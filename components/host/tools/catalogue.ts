// The executables that the local platform runs: how each is recognised, and where it comes from.
import { BUILT_FROM_SOURCE, OLDEST } from "../../versions";
import { collectorProgram } from "./collector/program";

/** An executable, as a row of the catalogue. */
export interface Tool {
  /** Its names on PATH; distributions differ. */
  readonly names: readonly [string, ...string[]];
  /** The oldest version that understands the configuration files of this project. */
  readonly minimum: string;
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  /** Finds the version in what it prints. */
  readonly versionPattern: RegExp;
  /** Where it is installed from; without, it is only taken from PATH. */
  readonly distribution?: Distribution;
  /** For one that is only taken from PATH: the page that says how to install it. */
  readonly instructions?: string;
}

/** A program of a package that reads files below /usr/share, where an unpacked package has none. */
export interface Launch {
  /** The program's path in the package. */
  readonly program: string;
  /** What it reads, below the root of the system. */
  readonly reads: string;
  /** Whether the program is no use without. */
  readonly isNeeded: boolean;
}

/** Where a tool is installed from. */
export interface Distribution {
  /** Folder in the tool cache, shared by the tools of one package. */
  readonly folder: string;
  /** Which source is tried first. Default: the package, which takes seconds. */
  readonly prefers?: "go";
  /** The package of Debian and Ubuntu, and the executable's path in it; without, it is built. */
  readonly debian?: {
    readonly package: string;
    readonly path: string;
    /** For a program that reads files of its package at a fixed place: a launcher at `path` puts them there for it. */
    readonly launches?: Launch;
    /** Packages unpacked beside it, which its files link to; the program works without them. */
    readonly pages?: readonly string[];
  };
  /** How it is built, and the release that this is. */
  readonly go: (GoPackage | { readonly program: GoProgram }) & {
    readonly release: string;
    /** The string variable that says its version, by its full name. Default: that of Prometheus' projects. */
    readonly versionVariable?: string;
    /** What such a build lacks. */
    readonly lacks?: string;
  };
}

/** A Go command, and the tagged version of its module. */
interface GoPackage {
  readonly package: string;
  readonly moduleVersion: string;
}

/** A main package of our own, and the packages at tagged versions that it is made of. */
export interface GoProgram {
  readonly source: string;
  readonly gets: readonly string[];
}

const prometheusVersion = {
  versionArguments: ["--version"],
  versionPattern: /version (\d+\.\d+\.\d+)/,
} as const;

// Prometheus numbers its module 0.305 where the release is 3.5.
const prometheusModule = {
  moduleVersion: `v${BUILT_FROM_SOURCE.prometheus.replace(/^3\.(\d+)/, (_, minor: string) => `0.3${minor.padStart(2, "0")}`)}`,
  release: BUILT_FROM_SOURCE.prometheus,
};
const moduleOf = (name: "alertmanager" | "node_exporter" | "blackbox_exporter") => ({
  moduleVersion: `v${BUILT_FROM_SOURCE[name]}`,
  release: BUILT_FROM_SOURCE[name],
});

/** A command of VictoriaMetrics' makers, which no distribution packages as new as this. */
const victoria = (name: "victorialogs" | "vmalert", path: string) => ({
  minimum: OLDEST[name],
  versionArguments: ["--version"],
  versionPattern: /(\d+\.\d+\.\d+)/,
  distribution: {
    folder: name,
    go: {
      package: path,
      moduleVersion: `v${BUILT_FROM_SOURCE[name]}`,
      release: BUILT_FROM_SOURCE[name],
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
      debian: {
        package: "prometheus",
        path: "launcher/prometheus",
        launches: { program: "usr/bin/prometheus", reads: "usr/share/prometheus/web", isNeeded: false },
        pages: prometheusPages,
      },
      go: {
        package: "github.com/prometheus/prometheus/cmd/prometheus",
        ...prometheusModule,
        lacks: "its web pages, which are no part of the module; the API is whole",
      },
    },
  },
  promtool: {
    names: ["promtool"],
    minimum: OLDEST.prometheus,
    ...prometheusVersion,
    distribution: {
      folder: "prometheus",
      debian: { package: "prometheus", path: "usr/bin/promtool" },
      go: { package: "github.com/prometheus/prometheus/cmd/promtool", ...prometheusModule },
    },
  },
  alertmanager: {
    names: ["alertmanager", "prometheus-alertmanager"],
    minimum: OLDEST.alertmanager,
    ...prometheusVersion,
    distribution: {
      folder: "alertmanager",
      // Debian's has no web pages, and messages link to them.
      prefers: "go",
      debian: {
        package: "prometheus-alertmanager",
        path: "launcher/alertmanager",
        launches: {
          program: "usr/bin/prometheus-alertmanager",
          reads: "usr/share/prometheus/alertmanager/default.tmpl",
          isNeeded: true,
        },
      },
      go: { package: "github.com/prometheus/alertmanager/cmd/alertmanager", ...moduleOf("alertmanager") },
    },
  },
  amtool: {
    names: ["amtool"],
    minimum: OLDEST.alertmanager,
    ...prometheusVersion,
    distribution: {
      folder: "alertmanager",
      // Debian's has no web pages, and messages link to them.
      prefers: "go",
      debian: { package: "prometheus-alertmanager", path: "usr/bin/amtool" },
      go: { package: "github.com/prometheus/alertmanager/cmd/amtool", ...moduleOf("alertmanager") },
    },
  },
  "node-exporter": {
    names: ["node_exporter", "prometheus-node-exporter"],
    minimum: OLDEST.node_exporter,
    ...prometheusVersion,
    distribution: {
      folder: "node-exporter",
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
      go: {
        program: collectorProgram(BUILT_FROM_SOURCE.otelcol),
        release: BUILT_FROM_SOURCE.otelcol,
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
      go: {
        package: "github.com/jaegertracing/jaeger/cmd/jaeger",
        // Jaeger 2.13 is version 1.76 of its module.
        moduleVersion: `v${BUILT_FROM_SOURCE.jaeger.replace(/^2\.(\d+)/, (_, minor: string) => `1.${Number(minor) + 63}`)}`,
        release: BUILT_FROM_SOURCE.jaeger,
        versionVariable: "github.com/jaegertracing/jaeger/internal/version.latestVersion",
        lacks: "its web pages, which are no part of the module; the API is whole",
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
