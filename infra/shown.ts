// What a terminal shows of a long text: its first lines, and the path of a file with all of it.
import { messageOf } from "../components/error-text";
import { printable } from "../components/printable";
import { openLog } from "./deployment/full-log";
import { PROJECT_DIR } from "./folders";
import { firstLines } from "./preview/render/first-lines";

/** Lines of a list that a command prints beside little else: what succeeds stays below 200 lines, what fails below 40. */
export const MOST_LINES = { ofSuccess: 150, ofFailure: 30 } as const;

/**
 * Without control characters, which servers and processes may have put into it.
 * @param command Names the file.
 */
export async function shownOf(given: string, most: number, command: string, projectDir = PROJECT_DIR): Promise<string> {
  const text = printable(given);
  const lines = text.trimEnd().split("\n");
  if (lines.length <= most) return text;
  const first = firstLines(lines, most);
  try {
    const log = await openLog("shown", command, projectDir);
    log.write(`${text}\n`);
    await log.close();
    return [...first, `All of it: ${log.path}`].join("\n");
  } catch {
    // A folder that cannot be written does not hide what was to be said.
    return first.join("\n");
  }
}

/** What a command says as it ends with an error. */
export function failureOf(error: unknown, command: string, projectDir = PROJECT_DIR): Promise<string> {
  const text = messageOf(error);
  return shownOf(text, MOST_LINES.ofFailure, command, projectDir);
}
