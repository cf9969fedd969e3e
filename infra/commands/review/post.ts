// Posts a review by the token that an environment's settings give.
import { credentialsIn } from "../../credentials";
import { PROJECT_DIR } from "../../folders";
import { readStackFile, settingsInFile } from "../../settings";
import type { Review } from "./report";
import { postReview } from "./slack";

/** Throws where the settings give no token that this machine can read, and with Slack's word of refusal. */
export async function post(environment: string, channel: string, review: Review): Promise<void> {
  const credentials = await credentialsIn(settingsInFile(await readStackFile(PROJECT_DIR, environment)));
  const token = credentials.get("slack-token");
  if (token === undefined)
    throw new Error(
      "--slack: notifications.slack.token is not set to a file that this machine reads; a webhook posts to its own channel only",
    );
  await postReview(channel, review, token);
}
