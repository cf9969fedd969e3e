// The OpenTelemetry Collector with what reads the names of pods: the components that its configuration in a cluster uses.
import { collectorProgram } from "../../../../components/host/tools/collector/program";
import { programHash } from "../../../../components/host/tools/find";
import { buildGoCommand } from "../../../../components/host/tools/sources/go-build";
import { VERSIONS } from "../../../../components/versions";
import type { Recipe } from "../recipe";

export const COLLECTOR_PROGRAM = "otelcol";

const program = collectorProgram(VERSIONS.otelcol, true);

export const collector: Recipe = {
  name: `collector-${VERSIONS.otelcol}-${programHash(program)}`,
  what: `OpenTelemetry Collector ${VERSIONS.otelcol} for a cluster (five minutes)`,
  make: (scratch, { environment, onProgress }) =>
    buildGoCommand(
      {
        what: `otelcol ${VERSIONS.otelcol}`,
        ...program,
        linkerVariables: { "main.version": VERSIONS.otelcol },
      },
      scratch,
      COLLECTOR_PROGRAM,
      environment,
      onProgress,
    ),
};
