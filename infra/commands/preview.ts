// `preview`: what a deployment would change, without changing anything.
import { selectStack } from "../deployment";
import { prepare } from "../prepare";

export async function preview(environment: string): Promise<void> {
  const stack = await selectStack(await prepare(environment));
  await stack.preview({ diff: true, onOutput: (text) => process.stdout.write(text) });
}
