// `preview`: what a deployment would change and what the policies say of it, without changing anything.
import type { Stack } from "@pulumi/pulumi/automation";
import { selectStack } from "../deployment/operate";
import { POLICIES } from "../deployment/policies";
import { prepare } from "../deployment/prepare";

export async function preview(environment: string): Promise<void> {
  await showPreview(await selectStack(await prepare(environment)));
}

/** Throws where a mandatory policy objects. */
export async function showPreview(stack: Stack): Promise<void> {
  await stack.preview({ diff: true, policyPacks: [POLICIES], onOutput: (text) => process.stdout.write(text) });
}
