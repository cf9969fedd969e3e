// What a deployment would do, from the engine's events: what drifted since the last one, then what the settings change.
import type { EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { firstLines } from "../../preview/render/first-lines";
import { Causes } from "./causes";
import { driftOf } from "./drift";
import { isFrame, nameOf } from "./resource-name";

/** Of each list so many lines; the log has the rest. */
const MOST = 12;

const WOULD: Partial<Record<OpType, [mark: string, word: string]>> = {
  create: ["+", "create"],
  update: ["~", "update"],
  delete: ["-", "delete"],
  replace: ["±", "replace"],
  read: [">", "read"],
  import: ["=", "import"],
};

/** Gathers the events of a preview. */
export class Plan {
  readonly causes = new Causes();
  private readonly planned: { mark: string; word: string; line: string }[] = [];
  private readonly drifted: string[] = [];
  private readonly findings = new Set<string>();
  private packs: string[] = [];
  private unchanged = 0;

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent) this.plans(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent) this.refreshed(event.resOutputsEvent.metadata);
    if (event.summaryEvent) this.packs = packsOf(event.summaryEvent);
    if (event.policyEvent?.enforcementLevel === "warning") {
      const said = event.policyEvent.message.trim().split("\n").at(-1);
      this.findings.add(`  ! ${said} [${event.policyEvent.policyName}]`);
    }
    this.causes.onEvent(event);
  };

  /** "2 to create, 1 to update, 7 unchanged". */
  get summary(): string {
    const planned = [...this.counts].map(([{ word }, count]) => `${count} to ${word}`);
    return [...planned, `${this.unchanged} unchanged`].join(", ");
  }

  /** What drifted since the last deployment: lines, with a line break at the end; empty where nothing did. */
  get drift(): string {
    return section("Drifted since the last deployment, whatever the settings say", this.drifted)
      .map((line) => `${line}\n`)
      .join("");
  }

  /** Lines, with a line break at the end. */
  get text(): string {
    const planned = [
      ...section(
        "A deployment would",
        this.planned.map(({ line }) => line),
      ),
      "Resources:",
      ...[...this.counts].map(([{ mark, word }, count]) => `    ${mark} ${count} to ${word}`),
      `    ${this.unchanged} unchanged`,
      ...section("Advice of the policies", [...this.findings]),
      ...this.packs.map((pack) => `Policies: ${this.causes.objected ? "❌" : "✅"} ${pack}`),
      "",
    ];
    return `${this.drift}${planned.join("\n")}`;
  }

  private get counts(): Map<{ mark: string; word: string }, number> {
    const kinds = [...new Map(this.planned.map((one) => [`${one.mark} ${one.word}`, one])).values()];
    const like = (kind: (typeof kinds)[number]) =>
      this.planned.filter(({ mark, word }) => mark === kind.mark && word === kind.word);
    return new Map(kinds.map((kind) => [kind, like(kind).length]));
  }

  private plans(metadata: StepEventMetadata): void {
    const { op, urn, type } = metadata;
    if (isFrame(type)) return;
    if (op === "same") this.unchanged += 1;
    const would = WOULD[op];
    if (!would) return;
    const [mark, word] = would;
    const changed = op === "update" || op === "replace" ? ` (${changes(metadata).join(", ")})` : "";
    this.planned.push({ mark, word, line: `  ${mark} ${nameOf(urn)} ${word} ${type.split(":").at(-1)}${changed}` });
  }

  private refreshed(metadata: StepEventMetadata): void {
    const drift = driftOf(metadata);
    if (drift && !isFrame(metadata.type)) this.drifted.push(`  ${nameOf(metadata.urn)}: ${drift}`);
  }
}

/** The engine writes the key in upper case, and a local pack as `name|local|folder`; the SDK's types have neither. */
function packsOf(summary: unknown): string[] {
  const { PolicyPacks } = summaryEvent.parse(summary);
  return Object.keys(PolicyPacks).map((name) => name.split("|", 1)[0] ?? name);
}

const summaryEvent = z.object({ PolicyPacks: z.record(z.string(), z.string()).default({}) });

/** Which properties change: providers name them in one list or the other, the second one with paths such as `spec.groups[0]`. */
function changes({ diffs, detailedDiff }: StepEventMetadata): readonly string[] {
  if (diffs?.length) return diffs;
  // The engine writes null where there is none.
  return [...new Set(Object.keys(detailedDiff ?? {}).map((path) => path.split(/[.[]/)[0] ?? path))].sort();
}

const section = (title: string, lines: readonly string[]) =>
  lines.length > 0 ? [`${title}:`, ...firstLines(lines, MOST), ""] : [];
