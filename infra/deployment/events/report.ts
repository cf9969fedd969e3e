// What the engine does, a line for each resource that changes.
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";
import { printable } from "../../../components/printable";
import { Causes } from "./causes";
import { driftOf } from "./drift";
import { isFrame, nameOf } from "./resource-name";

/** So many lines are shown where nothing else is said; the log has the rest. */
const MOST = 12;

/** What the engine says of its own plugins, and nobody has to know. */
const NOISE = /^using \S+ from \$PATH/;

const DONE: Partial<Record<OpType, [mark: string, word: string]>> = {
  create: ["+", "created"],
  update: ["~", "updated"],
  delete: ["-", "deleted"],
  replace: ["±", "replaced"],
  import: ["=", "imported"],
  "create-replacement": ["±", "replaced"],
  "delete-replaced": ["±", "deleted the old one"],
};

/** Turns the engine's events into lines, and keeps what went wrong. */
export class Report {
  readonly causes = new Causes();
  /** How many were shown. */
  lines = 0;
  private readonly counts = new Map<string, number>();
  private readonly started = new Map<string, number>();

  constructor(
    private readonly show: (line: string) => void,
    private readonly most = MOST,
  ) {}

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent) this.started.set(event.resourcePreEvent.metadata.urn, Date.now());
    if (event.resOutputsEvent) this.finished(event.resOutputsEvent.metadata);
    if (event.diagnosticEvent) this.said(event.diagnosticEvent);
    this.causes.onEvent(event);
  };

  /** "1 created, 2 updated" or "no change". */
  get summary(): string {
    return [...this.counts].map(([word, count]) => `${count} ${word}`).join(", ") || "no change";
  }

  private finished(metadata: StepEventMetadata): void {
    const { op, urn, type } = metadata;
    const drift = driftOf(metadata);
    if (drift && !isFrame(type)) this.print(`  ! ${nameOf(urn)} ${drift} since the last deployment`);
    const done = DONE[op];
    if (!done || isFrame(type)) return;
    this.counts.set(done[1], (this.counts.get(done[1]) ?? 0) + 1);
    const seconds = ((Date.now() - (this.started.get(urn) ?? Date.now())) / 1000).toFixed(1);
    this.print(
      `  ${done[0]} ${urn.split("::").at(-1)?.padEnd(20)} ${type.split(":").at(-1)?.padEnd(8)} ${done[1]} in ${seconds} s`,
    );
  }

  private said({ severity, message, urn }: { severity: string; message: string; urn?: string }): void {
    const text = message.replace(/<\{%[^%]*%\}>/g, "").trim();
    if (!text || NOISE.test(text)) return;
    const about = urn ? `${urn.split("::").at(-1)}: ` : "";
    if (severity === "warning" || severity === "info#err" || severity === "info") this.print(`    ${about}${text}`);
  }

  private print(text: string): void {
    for (const line of text.split("\n")) {
      if (this.lines > this.most) return;
      this.lines += 1;
      this.show(this.lines <= this.most ? printable(stripVTControlCharacters(line)) : "  … the rest is in the log");
    }
  }
}
