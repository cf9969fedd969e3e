// `preview`: what a change does to what is watched, what a deployment would change, and what the policies say of it.
import { appendFile, writeFile } from "node:fs/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import { selectStack } from "../deployment/operate";
import { POLICIES } from "../deployment/policies";
import { prepare } from "../deployment/prepare";
import { changesOf } from "../preview/changes";
import { monitoringAt, monitoringOf } from "../preview/monitoring-of";
import { offlinePreview } from "../preview/offline";
import { forecastMarkdown, forecastText } from "../preview/render-forecast";
import { engineSection, renderMarkdown } from "../preview/render-markdown";
import { renderText } from "../preview/render-text";

interface PreviewOptions {
  /** A git ref to compare with. */
  against?: string;
  /** Without credentials, plugins, tools and state: the engine alone. */
  offline?: boolean;
  /** A file for a comment on a pull request. */
  markdown?: string;
  /** Prints what changes as JSON, and nothing else. */
  json?: boolean;
}

const print = (text: string) => process.stdout.write(text);

/** Throws where the settings are wrong or a mandatory policy objects. */
export async function preview(environment: string, options: PreviewOptions): Promise<void> {
  if ((options.markdown || options.json) && !options.against) {
    throw new Error("--markdown and --json say what changes; name what to compare with: --against origin/main");
  }
  if (options.against) await showChanges(environment, options.against, options);
  if (options.json) return;
  let said = "";
  const listen = (text: string) => {
    said += text;
    print(text);
  };
  try {
    if (options.offline) await offlinePreview(environment, listen);
    else await showPreview(await selectStack(await prepare(environment)), listen);
  } finally {
    if (options.markdown) await appendFile(options.markdown, engineSection(said));
  }
}

async function showChanges(environment: string, against: string, { markdown, json }: PreviewOptions): Promise<void> {
  const [base, head] = [await monitoringAt(against, environment), await monitoringOf(environment)];
  const changes = changesOf(base, head);
  if (markdown) {
    const sections = [
      renderMarkdown(changes, { environment, against }),
      forecastMarkdown(base?.forecast, head.forecast),
    ];
    await writeFile(markdown, sections.join("\n"));
  }
  if (json)
    print(`${JSON.stringify({ ...changes, series: { before: base?.forecast, after: head.forecast } }, null, 2)}\n`);
  else print(`${renderText(changes)}\n${forecastText(base?.forecast, head.forecast)}\n\n`);
}

/** Throws where a mandatory policy objects. */
export async function showPreview(stack: Stack, onOutput: (text: string) => void = print): Promise<void> {
  await stack.preview({ diff: true, policyPacks: [POLICIES], onOutput });
}
