// The settings of the platform `kubernetes`: a cluster that exists, or an EKS cluster of the stack's own.
import { z } from "zod";

export const kubernetesPlatform = z.strictObject({
  kind: z.literal("kubernetes"),
});

export type KubernetesPlatform = z.infer<typeof kubernetesPlatform>;
