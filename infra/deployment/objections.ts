// What the policies object to, known before the engine starts: during a deployment those that judge the whole would speak last,
// when everything is changed already.
import { asset } from "@pulumi/pulumi";
import { plain } from "../../components/host/provider/values";
import { type Registered, underMocks } from "../engine/offline";
import { PROJECT_DIR } from "../folders";
import { deployed } from "../program";
import type { Prepared } from "./prepare";

/**
 * What an environment's program registers. Throws with what mandatory policies object to in it; nothing is deployed, and no engine is
 * asked.
 */
export async function refuseObjectionable({
  environment,
  settings,
  runtime,
}: Pick<Prepared, "environment" | "settings" | "runtime">): Promise<readonly Registered[]> {
  // Loaded here, because most commands judge nothing.
  const { judgeProgram } = await import("../../policies/engine/judge-program.js");
  const { resources } = await underMocks(environment, () => deployed(settings, environment, { runtime }));
  const findings = await judgeProgram(resources.map(asJudged), PROJECT_DIR);
  const refusals = findings.filter(({ level }) => level === "mandatory");
  if (refusals.length === 0) return resources;
  throw new Error(refusals.map(({ message, policy }) => `${message} [${policy}]`).join("\n"));
}

/** A resource as the policies see it. */
export const asJudged = ({ type, name, id, inputs }: Registered) => ({
  type,
  name,
  props: { id, ...plainFields(inputs) },
});

const plainFields = (inputs: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, asset.Asset.isInstance(value) ? value : plain(value)]),
  );
