// Which of CloudWatch's metrics an environment asks for, where Prometheus reads them, and what asking costs.
import { CLOUDWATCH_KIND_NAMES, CLOUDWATCH_KINDS, type CloudwatchKindName, PERIOD_SECONDS } from "../../mixins";
import type { Ec2Platform, Endpoints } from "../../monitoring";
import { serviceTag } from "../aws/tags";
import { addressOf, type Server, serversOf } from "./server";

/** The tag whose value is the service that a resource is of. */
export const SERVICE_TAG = serviceTag("cloudwatch");

const HOURS_A_MONTH = 730;

/** What the settings ask for, with about how many of each there are. */
export const chosenKinds = ({ cloudwatch = {} }: Pick<Ec2Platform, "cloudwatch">) =>
  CLOUDWATCH_KIND_NAMES.flatMap((name): [CloudwatchKindName, number][] => {
    const chosen = cloudwatch[name];
    return chosen ? [[name, chosen.expected]] : [];
  });

/** The only server that asks: what a second one asks for would be paid twice. */
export const asksCloudwatch = (platform: Ec2Platform, { name }: Pick<Server, "name">): boolean =>
  chosenKinds(platform).length > 0 && serversOf(platform)[0]?.name === name;

/** As YACE names the label of a tag. */
const tagLabel = (tag: string) => `tag_${tag.replace(/\W/g, "_")}`;

/** What all servers scrape of the one that asks. */
export function cloudwatchEndpoints(environment: string, platform: Ec2Platform): NonNullable<Endpoints["runs"]> {
  const kinds = chosenKinds(platform);
  const servers = serversOf(platform);
  const asking = servers.filter((server) => asksCloudwatch(platform, server));
  // A value of each resource, and a request for the list of all, for each metric.
  const values = kinds.reduce(
    (sum, [name, expected]) => sum + CLOUDWATCH_KINDS[name].metrics.length * (expected + 1),
    0,
  );
  const timesAMonth = (HOURS_A_MONTH * 3600) / PERIOD_SECONDS;
  return {
    cloudwatch: {
      targets: asking.map((server) => ({
        address: addressOf(server, "cloudwatch", { environment, servers }),
        host: server.name,
      })),
      ofSeries: {
        becoming: [
          ...kinds.map(([name]) => [`dimension_${CLOUDWATCH_KINDS[name].resource}`, "resource"] as const),
          ["dimension_TargetGroup", "target_group"],
          [tagLabel(SERVICE_TAG), "service"],
          [tagLabel(platform.discovery.teamTag), "team"],
        ],
        elsewhere: "resource",
        dropped: "name|region|account_id|account_alias|dimension_.*|tag_.*",
      },
      paid: {
        what: "thousand values of CloudWatch",
        price: "cloudwatch.values",
        perMonth: (values * timesAMonth) / 1000,
      },
    },
  };
}
