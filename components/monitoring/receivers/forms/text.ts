// The message for chats and tickets: what, where and two links for each alert. Alertmanager and Grafana both evaluate it.
import { hourAround, untilAfter, within } from "./time-of-links";

/** At most this many alerts are listed, and then their number. */
const MOST = 10;

/** How a medium writes what stands out, and a link. */
interface Markup {
  bold: (text: string) => string;
  link: (text: string, href: string) => string;
}

/** A link for each alert that has the annotation. */
const linked = ({ link }: Markup, text: string, annotation: string, href = "{{ . }}") =>
  `{{ with .Annotations.${annotation} }} · ${link(text, href)}{{ end }}`;

const SINCE = "$alert.StartsAt";

const textIn = (markup: Markup) =>
  [
    `{{ range $index, $alert := .Alerts }}{{ if lt $index ${MOST} }}`,
    `${markup.bold("{{ .Annotations.summary }}")}{{ if eq .Status "resolved" }} (resolved){{ end }}\n\n`,
    '{{ if eq .Status "firing" }}{{ with .Annotations.description }}{{ . }}\n\n{{ end }}{{ end }}',
    "{{ with .Labels.team }}Team {{ . }}{{ end }}",
    linked(markup, "Runbook", "runbook_url"),
    linked(markup, "Dashboard", "dashboard_url"),
    linked(markup, "Logs", "logs_url", `{{ ${within(SINCE)} }}${untilAfter(SINCE)}`),
    linked(markup, "Traces", "traces_url", `{{ ${within(SINCE)} }}${hourAround(SINCE)}`),
    "\n\n{{ end }}{{ end }}",
    `{{ if gt (len .Alerts) ${MOST} }}and {{ len (slice .Alerts ${MOST}) }} more{{ end }}`,
  ].join("");

/** For an Alertmanager or Grafana template field; `**bold**` is Markdown as Teams and Discord read it. */
export const MARKDOWN_TEXT = textIn({ bold: (text) => `**${text}**`, link: (text, href) => `[${text}](${href})` });

/** As Telegram reads it. */
export const HTML_TEXT = textIn({
  bold: (text) => `<b>${text}</b>`,
  link: (text, href) => `<a href="${href}">${text}</a>`,
});

/** As version 2 of Jira's API reads it. */
export const WIKI_TEXT = textIn({ bold: (text) => `*${text}*`, link: (text, href) => `[${text}|${href}]` });

export const PLAIN_TEXT = textIn({ bold: (text) => text, link: (text, href) => `${text}: ${href}` });
