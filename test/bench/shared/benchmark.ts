// What a benchmark is: a question, a comparison in one run, tables of figures, and goals held against them.
import type { ToolName } from "../../../components/host/tools";
import type { Table } from "./table";

/** A figure held against what it should be. */
export interface Goal {
  what: string;
  goal: string;
  found: string;
  met: boolean;
}

export interface Outcome {
  tables: readonly Table[];
  goals: readonly Goal[];
  /** What has to be known to read the figures: sizes, limits, what was left out. */
  notes: readonly string[];
}

export interface Surroundings {
  /** The smallest sizes and one repetition, to see that everything runs. */
  quick: boolean;
  /** The only one that is asked for: it may take longer than its share of a whole run. */
  alone: boolean;
  /** A folder of the run's own, removed at its end. */
  folder: string;
  tools: Readonly<Record<"prometheus" | "promtool" | "alertmanager", string>>;
  say: (line: string) => void;
}

export const TOOLS = ["prometheus", "promtool", "alertmanager"] as const satisfies readonly ToolName[];

export interface Benchmark {
  name: string;
  /** What is compared with what, in a sentence. */
  compares: string;
  /** How long it may take on two idle cores, in minutes. */
  minutes: { whole: number; quick: number };
  run: (surroundings: Surroundings) => Promise<Outcome>;
}
