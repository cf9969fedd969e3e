// Where the log is that Alertmanager writes its events into.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { definitionOf, type Settings } from "../../../components/monitoring";
import { PROJECT_DIR } from "../../folders";

/** Standard input, as in `journalctl -u alertmanager -o cat | …`. */
const STDIN = "-";

/**
 * What the log says. @param given A file, or `-`; left out, the log of the part on this machine.
 * Undefined where Alertmanager is not to write any, or its log is elsewhere. Throws where a given file cannot be read.
 */
export async function eventLogOf(
  environment: string,
  { platform, notifications }: Pick<Settings, "platform" | "notifications">,
  given?: string,
): Promise<string | undefined> {
  if (given === STDIN) return text(process.stdin);
  if (given !== undefined)
    return readFile(given, "utf8").catch((error: Error) => {
      throw new Error(`--events: ${given} cannot be read (${error.message})`);
    });
  if (!notifications.events || definitionOf(platform).onThisMachine(platform) === undefined) return undefined;
  // What was taken from the log's beginning is beside it.
  const parts = ["log.1", "log"].map((name) => join(PROJECT_DIR, ".tocsin", environment, "alertmanager", name));
  const found = await Promise.all(parts.map((path) => readFile(path, "utf8").catch(() => "")));
  return found.join("\n");
}
