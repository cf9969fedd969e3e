// A review as a message in a channel of Slack.
import { overHttp } from "../../../components/drill";
import { SLACK_API } from "../../../components/incidents";
import { addMessage } from "../../../components/incidents/slack";
import type { Figures } from "./figures";
import { day, type Review, summary } from "./report";

/** More are read with the command. */
const MOST = 5;

/** What is worth a look, in Slack's form; all of it is what the command prints. */
export function slackText(review: Review): string {
  const { environment, startSeconds, endSeconds, figures, proposals } = review;
  const noisiest = [...figures].sort((a, b) => b.sent.length - a.sent.length).filter(({ sent }) => sent.length > 0);
  return [
    `*Review of ${environment}, ${day(startSeconds)} to ${day(endSeconds)}*`,
    summary(review),
    ...listed("Sent most", noisiest.map(noise)),
    ...listed(
      "Proposals",
      proposals.map(({ alert, severity, says }) => `*${alert}* (${severity}): ${says}`),
    ),
    `All of it: \`npm run review -- ${environment}\``,
  ]
    .join("\n")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

const noise = ({ alert, severity, team, sent, atNight }: Figures) =>
  `*${alert}* (${severity}, ${team}): ${sent.length}${atNight > 0 ? `, ${atNight} at night` : ""}`;

const listed = (title: string, lines: readonly string[]) =>
  lines.length === 0
    ? []
    : [
        `*${title}*`,
        ...lines.slice(0, MOST).map((line) => `• ${line}`),
        ...(lines.length > MOST ? [`• and ${lines.length - MOST} more`] : []),
      ];

/** Throws with Slack's word of refusal. */
export const postReview = (channel: string, review: Review, token: string, api = SLACK_API): Promise<void> =>
  addMessage(channel, slackText(review), { send: overHttp, token, api });
