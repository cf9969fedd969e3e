// What asks CloudWatch, on the first server alone: a second one would be charged for the same once more.
import { CLOUDWATCH_KINDS, type CloudwatchKind, DELAY_SECONDS, PERIOD_SECONDS } from "../../mixins";
import type { Ec2Platform } from "../../monitoring";
import { yaml } from "../../prometheus";
import { ENVIRONMENT_TAG } from "../aws/tags";
import { serviceUnit } from "../machine/unit";
import { CLOUDWATCH, CONFIG } from "../servers/paths";
import { chosenKinds, SERVICE_TAG } from "../topology/cloudwatch";
import { PORTS } from "../topology/ports";

/** What YACE asks for; none where the settings ask for nothing. */
export function cloudwatchFile(environment: string, platform: Ec2Platform): string | undefined {
  const kinds = chosenKinds(platform).map(([name]) => CLOUDWATCH_KINDS[name]);
  if (kinds.length === 0) return undefined;
  const { region, discovery } = platform;
  return yaml({
    apiVersion: "v1alpha1",
    "sts-region": region,
    discovery: {
      exportedTagsOnMetrics: Object.fromEntries(
        kinds.map(({ namespace }) => [namespace, [SERVICE_TAG, discovery.teamTag]]),
      ),
      jobs: kinds.flatMap((kind) =>
        byDimensions(kind).map((metrics) => ({
          type: kind.namespace,
          regions: [region],
          searchTags: [
            // Regular expressions.
            { key: ENVIRONMENT_TAG, value: `^${environment.replaceAll(".", "\\.")}$` },
            { key: SERVICE_TAG, value: ".+" },
          ],
          dimensionNameRequirements: metrics[0]?.dimensions ?? [],
          period: PERIOD_SECONDS,
          // The newest of two: one that is late is still found.
          length: 2 * PERIOD_SECONDS,
          delay: DELAY_SECONDS,
          metrics: metrics.map(({ name, statistic, isZeroWhenMissing = false }) => ({
            name,
            statistics: [statistic],
            nilToZero: isZeroWhenMissing,
          })),
        })),
      ),
    },
  });
}

/** A job of YACE's asks for series of the same dimensions. */
function byDimensions({ metrics }: CloudwatchKind): CloudwatchKind["metrics"][] {
  const of = (one: CloudwatchKind["metrics"][number]) => one.dimensions.join();
  return [...new Set(metrics.map(of))].map((dimensions) => metrics.filter((one) => of(one) === dimensions));
}

/** @param listen Where it is scraped, without the port: `127.0.0.1`, or nothing for every address. */
export const cloudwatchUnit = (listen: string): string =>
  serviceUnit({
    description: "Exporter of CloudWatch's metrics",
    exec: [
      "/opt/tocsin/yace/yace",
      `--listen-address=${listen}:${PORTS.cloudwatch}`,
      `--config.file=${CONFIG}/${CLOUDWATCH}`,
      `--scraping-interval=${PERIOD_SECONDS}`,
    ],
    memory: 128,
    cpu: 25,
  });
