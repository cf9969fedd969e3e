// The OpenTelemetry Collector with the components in use and no others, as the program that its own builder would write.
import type { GoProgram } from "../tool";

const CORE = "go.opentelemetry.io/collector";
const CONTRIB = "github.com/open-telemetry/opentelemetry-collector-contrib";

/** Packages of one kind of component, each of which has a `NewFactory`. */
interface Kind {
  /** The module of the kind's interface. */
  readonly of: string;
  readonly packages: readonly string[];
}

/** By the field of the factories. */
const COMPONENTS: Readonly<Record<string, Kind>> = {
  Extensions: {
    of: "extension",
    packages: [`${CONTRIB}/extension/basicauthextension`, `${CONTRIB}/extension/storage/filestorage`],
  },
  Receivers: { of: "receiver", packages: [`${CONTRIB}/receiver/filelogreceiver`, `${CORE}/receiver/otlpreceiver`] },
  Processors: {
    of: "processor",
    packages: [
      `${CORE}/processor/memorylimiterprocessor`,
      ...["filterprocessor", "tailsamplingprocessor", "transformprocessor"].map(
        (name) => `${CONTRIB}/processor/${name}`,
      ),
    ],
  },
  Exporters: {
    of: "exporter",
    packages: [`${CORE}/exporter/otlphttpexporter`, `${CONTRIB}/exporter/prometheusexporter`],
  },
  Connectors: { of: "connector", packages: [`${CONTRIB}/connector/spanmetricsconnector`] },
};

/** What the configuration in a cluster uses beside the others: the names of pods, and variables. Kubernetes' client comes with it. */
const IN_CLUSTER = {
  processors: [`${CONTRIB}/processor/k8sattributesprocessor`],
  providers: [`${CORE}/confmap/provider/envprovider`],
};

const FILE_PROVIDER = `${CORE}/confmap/provider/fileprovider`;

const nameOf = (path: string) => path.split("/").at(-1) ?? path;

/** The program at a release; a module that is versioned apart follows from those of the components. */
export function collectorProgram(release: string, isInCluster = false): GoProgram {
  const { Processors } = COMPONENTS;
  const kinds = Object.entries({
    ...COMPONENTS,
    ...(isInCluster &&
      Processors && { Processors: { ...Processors, packages: [...Processors.packages, ...IN_CLUSTER.processors] } }),
  });
  const packages = kinds.flatMap(([, kind]) => kind.packages);
  return {
    source: sourceOf(kinds, [FILE_PROVIDER, ...(isInCluster ? IN_CLUSTER.providers : [])]),
    gets: [...packages, `${CORE}/otelcol`].map((path) => `${path}@v${release}`),
  };
}

/** @param providers Packages, whose modules are not versioned with the components. */
function sourceOf(kinds: readonly (readonly [string, Kind])[], providers: readonly string[]): string {
  const imports = [
    `${CORE}/component`,
    `${CORE}/confmap`,
    ...providers,
    `${CORE}/otelcol`,
    `${CORE}/service/telemetry/otelconftelemetry`,
    ...kinds.map(([, { of }]) => `${CORE}/${of}`),
    ...kinds.flatMap(([, { packages }]) => packages),
  ];
  return `package main

import (
	"log"

${imports.map((path) => `\t"${path}"`).join("\n")}
)

var version = "unknown"

func components() (factories otelcol.Factories, err error) {
${kinds
  .map(
    ([field, { of, packages }]) => `\tfactories.${field}, err = otelcol.MakeFactoryMap[${of}.Factory](
${packages.map((path) => `\t\t${nameOf(path)}.NewFactory(),`).join("\n")}
\t)
\tif err != nil {
\t\treturn
\t}`,
  )
  .join("\n")}
	factories.Telemetry = otelconftelemetry.NewFactory()
	return
}

func main() {
	settings := otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "otelcol", Description: "OpenTelemetry Collector", Version: version},
		Factories: components,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{ResolverSettings: confmap.ResolverSettings{
			ProviderFactories: []confmap.ProviderFactory{${providers.map((path) => `${nameOf(path)}.NewFactory()`).join(", ")}},
			DefaultScheme:     "file",
		}},
	}
	if err := otelcol.NewCommand(settings).Execute(); err != nil {
		log.Fatal(err)
	}
}
`;
}
