// The settings of what CloudWatch is asked for: which kinds of resources, and about how many of each.
import { z } from "zod";
import { CLOUDWATCH_KINDS, type CloudwatchKindName } from "../../../mixins";

const kind = (name: CloudwatchKindName) =>
  z
    .strictObject({
      expected: z.int().min(1).max(10_000).default(1).describe("About how many there are: for the cost in a preview."),
    })
    .optional()
    .describe(`${CLOUDWATCH_KINDS[name].title[0]?.toUpperCase()}${CLOUDWATCH_KINDS[name].title.slice(1)}.`);

export const cloudwatch = z
  .strictObject({ loadBalancers: kind("loadBalancers"), rds: kind("rds"), sqs: kind("sqs") })
  .refine((kinds) => Object.keys(kinds).length > 0, "at least one kind, such as { sqs: {} }; or leave it out")
  .optional()
  .describe(
    "What has no exporter, through CloudWatch, which costs by what it is asked for: resources with the tag `tocsin:environment`, and `tocsin:cloudwatch`, whose value is the service's name. Off where it is left out.",
  );
