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

/** Why no node can run here; undefined where one can. */
export async function lackingForNode(): Promise<string | undefined> {
  const [unbuilt] = await missingFromBuild();
  return (await missingForNode()) ?? (unbuilt && `${unbuilt} is not built yet: npm run cluster -- build`);
}

export default async function setup(project: TestProject): Promise<void> {
  provideLack(project, await lackingForNode());
}

/** Provides the reason and prints it. */
export function provideLack(project: TestProject, lacks: string | undefined): void {
  if (lacks !== undefined) console.warn(`Tests are skipped: ${lacks}`);
  project.provide("nodeLacks", lacks);
}
