// What the engine does, a line for each resource that changes.
import type { EngineEvent, OpType, PolicyEvent } from "@pulumi/pulumi/automation";

const DONE: Partial<Record<OpType, [mark: string, word: string]>> = {
  create: ["+", "created"],
  update: ["~", "updated"],
  delete: ["-", "deleted"],
  replace: ["±", "replaced"],
  "create-replacement": ["±", "created anew"],
  "delete-replaced": ["±", "deleted the old one"],
};

/** Turns the engine's events into lines, and keeps what went wrong. */
export class Report {
  readonly errors: string[] = [];
  private readonly counts = new Map<string, number>();
  private readonly started = new Map<string, number>();

  constructor(private readonly print: (line: string) => void) {}

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent) this.started.set(event.resourcePreEvent.metadata.urn, Date.now());
    if (event.resOutputsEvent) this.finished(event.resOutputsEvent.metadata);
    if (event.diagnosticEvent) this.said(event.diagnosticEvent);
    if (event.policyEvent) this.objected(event.policyEvent);
  };

  /** "1 created, 2 updated" or "no change". */
  get summary(): string {
    return [...this.counts].map(([word, count]) => `${count} ${word}`).join(", ") || "no change";
  }

  private finished({ op, urn, type }: { op: OpType; urn: string; type: string }): void {
    const done = DONE[op];
    // The stack, providers and components are only frames around what is deployed.
    if (!done || type.startsWith("pulumi:") || type.startsWith("tocsin:")) return;
    this.counts.set(done[1], (this.counts.get(done[1]) ?? 0) + 1);
    const seconds = ((Date.now() - (this.started.get(urn) ?? Date.now())) / 1000).toFixed(1);
    this.print(
      `  ${done[0]} ${urn.split("::").at(-1)?.padEnd(20)} ${type.split(":").at(-1)?.padEnd(8)} ${done[1]} in ${seconds} s`,
    );
  }

  /** A mandatory policy stops the deployment; what an advisory one says is shown in the preview. */
  private objected({ enforcementLevel, message, policyName }: PolicyEvent): void {
    if (enforcementLevel !== "mandatory") return;
    // The policy's own sentence comes first, then what it found.
    this.errors.push(`${message.trim().split("\n").at(-1)} [${policyName}]`);
  }

  private said({ severity, message, urn }: { severity: string; message: string; urn?: string }): void {
    const text = message.replace(/<\{%[^%]*%\}>/g, "").trim();
    if (!text) return;
    const about = urn ? `${urn.split("::").at(-1)}: ` : "";
    if (severity === "error") this.errors.push(about + text);
    else if (severity === "warning" || severity === "info#err" || severity === "info")
      this.print(`    ${about}${text}`);
  }
}
