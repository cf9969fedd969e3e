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

/** Changes a message that it sent (`update_message`). Its log of notifications keeps which one, also over a restart. */
export const UPDATES_SLACK_MESSAGES = "0.32.0";

/** The oldest Alertmanager that sends Slack what the settings ask for; undefined where any does. */
export const alertmanagerFor = ({ slack }: Settings["notifications"]): string | undefined =>
  slack.updates ? UPDATES_SLACK_MESSAGES : slack.token ? READS_SLACK_ANSWERS : undefined;

/** Tells where an Alertmanager is chosen that would lose messages, or that cannot change them. */
export function checkAlertmanager({ platform, notifications }: Settings, problems: Problems): void {
  const { updates } = notifications.slack;
  const needed = alertmanagerFor(notifications);
  if (!needed) return;
  const { cannotUpdate } = definitionOf(platform);
  if (updates && cannotUpdate(platform))
    problems.tell("notifications.slack.updates", `found true, but ${cannotUpdate(platform)}; leave it out`);
  for (const [path, chosen] of definitionOf(platform).alertmanagers(platform)) {
    const version = versionIn(chosen);
    if (version === undefined || isAtLeast(version, needed)) continue;
    const lacks = isAtLeast(version, READS_SLACK_ANSWERS)
      ? "which changes no messages; with notifications.slack.updates"
      : "which takes a message that Slack refuses for delivered; with notifications.slack.token";
    problems.tell(path, `found Alertmanager ${version}, ${lacks} give ${needed} or newer`);
  }
}

/** Of a version such as `v0.28.1`, or of an image such as `registry:5000/prom/alertmanager:v0.28.1`; undefined where it names none. */
function versionIn(chosen: unknown): string | undefined {
  if (typeof chosen !== "string") return undefined;
  const text = /:([^:/@]+)(?:@|$)/.exec(chosen)?.[1] ?? chosen;
  return /^v?(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1];
}
