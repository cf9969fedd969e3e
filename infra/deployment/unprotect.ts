// Takes the protection away from what has data, before a purge.
import type { Stack } from "@pulumi/pulumi/automation";
import { z } from "zod";

const state = z.looseObject({ resources: z.array(z.looseObject({ protect: z.boolean().optional() })).nullish() });

/** Whatever the stack's state protects is deleted by the next `destroy`. */
export async function unprotect(stack: Stack): Promise<void> {
  const exported = await stack.exportStack();
  const { resources, ...rest } = state.parse(exported.deployment);
  if (!resources?.some(({ protect }) => protect)) return;
  const free = resources.map(({ protect: _, ...resource }) => resource);
  await stack.importStack({ ...exported, deployment: { ...rest, resources: free } });
}
