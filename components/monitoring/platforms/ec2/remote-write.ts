// Where series are written to beside the servers' own disks.
import { z } from "zod";
import { httpUrl, parameterName } from "../../settings/fields";
import { replicaLabel } from "../replica-label";

const queue = z
  .strictObject({
    capacity: z.int().min(1).default(10_000),
    maxShards: z.int().min(1).default(50),
    maxSamplesPerSend: z.int().min(1).default(2_000),
  })
  .prefault({});

export const remoteWrite = z.discriminatedUnion("to", [
  z.strictObject({
    to: z.literal("managed").describe("Amazon Managed Service for Prometheus, in a workspace of the stack's own."),
    series: z.enum(["all", "business"]).default("all"),
    queue,
    rules: z
      .enum(["servers", "managed"])
      .default("servers")
      .describe("`managed` evaluates rules in the workspace and not on the servers; messages then go to an SNS topic."),
  }),
  z.strictObject({
    to: z.literal("endpoint"),
    url: httpUrl.describe("Of Mimir, Thanos or any other that takes remote writes."),
    series: z.enum(["all", "business"]).default("all"),
    replicaLabel,
    queue,
    tokenParameter: parameterName.optional().describe("Name of an SSM parameter that holds a bearer token."),
  }),
]);
