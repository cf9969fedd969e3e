// What Alertmanager (0.34, config/config.go and notifiers.go) refuses of a webhook beside a bot's token.
import { isGiven, type Refusals } from "../refusals";
import { type Fields, textOf } from "../values";

/** Slack's address for what a bot posts. */
const BOTS = "https://slack.com/api/chat.postMessage";

const anyOf = (owner: Fields, ...fields: string[]) => fields.find((field) => isGiven(owner, field));

export function slackInGlobal(global: Fields, refusals: Refusals): void {
  const webhook = anyOf(global, "slack_api_url", "slack_api_url_file");
  const token = anyOf(global, "slack_app_token", "slack_app_token_file");
  if (!webhook || !token) return;
  // The token's address may stand twice, as configurations from before slack_app_token have it.
  const address = textOf(global.slack_app_url) ?? BOTS;
  if (textOf(global.slack_api_url) === address) return;
  refusals.add(global, webhook, `global has both ${webhook} and ${token}`, "Leave one of them out");
}

export function slackReceiver(slack: Fields, refusals: Refusals): void {
  const webhook = anyOf(slack, "api_url", "api_url_file");
  const token = anyOf(slack, "app_token", "app_token_file");
  if (webhook && token)
    refusals.add(slack, webhook, `one of slack_configs has both ${webhook} and ${token}`, "Leave one of them out");
  const address = textOf(slack.api_url);
  if (String(slack.update_message) === "true" && address !== undefined && address !== BOTS)
    refusals.add(
      slack,
      "update_message",
      "update_message can only be used with bot tokens, and api_url is a webhook's",
      `Set api_url: ${BOTS} with a bot's token, or leave update_message out`,
    );
}
