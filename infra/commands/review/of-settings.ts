// What a review takes from an environment's settings beside its monitoring: the token that it posts by, and where the events are.
import { SLACK_TOKEN } from "../../../components/monitoring";
import { credentialsIn } from "../../credentials";
import { PROJECT_DIR } from "../../folders";
import { readStackFile, settingsInFile } from "../../settings";
import { eventLogOf } from "./event-log";
import type { Review } from "./report";
import { postReview } from "./slack";

const settingsOf = async (environment: string) => settingsInFile(await readStackFile(PROJECT_DIR, environment));

/** Throws where the settings give no token that this machine can read, and with Slack's word of refusal. */
export async function post(environment: string, channel: string, review: Review): Promise<void> {
  const credentials = await credentialsIn(await settingsOf(environment));
  const token = credentials.get(SLACK_TOKEN);
  if (token === undefined)
    throw new Error(
      "--slack: notifications.slack.token is not set to a file that this machine reads; a webhook posts to its own channel only",
    );
  await postReview(channel, review, token);
}

/** The log with Alertmanager's events; undefined where there is none. Throws where a given file cannot be read. */
export const eventsOf = async (environment: string, file?: string): Promise<string | undefined> =>
  eventLogOf(environment, await settingsOf(environment), file);
