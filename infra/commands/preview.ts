// `preview`: what a change does to what is watched, what a deployment would change, and what the policies say of it.
import { writeFile } from "node:fs/promises";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { adviceText } from "../cluster/cluster";
import { DEPLOYED, unpacked } from "../deployed";
import { Plan } from "../deployment/events/plan";
import { openLog } from "../deployment/full-log";
import { changedInReleases, changedText } from "../deployment/inside-releases";
import { interruptible, STOPPING_PREVIEW } from "../deployment/interrupt";
import { selectStack } from "../deployment/operate";
import { policyPack } from "../deployment/policies";
import { type Prepared, prepare } from "../deployment/prepare";
import { PROJECT_DIR } from "../folders";
import { mainBranch } from "../git";
import { type Comparison, comparison, exceededBudgets } from "../preview/comparison";
import { Findings } from "../preview/findings";
import { offlinePreview } from "../preview/offline";
import { pagesIn } from "../preview/pages";
import { comparisonJson, comparisonMarkdown, comparisonText } from "../preview/render";
import { firstLines } from "../preview/render/first-lines";
import { type Rendered, renderedAt, renderedOf } from "../preview/rendered";
import { readStackFile, settingsInFile } from "../settings";

interface PreviewOptions {
  /** A git ref to compare with. */
  against?: string;
  /** Without credentials, plugins, tools and state: the engine alone. */
  offline?: boolean;
  /** A file for a comment on a pull request. */
  markdown?: string;
  /** Prints what changes as JSON, and everything else to standard error. */
  json?: boolean;
  /** The one that has the history, for how often teams are paged. */
  prometheus?: string;
  /** Whether what is there is looked at first; never offline. */
  refresh: boolean;
}

/** Throws where the settings are wrong, a mandatory policy objects, or a budget of the settings is exceeded. */
export async function preview(environment: string, options: PreviewOptions): Promise<void> {
  const print = (text: string) => (options.json ? process.stderr : process.stdout).write(text);
  const prepared = options.offline ? undefined : await prepare(environment, { quiet: options.json });
  const stack = prepared && (await selectStack(prepared));
  const comparing = compareAll(environment, options, prepared, stack);
  // Offline, the engine has no state that the comparison asks for, and the two run side by side.
  if (stack) await comparing;
  const findings = new Findings();
  const shown = await showPreview(environment, stack, {
    refresh: options.refresh,
    onEvent: findings.onEvent,
    heading: comparing.then(({ text }) => text),
  }).catch((error: Error) => ({ output: "", problem: error.message }));
  const { compared, text } = await comparing;
  const problem = "problem" in shown ? shown.problem : exceededBudgets(compared).join("\n");
  // Below a long list, nobody would see what is wrong.
  print(problem ? beginningOf(text, LINES_BEFORE_PROBLEM) : text);
  if (!problem) print(shown.output);
  const said = { findings: findings.all, output: shown.output };
  if (options.markdown) await writeFile(options.markdown, comparisonMarkdown(compared, said));
  if (options.json) process.stdout.write(`${comparisonJson(compared, said)}\n`);
  if (problem) throw new Error(problem);
}

/** What the change comes to, and that in words, with what drifted. */
async function compareAll(
  environment: string,
  options: PreviewOptions,
  prepared: Prepared | undefined,
  stack: Stack | undefined,
): Promise<{ compared: Comparison; text: string }> {
  const compared = await withPages(await compare(environment, options.against, stack), options.prometheus);
  const drifted = prepared && options.refresh ? changedText(await changedInReleases(prepared)) : "";
  return { compared, text: `${comparisonText(compared)}\n${adviceText(prepared?.cluster)}${drifted}` };
}

async function withPages(compared: Comparison, given: string | undefined): Promise<Comparison> {
  const { environment, base, head } = compared;
  const settings = settingsInFile(await readStackFile(PROJECT_DIR, environment));
  const pages = await pagesIn(base?.monitoring, head, { given, settings, now: Date.now() / 1000 });
  return { ...compared, ...(pages && { pages }) };
}

/** Of what changes, where a policy or a budget objects; the log has the rest. */
const LINES_BEFORE_PROBLEM = 8;

/** The first lines of what changes, with a line break at the end. */
export const beginningOf = (text: string, most: number): string =>
  `${firstLines(text.trimEnd().split("\n"), most).join("\n")}\n`;

/** What a preview found, as it is shown. */
export interface Shown {
  output: string;
  /** The part of it that the settings did not change: lines, or nothing. */
  drift: string;
  /** In one line: "2 to create, 1 to update, 7 unchanged". */
  summary: string;
  /** The file with all of it. */
  log: string;
}

/** With the ref that is given, else with what is deployed, else with the main branch. */
export async function compare(
  environment: string,
  ref: string | undefined,
  stack: Stack | undefined,
): Promise<Comparison> {
  const main = stack ? undefined : await mainBranch();
  const against = ref ?? main;
  const [[base, name], head] = await Promise.all([
    against ? baseAt(against, environment, { wanted: ref !== undefined }) : deployedBy(stack),
    renderedOf(environment),
  ]);
  return comparison(environment, name, base, head);
}

/**
 * What a commit comes to, and what to call it. A main branch that cannot be rendered does not stop the change that mends it:
 * everything is new then, and the name says why. Throws where somebody asked for exactly this commit.
 */
export async function baseAt(
  ref: string,
  environment: string,
  { wanted }: { wanted: boolean },
): Promise<[Rendered | undefined, string]> {
  try {
    return [await renderedAt(ref, environment), ref];
  } catch (error) {
    if (wanted || !(error instanceof Error)) throw error;
    const [why] = error.message.split("\n").filter((line) => line.trim() !== "");
    return [undefined, `nothing, as ${ref} cannot be rendered (${why?.trim()})`];
  }
}

async function deployedBy(stack: Stack | undefined): Promise<[Rendered | undefined, string]> {
  const monitoring = stack && unpacked((await stack.outputs())[DEPLOYED]?.value);
  return monitoring ? [{ monitoring }, "what is deployed"] : [undefined, "nothing"];
}

/**
 * What a deployment would do, as a summary; without a stack, as if nothing were there. The log has all that the engine says, the
 * heading, and the summary.
 * Throws with the causes alone where it fails, or a mandatory policy objects.
 */
export async function showPreview(
  environment: string,
  stack: Stack | undefined,
  options: { refresh: boolean; onEvent?: (event: EngineEvent) => void; heading: Promise<string> | string },
): Promise<Shown> {
  // Whoever asked for the heading hears that there is none.
  const heading = Promise.resolve(options.heading).catch(() => "");
  const plan = new Plan();
  const log = await openLog(environment, "preview");
  const events = {
    onOutput: log.write,
    onEvent: (event: EngineEvent) => {
      plan.onEvent(event);
      options.onEvent?.(event);
    },
  };
  try {
    if (!stack) await offlinePreview(environment, events);
    else
      await interruptible(
        policyPack,
        (pack, { signal, heard }) =>
          stack.preview({
            diff: true,
            refresh: options.refresh,
            policyPacks: [pack],
            ...events,
            onEvent: heard(events.onEvent),
            signal,
          }),
        STOPPING_PREVIEW,
      );
    log.write(`${await heading}\n${plan.text}`);
    return { output: plan.text, drift: plan.drift, summary: plan.summary, log: log.path };
  } catch (error) {
    log.write(await heading);
    throw plan.causes.error(error, log.path, LINES_BEFORE_PROBLEM);
  } finally {
    await log.close();
  }
}
