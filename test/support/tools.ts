// The real tools that a test needs, found before all tests.
import { inject, type ProvidedContext } from "vitest";

/** Paths of tools; undefined where one is missing, and then the test is to be skipped. With CI=true none is missing. */
export function toolsOrSkip<Name extends keyof ProvidedContext["tools"]>(
  ...names: Name[]
): Record<Name, string> | undefined {
  const tools = inject("tools");
  const paths = names.map((name) => [name, tools[name]] as const);
  return paths.every(([, path]) => path) ? (Object.fromEntries(paths) as Record<Name, string>) : undefined;
}
