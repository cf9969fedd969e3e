// The Slack message for Grafana: Alertmanager's texts, and the links that Grafana's Slack contact point has no buttons for.
import { slackTemplate } from "../../alertmanager";

/** The text of a message in Slack's form. Grafana's templates have the functions and the data that these use. */
export function messageTemplate(): string {
  return slackTemplate() + LINKS;
}

// Of each group of alerts, the links of its first: they are the same for all of them, but for the silence.
const LINKS = `
{{ define "tocsin.grafana.text" -}}
{{ template "tocsin.slack.text" . }}
{{ with index .Alerts 0 }}{{ with .Annotations.runbook_url }}<{{ . }}|Runbook> · {{ end -}}
{{ with .Annotations.dashboard_url }}<{{ . }}|Dashboard> · {{ end -}}
{{ with .SilenceURL }}<{{ . }}|Silence> · {{ end -}}
{{ with .GeneratorURL }}<{{ . }}|Rule> · <{{ . }}{{ if match "[?]" . }}&amp;{{ else }}?{{ end }}tab=history|State history>{{ end }}{{ end }}
_Team {{ template "tocsin.slack.value" .CommonLabels.team }} · environment {{ template "tocsin.slack.value" .CommonLabels.environment }} · since {{ template "tocsin.slack.started" . }}_
{{- end }}
`;
