// Which Alertmanager can send with a bot's token, and where settings choose another.
import { isAtLeast } from "../../version-numbers";
import { definitionOf } from "../platforms/table";
import type { Problems } from "./problems";
import type { Settings } from "./schema";

/**
 * Slack's API answers a message that it refuses with status 200 and `{"ok":false}`. Alertmanager before 0.26.0 takes that for
 * delivered (notify/slack/slack.go): with a token every message would be lost in silence. A webhook's errors have a status.
 */
export const READS_SLACK_ANSWERS = "0.26.0";

/** Tells where an Alertmanager is chosen that would lose messages. */
export function checkAlertmanager({ platform, notifications }: Settings, problems: Problems): void {
  if (!notifications.slack.token) return;
  for (const [path, chosen] of definitionOf(platform).alertmanagers(platform)) {
    const version = versionIn(chosen);
    if (version !== undefined && !isAtLeast(version, READS_SLACK_ANSWERS)) {
      problems.tell(
        path,
        `found Alertmanager ${version}, which takes a message that Slack refuses for delivered; with notifications.slack.token give ${READS_SLACK_ANSWERS} or newer`,
      );
    }
  }
}

/** Of a version such as `v0.28.1`, or of an image such as `registry:5000/prom/alertmanager:v0.28.1`; undefined where it names none. */
function versionIn(chosen: unknown): string | undefined {
  if (typeof chosen !== "string") return undefined;
  const text = /:([^:/@]+)(?:@|$)/.exec(chosen)?.[1] ?? chosen;
  return /^v?(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1];
}
