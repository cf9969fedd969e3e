// The fields of Alertmanager's configuration (0.34; config/ and notify/ of its source), and what each integration needs.
import type { Form } from "../durations";

const TEXTS = "send_resolved http_config";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

export const TOP = words(
  "global route inhibit_rules receivers templates mute_time_intervals time_intervals tracing event_recorder",
);

export const GLOBAL = words(`
  resolve_timeout http_config jira_api_url smtp_from smtp_hello smtp_smarthost smtp_auth_username smtp_auth_password
  smtp_auth_password_file smtp_auth_secret smtp_auth_secret_file smtp_auth_identity smtp_require_tls smtp_tls_config
  smtp_force_implicit_tls slack_api_url slack_api_url_file slack_app_token slack_app_token_file slack_app_url
  pagerduty_url opsgenie_api_url opsgenie_api_key opsgenie_api_key_file wechat_api_url wechat_api_secret
  wechat_api_secret_file wechat_api_corp_id victorops_api_url victorops_api_key victorops_api_key_file telegram_api_url
  telegram_bot_token telegram_bot_token_file webex_api_url rocketchat_api_url rocketchat_token rocketchat_token_file
  rocketchat_token_id rocketchat_token_id_file mattermost_webhook_url mattermost_webhook_url_file`);

export const ROUTE = words(`
  receiver group_by match match_re matchers mute_time_intervals active_time_intervals continue routes group_wait
  group_interval repeat_interval labels`);

export const INHIBITION = words(`
  name source_match source_match_re source_matchers target_match target_match_re target_matchers equal sources`);

export const NAMED_INTERVAL = words("name time_intervals");

export const INTERVAL = words("times weekdays days_of_month months years location");

/** One of each list; of what stands after a bar, in `global`. */
interface Integration {
  fields: readonly string[];
  needs: readonly string[];
}

const integration = (fields: string, ...needs: string[]): Integration => ({
  fields: words(`${TEXTS} ${fields}`),
  needs,
});

/** By the name of their list in a receiver. */
export const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  discord_configs: integration("webhook_url webhook_url_file content title message username avatar_url"),
  email_configs: integration(
    `to from hello smarthost auth_username auth_password auth_password_file auth_secret auth_secret_file auth_identity
     headers html text require_tls tls_config force_implicit_tls threading`,
    "smarthost | smtp_smarthost",
    "from | smtp_from",
  ),
  incidentio_configs: integration(
    "url url_file alert_source_token alert_source_token_file max_alerts timeout",
    "url url_file",
  ),
  jira_configs: integration(
    `api_url api_type project summary description labels priority issue_type reopen_transition resolve_transition
     wont_fix_resolution reopen_duration custom_fields fields`,
    "api_url | jira_api_url",
    "project",
    "issue_type",
  ),
  mattermost_configs: integration(
    `webhook_url webhook_url_file channel username text fallback color pretext author_name author_link author_icon title
     title_link fields thumb_url footer footer_icon image_url icon_url icon_emoji attachments type props priority`,
    "webhook_url webhook_url_file | mattermost_webhook_url mattermost_webhook_url_file",
  ),
  msteams_configs: integration("webhook_url webhook_url_file title summary text", "webhook_url webhook_url_file"),
  msteamsv2_configs: integration("webhook_url webhook_url_file title text", "webhook_url webhook_url_file"),
  opsgenie_configs: integration(
    `api_key api_key_file api_url message description source details entity responders actions tags note priority
     update_alerts`,
    "api_key api_key_file | opsgenie_api_key opsgenie_api_key_file",
  ),
  pagerduty_configs: integration(
    `service_key service_key_file routing_key routing_key_file url client client_url description details images links
     source severity class component group timeout`,
  ),
  pushover_configs: integration(
    `user_key user_key_file token token_file title message url url_title device sound priority retry expire ttl html
     monospace`,
    "user_key user_key_file",
    "token token_file",
  ),
  rocketchat_configs: integration(
    `api_url token_id token_id_file token token_file channel color title title_link text fields short_fields emoji
     icon_url image_url thumb_url link_names actions`,
    "token token_file | rocketchat_token rocketchat_token_file",
    "token_id token_id_file | rocketchat_token_id rocketchat_token_id_file",
  ),
  slack_configs: integration(
    `api_url api_url_file app_token app_token_file app_url channel username color title title_link pretext text
     message_text fields short_fields footer fallback callback_id icon_emoji icon_url image_url thumb_url link_names
     mrkdwn_in actions update_message timeout`,
    "api_url api_url_file app_token app_token_file | slack_api_url slack_api_url_file slack_app_token slack_app_token_file",
  ),
  sns_configs: integration(
    "api_url sigv4 topic_arn phone_number target_arn subject message attributes use_aws_http_client",
    "topic_arn phone_number target_arn",
  ),
  telegram_configs: integration(
    `api_url bot_token bot_token_file chat_id chat_id_file message_thread_id message disable_notifications parse_mode`,
    "bot_token bot_token_file | telegram_bot_token telegram_bot_token_file",
  ),
  victorops_configs: integration(
    `api_key api_key_file api_url routing_key message_type state_message entity_display_name monitoring_tool
     custom_fields`,
    "api_key api_key_file | victorops_api_key victorops_api_key_file",
    "routing_key",
  ),
  webex_configs: integration("api_url message room_id", "room_id"),
  webhook_configs: integration("url url_file max_alerts timeout payload"),
  wechat_configs: integration(
    "api_secret api_secret_file corp_id message api_url to_user to_party to_tag agent_id message_type",
    "api_secret api_secret_file | wechat_api_secret wechat_api_secret_file",
    "corp_id | wechat_api_corp_id",
  ),
};

export const RECEIVER = ["name", "labels", ...Object.keys(INTEGRATIONS)];

/** Durations of integrations, by how they are read. */
export const DURATIONS: readonly (readonly [Form, readonly string[]])[] = [
  ["Prometheus", ["reopen_duration"]],
  ["Go", ["retry", "expire", "ttl"]],
  ["Go or nanoseconds", ["timeout"]],
];
