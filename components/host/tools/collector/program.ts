// The OpenTelemetry Collector with the components in use and no others, as the program that its own builder would write.
import type { GoProgram } from "../tool";

const CORE = "go.opentelemetry.io/collector";
const CONTRIB = "github.com/open-telemetry/opentelemetry-collector-contrib";

/** The packages of components, each of which has a `NewFactory`, by the field of the factories. */
const COMPONENTS = {
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
} as const;

const KINDS = Object.entries(COMPONENTS);
const PACKAGES = KINDS.flatMap(([, { packages }]) => [...packages]);

/** Packages that the program itself uses, and whose modules are not versioned with the components. */
const OWN = [
  `${CORE}/component`,
  `${CORE}/confmap`,
  `${CORE}/confmap/provider/fileprovider`,
  `${CORE}/otelcol`,
  `${CORE}/service/telemetry/otelconftelemetry`,
  ...KINDS.map(([, { of }]) => `${CORE}/${of}`),
];

const nameOf = (path: string) => path.split("/").at(-1) ?? path;

/** The program at a release; a module that is versioned apart follows from those of the components. */
export function collectorProgram(release: string): GoProgram {
  return { source: SOURCE, gets: [...PACKAGES, `${CORE}/otelcol`].map((path) => `${path}@v${release}`) };
}

const SOURCE = `package main

import (
	"log"

${[...OWN, ...PACKAGES].map((path) => `\t"${path}"`).join("\n")}
)

var version = "unknown"

func components() (factories otelcol.Factories, err error) {
${KINDS.map(
  ([field, { of, packages }]) => `\tfactories.${field}, err = otelcol.MakeFactoryMap[${of}.Factory](
${packages.map((path) => `\t\t${nameOf(path)}.NewFactory(),`).join("\n")}
\t)
\tif err != nil {
\t\treturn
\t}`,
).join("\n")}
	factories.Telemetry = otelconftelemetry.NewFactory()
	return
}

func main() {
	settings := otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "otelcol", Description: "OpenTelemetry Collector", Version: version},
		Factories: components,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{ResolverSettings: confmap.ResolverSettings{
			ProviderFactories: []confmap.ProviderFactory{fileprovider.NewFactory()},
			DefaultScheme:     "file",
		}},
	}
	if err := otelcol.NewCommand(settings).Execute(); err != nil {
		log.Fatal(err)
	}
}
`;
