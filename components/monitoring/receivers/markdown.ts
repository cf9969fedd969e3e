// The message for chats that read Markdown: what, where and two links for each alert. Alertmanager and Grafana both evaluate it.

/** At most this many alerts are listed, and then their number. */
const MOST = 10;

/** A link for each alert that has the annotation. */
const link = (text: string, annotation: string) =>
  `{{ with .Annotations.${annotation} }} · [${text}]({{ . }}){{ end }}`;

/** For an Alertmanager or Grafana template field; `**bold**` is Markdown as Teams and Discord read it. */
export const MARKDOWN_TEXT = [
  `{{ range $index, $alert := .Alerts }}{{ if lt $index ${MOST} }}`,
  '**{{ .Annotations.summary }}**{{ if eq .Status "resolved" }} (resolved){{ end }}\n\n',
  '{{ if eq .Status "firing" }}{{ with .Annotations.description }}{{ . }}\n\n{{ end }}{{ end }}',
  "{{ with .Labels.team }}Team {{ . }}{{ end }}",
  link("Runbook", "runbook_url"),
  link("Dashboard", "dashboard_url"),
  "\n\n{{ end }}{{ end }}",
  `{{ if gt (len .Alerts) ${MOST} }}and {{ len (slice .Alerts ${MOST}) }} more{{ end }}`,
].join("");
