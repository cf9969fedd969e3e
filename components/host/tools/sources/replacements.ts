// Go drops a module's replacements of others where it is not the main one: here they are made those of the module that builds it.
import { z } from "zod";
import type { GoStep } from "./go-build";

const version = { Path: z.string(), Version: z.string().optional() };
const goMod = z.object({
  Replace: z.array(z.object({ Old: z.object(version), New: z.object(version) })).nullish(),
});

/** Takes over what a module, such as `github.com/thanos-io/thanos@v0.42.0`, puts in the place of other modules. */
export async function takeReplacements(module: string, step: GoStep): Promise<void> {
  const file = /"GoMod":\s*"([^"]+)"/.exec(await printedBy(step, ["mod", "download", "-json", module]))?.[1] ?? "";
  const { Replace } = goMod.parse(JSON.parse(await printedBy(step, ["mod", "edit", "-json", file])));
  // Those by a folder are of its makers' machines.
  const released = (Replace ?? []).filter((one) => one.New.Version !== undefined);
  await step(["mod", "edit", ...released.map((one) => `-replace=${named(one.Old)}=${named(one.New)}`)]);
}

const named = ({ Path, Version }: { Path: string; Version?: string | undefined }) =>
  Version === undefined ? Path : `${Path}@${Version}`;

/** What the go command prints. */
export async function printedBy(step: GoStep, args: string[]): Promise<string> {
  const lines: string[] = [];
  await step(args, (line) => void lines.push(line));
  return lines.join("\n");
}
