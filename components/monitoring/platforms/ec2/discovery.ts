// How what is watched is found in an AWS account: instances, and what AWS runs, by their tags.
import { z } from "zod";
import { EXPORTERS } from "../../../mixins";
import { isAtLeast } from "../../../version-numbers";
import { VERSIONS } from "../../../versions";
import { AWS_ROLES, type AwsRole } from "../../model/discovery";
import { durationText, name, parameterName, port } from "../../settings/fields";
import type { Problems } from "../../settings/problems";
import type { Ec2Platform } from "./settings";

const discovered = z.strictObject({
  from: z
    .enum(["instances", ...AWS_ROLES])
    .default("instances")
    .describe(
      "`rds` (databases in a cluster) and `elasticache` are asked by the mixin's exporter, which runs on the servers; `ecs` (tasks) and `msk` (brokers) are scraped themselves.",
    ),
  port: port.describe("Of the instances, tasks or brokers; of the exporter on the servers where it asks them."),
  expected: z.int().min(0).default(1),
  environmentParameter: parameterName
    .optional()
    .describe(
      "With `rds` and `elasticache`: name of an SSM parameter (SecureString) that holds the exporter's environment, a line a variable.",
    ),
});

export const discovery = z
  .strictObject({
    every: durationText.default("30s"),
    hostTag: z.string().min(1).default("Name"),
    teamTag: z.string().min(1).default("team"),
    services: z
      .record(name, discovered)
      .default({})
      .describe(
        "Mixins whose targets have the tag `tocsin:<mixin>`, whose value is the service's name, beside `tocsin:environment`. `expected` is how many there are at least: for the forecast; an alert fires when fewer are discovered.",
      ),
  })
  .prefault({})
  .describe("How targets are found, and which of their tags become labels.");

/** The first Prometheus that can be asked to look there: before, it did not know it, or another's task or cluster ended it. */
const SINCE: Readonly<Record<AwsRole, string>> = {
  rds: "3.11.0",
  elasticache: "3.11.0",
  // https://github.com/prometheus/prometheus/pull/19302
  ecs: "3.15.0",
  // https://github.com/prometheus/prometheus/pull/19584
  msk: "3.15.0",
};

/** What is found by tags and asked by an exporter on the servers. */
export interface AskedService {
  mixin: string;
  from: AwsRole;
  port: number;
  environmentParameter?: string | undefined;
}

/** Those of the settings. */
export const askedServices = ({ discovery: { services } }: Pick<Ec2Platform, "discovery">): AskedService[] =>
  Object.entries(services).flatMap(([mixin, { from, ...one }]) =>
    from !== "instances" && EXPORTERS[mixin]?.onMachine.onRequest?.from === from ? [{ mixin, from, ...one }] : [],
  );

export function checkDiscovery(platform: Ec2Platform, problems: Problems): void {
  const asked = askedServices(platform);
  for (const [mixin, { from, port: at, environmentParameter }] of Object.entries(platform.discovery.services)) {
    const path = `platform.discovery.services.${mixin}`;
    const isAsked = asked.some((one) => one.mixin === mixin);
    if (environmentParameter && !isAsked)
      problems.tell(
        `${path}.environmentParameter`,
        `found one, but no exporter on the servers asks what is found in ${from}; leave it out`,
      );
    if (from === "instances") continue;
    const able = Object.keys(EXPORTERS).filter((name) => EXPORTERS[name]?.onMachine.onRequest?.from === from);
    if ((from === "rds" || from === "elasticache") && !isAsked)
      problems.tell(`${path}.from`, `found ${from}, which is asked by the exporters of ${able.join(" and ")} alone`);
    if (from === "msk" && EXPORTERS[mixin])
      problems.tell(
        `${path}.from`,
        `found msk, whose brokers do not show what ${mixin} reads; give an exporter the cluster's bootstrap address in platform.exporters`,
      );
    const prometheus = platform.downloads.versions.prometheus ?? VERSIONS.prometheus;
    if (!isAtLeast(prometheus, SINCE[from]))
      problems.tell(
        `${path}.from`,
        `found ${from}, which Prometheus ${prometheus} cannot look into safely; give platform.downloads.versions: { prometheus: ${SINCE[from]} } or newer`,
      );
    const taken = platform.exporters.findIndex(({ on, port: own }) => isAsked && on === "servers" && own === at);
    if (taken >= 0)
      problems.tell(`${path}.port`, `found ${at}, at which platform.exporters[${taken}] listens; give another`);
  }
}
