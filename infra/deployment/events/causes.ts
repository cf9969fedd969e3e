// Why a deployment or a preview failed: each cause once, without what the engine says because of it.
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { messageOf } from "../../../components/error-text";
import { firstLines } from "../../preview/render/first-lines";
import { nameOf } from "./resource-name";

/** With what was printed before it, a failure stays below 40 lines; of its causes these are shown at least. */
const MOST_LINES = 28;
const LEAST_LINES = 10;

/** What follows from a failure and does not explain it. */
const CONSEQUENCES = [
  /^(update|preview|refresh) failed$/,
  /^resource registration failed/,
  /failed to run remediation: .*context canceled/,
  /^(.*: )?context canceled$/,
  /^Running program .* failed with an unhandled exception/,
];

export class Causes {
  /** Whether a mandatory policy objects. */
  objected = false;
  private readonly said = new Set<string>();

  readonly onEvent = ({ diagnosticEvent, policyEvent }: EngineEvent): void => {
    if (diagnosticEvent?.severity === "error") this.fail(diagnosticEvent.message, diagnosticEvent.urn);
    // What an advisory policy says is shown in the preview.
    if (policyEvent?.enforcementLevel !== "mandatory") return;
    this.objected = true;
    // The policy's own sentence comes first, then what it found.
    this.said.add(`${plain(policyEvent.message).split("\n").at(-1)} [${policyEvent.policyName}]`);
  };

  /** Without consequences, unless there is nothing else. */
  get all(): string[] {
    const all = [...this.said];
    const known = all.filter((text) => !CONSEQUENCES.some((pattern) => pattern.test(text.replace(/^[\w.-]+: /, ""))));
    const chosen = known.length > 0 ? known : all;
    return chosen.filter((text) => !chosen.some((other) => other !== text && other.includes(text)));
  }

  /**
   * An error with the causes alone and where the log is; the engine's own where it said nothing else.
   *
   * @param printed Lines that were printed before it.
   */
  error(fallback: unknown, log?: string, printed = 0): Error {
    const whole = messageOf(fallback);
    const text = this.all.length > 0 ? this.all.join("\n") : engineErrors(whole);
    const lines = firstLines(text.trim().split("\n"), Math.max(LEAST_LINES, MOST_LINES - printed));
    return new Error([...lines, ...(log ? [`All that the engine said: ${log}`] : [])].join("\n"));
  }

  private fail(message: string, urn: string | undefined): void {
    const text = plain(message);
    if (text) this.said.add(urn ? `${nameOf(urn)}: ${text}` : text);
  }
}

/** Without colours, and without where in the program an error was thrown. */
const plain = (message: string) =>
  stripVTControlCharacters(message.replace(/<\{%[^%]*%\}>/g, ""))
    .replace(/^Unhandled exception: (?:\w*Error: )?/, "")
    .replace(/^ +at (?:.+ \()?(?:file:|node:|\/).*:\d+:\d+\)?$\n?/gm, "")
    .replace(/^ +at async Promise\.all \(index \d+\)$\n?/gm, "")
    .trim();

/** What a command of the engine says went wrong, once: the Automation API repeats it with the command line and all output. */
function engineErrors(text: string): string {
  const said = [...text.matchAll(/^error: (.+(?:\n(?! err\?: )[ \t]+.+)*)/gm)].map(([, error = ""]) => plain(error));
  return said.length > 0 ? [...new Set(said)].join("\n") : text;
}
