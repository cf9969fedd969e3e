// Stand-ins for Slack's API, PagerDuty's and a webhook of Discord, each as its documentation says it answers.
import { type Ground, overHttp } from "../../../components/drill";

export interface Receivers {
  /** What Slack answers to every call with the token: `token_revoked`. */
  token?: string | undefined;
  /** What it answers for channels by their names: `is_archived`. */
  channels: Record<string, string>;
  /** The status of PagerDuty's answer, and of Discord's. */
  pagerduty: number;
  discord: number;
  /** Messages that are planned and not taken back. */
  planned: Set<string>;
}

export const healthy = (): Receivers => ({ channels: {}, pagerduty: 202, discord: 200, planned: new Set() });

type Call = Parameters<Ground["send"]>;

/** Hands on what goes to this machine. */
export const sendTo =
  (receivers: Receivers): Ground["send"] =>
  async (...call: Call) => {
    const { host, pathname } = new URL(call[1]);
    if (host === "slack.com") return { status: 200, body: JSON.stringify(slack(receivers, pathname, call[2])) };
    if (host === "events.pagerduty.com") return { status: receivers.pagerduty, body: "{}" };
    if (host === "discord.com") return { status: receivers.discord, body: "{}" };
    return overHttp(...call);
  };

function slack({ token, channels, planned }: Receivers, path: string, { headers, body }: Call[2] = {}) {
  const given: { channel?: string; post_at?: number; scheduled_message_id?: string } = body ?? {};
  const refused = (error: string) => ({ ok: false, error });
  if (headers?.authorization !== "Bearer xoxb-test") return refused("invalid_auth");
  if (token) return refused(token);
  if (path === "/api/chat.scheduleMessage") {
    const error = channels[given.channel ?? ""];
    if (error) return refused(error);
    if ((given.post_at ?? 0) * 1000 < Date.now()) return refused("time_in_past");
    const id = `Q${planned.size}${given.channel}`;
    planned.add(id);
    return { ok: true, channel: "C0123456789", scheduled_message_id: id };
  }
  if (path !== "/api/chat.deleteScheduledMessage") return refused("unknown_method");
  return planned.delete(given.scheduled_message_id ?? "") ? { ok: true } : refused("invalid_scheduled_message_id");
}
