// The settings of the platform `ec2`: hosts in an AWS account, and the servers that watch them.
import { z } from "zod";

export const ec2Platform = z.strictObject({
  kind: z.literal("ec2"),
});

export type Ec2Platform = z.infer<typeof ec2Platform>;
