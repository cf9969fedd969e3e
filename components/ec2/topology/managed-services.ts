// What AWS runs for the environment, by tags: which of Prometheus' discoveries finds it, and who is asked about it.
import { EXPORTERS } from "../../mixins";
import type { AwsDiscovery, Ec2Platform } from "../../monitoring";
import { ENVIRONMENT_TAG, serviceTag } from "../aws/tags";
import type { Ec2Settings } from "./endpoints";

type Services = Ec2Platform["discovery"]["services"];

/** Services that run on instances. */
export const instancesOnly = (services: Services) =>
  Object.entries(services).filter(([, { from }]) => from === "instances");

/** All others, by mixin. */
export function managedServices(environment: string, settings: Ec2Settings): Record<string, AwsDiscovery> {
  const { platform, team } = settings;
  const { every, teamTag, services } = platform.discovery;
  const entries = Object.entries(services).flatMap(([mixin, { from, port, expected }]): [string, AwsDiscovery][] => {
    if (from === "instances") return [];
    const asked = EXPORTERS[mixin]?.onMachine.onRequest;
    const isAsked = asked?.from === from;
    return [
      [
        mixin,
        {
          kind: "aws",
          role: from,
          region: platform.region,
          every,
          expected,
          ...(isAsked ? { via: { exporter: `127.0.0.1:${port}`, path: asked.path, target: asked.target } } : { port }),
          tags: { environment: ENVIRONMENT_TAG, service: serviceTag(mixin), team: teamTag },
          environment,
          labels: { service: mixin, team },
          fleets: expected > 0 ? [{ name: mixin, team, least: expected }] : [],
        },
      ],
    ];
  });
  return Object.fromEntries(entries);
}
