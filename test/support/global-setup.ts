// Looks for the real tools once, before all tests. With CI=true a missing one ends the run.
import type { TestProject } from "vitest/node";
import { findTool, type ToolName } from "../../components/host/tools";
import { findEngine } from "../../infra/engine";
import { toolsFor } from "../../infra/machine/tools";

declare module "vitest" {
  interface ProvidedContext {
    /** Paths of the tools that are there. */
    tools: Partial<Record<ToolName | "pulumi", string>>;
  }
}

const NEEDED = toolsFor({ logs: true, traces: true, store: true });

export default async function setup(project: TestProject): Promise<void> {
  const found = await Promise.all(NEEDED.map(async (name) => [name, (await findTool(name))?.path] as const));
  const tools = Object.fromEntries(
    [...found, ["pulumi", (await findEngine())?.path] as const].filter(([, path]) => path),
  );
  const missing = [...NEEDED, "pulumi"].filter((name) => !(name in tools));
  if (missing.length > 0) {
    const message = `${missing.join(", ")} missing; get them with: npm run doctor -- --install --logs --traces --store`;
    if (process.env.CI === "true") throw new Error(message);
    console.warn(`Tests are skipped: ${message}`);
  }
  project.provide("tools", tools);
}
