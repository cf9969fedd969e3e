// Says once why nothing can be deployed to a node of this machine; with CI=true a missing engine ends the run, as everywhere.
import type { TestProject } from "vitest/node";
import { findEngine } from "../../../infra/engine";
import { lackingForNode, provideLack } from "../node/global-setup";

const NO_ENGINE = "pulumi is missing; get it with: npm run doctor -- --install";

export default async function setup(project: TestProject): Promise<void> {
  const engine = await findEngine();
  if (!engine && process.env.CI === "true") throw new Error(NO_ENGINE);
  provideLack(project, (await lackingForNode()) ?? (engine ? undefined : NO_ENGINE));
}
