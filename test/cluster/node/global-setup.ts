// Says once, before all tests, why this machine cannot run a node: its tests are skipped then.
import type { TestProject } from "vitest/node";
import { missingFromBuild } from "../build";
import { missingForNode } from "./namespaces";

declare module "vitest" {
  interface ProvidedContext {
    /** Why no node can run here; undefined where one can. */
    nodeLacks: string | undefined;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  const [unbuilt] = await missingFromBuild();
  const lacks = (await missingForNode()) ?? (unbuilt && `${unbuilt} is not built yet: npm run cluster -- build`);
  if (lacks !== undefined) console.warn(`Tests are skipped: ${lacks}`);
  project.provide("nodeLacks", lacks);
}
