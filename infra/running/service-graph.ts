// Which services call which, as their traces show it, held against what the settings say that they depend on.
import { z } from "zod";
import { urlOf } from "../../components/local/parts/part";
import { definitionOf, type Settings, tracesKeptHere } from "../../components/monitoring";

/** One service has called another. */
export interface Call {
  readonly parent: string;
  readonly child: string;
}

const WITHIN_MILLISECONDS = 10_000;
const LOOKBACK_MILLISECONDS = 24 * 3_600_000;

const answer = z.object({ data: z.array(z.object({ parent: z.string(), child: z.string() })).nullable() });

/** Where the trace store of an environment answers; undefined where it has none on this machine. */
export function traceStore({ platform, traces }: Pick<Settings, "platform" | "traces">): string | undefined {
  const here = definitionOf(platform).onThisMachine(platform);
  return here && tracesKeptHere({ traces }) ? urlOf(here.ports.traces) : undefined;
}

/** The calls in the traces of the last day that were kept. Throws where the store does not answer. */
export async function callsIn(store: string, now: number): Promise<Call[]> {
  const query = new URLSearchParams({ endTs: String(now), lookback: String(LOOKBACK_MILLISECONDS) });
  const response = await fetch(`${store}/api/dependencies?${query}`, {
    signal: AbortSignal.timeout(WITHIN_MILLISECONDS),
  });
  if (!response.ok) throw new Error(`the trace store answers with status ${response.status}`);
  return answer.parse(await response.json()).data ?? [];
}

/** A line for each difference, in the order of the settings. What no trace has at all is not said to be unused. */
export function differences(
  services: readonly Pick<Settings["services"][number], "name" | "dependsOn">[],
  calls: readonly Call[],
): string[] {
  const known = new Set(services.map(({ name }) => name));
  const traced = new Set(calls.flatMap(({ parent, child }) => [parent, child]));
  return services.flatMap(({ name, dependsOn }) => {
    const called = [...new Set(calls.filter(({ parent }) => parent === name).map(({ child }) => child))].sort();
    const undeclared = called.filter((child) => child !== name && known.has(child) && !dependsOn.includes(child));
    const unseen = dependsOn.filter((other) => traced.has(name) && traced.has(other) && !called.includes(other));
    return [
      ...undeclared.map((other) => `${name} calls ${other}, which its dependsOn does not name`),
      ...unseen.map((other) => `${name} does not call ${other}, which its dependsOn names`),
    ];
  });
}
