// The Slack message, as a file of Alertmanager templates. It is read on a phone: what, where, since when, and five links; those to log lines and traces are in the text.
import { hourAround, untilAfter, within } from "../monitoring/receivers/forms/time-of-links";
import { ACKNOWLEDGED } from "./acknowledgement";

/** The template file that `alertmanagerConfig` refers to. It uses only functions that Alertmanager 0.25 has. */
export function slackTemplate(): string {
  return TEMPLATE;
}

/** At most this many alerts are listed, and this many instances named; then comes their number. */
const MOST = 10;

const SINCE = "$alert.StartsAt";

// A template cannot count or collect: a text that grows by one letter is the counter, one with a line for each
// instance is the set. Slack wants &, < and > escaped in all text and nothing else, so that `html` would be wrong.
const TEMPLATE = String.raw`{{ define "tocsin.escape" -}}
{{ . | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}
{{- end }}

{{ define "tocsin.slack.value" -}}
{{ if . }}{{ template "tocsin.escape" . }}{{ else }}–{{ end }}
{{- end }}

{{ define "tocsin.slack.color" -}}
{{ if eq .Status "resolved" }}good
{{- else if eq .CommonLabels.severity "critical" }}danger
{{- else if eq .CommonLabels.severity "warning" }}warning
{{- else }}#439fe0{{ end }}
{{- end }}

{{ define "tocsin.slack.title" -}}
[{{ .Status | toUpper }}:{{ if eq .Status "firing" }}{{ len .Alerts.Firing }}{{ else }}{{ len .Alerts.Resolved }}{{ end }}]
{{- " " }}{{ template "tocsin.escape" (or .CommonLabels.alertname "Alerts") }}
{{- with .CommonLabels.severity }} · {{ template "tocsin.escape" . }}{{ end }}
{{- with .CommonLabels.service }} · {{ template "tocsin.escape" . }}{{ end }}
{{- end }}

{{ define "tocsin.slack.fallback" -}}
{{ template "tocsin.slack.title" . }}: {{ template "tocsin.escape" (index (or .Alerts.Firing .Alerts) 0).Annotations.summary }}
{{- end }}

{{ define "tocsin.slack.text" -}}
{{ if eq .Status "resolved" }}{{ template "tocsin.slack.alerts" .Alerts.Resolved }}
{{- else }}{{ template "tocsin.slack.alerts" .Alerts.Firing }}
{{- with .CommonAnnotations.threshold }}
Threshold: {{ template "tocsin.escape" . }}{{ end }}
{{- template "tocsin.slack.instances" .Alerts.Firing }}
{{- with .Alerts.Resolved }}
Resolved: {{ len . }}{{ end }}
{{- end }}
{{- end }}

{{ define "tocsin.slack.alerts" -}}
{{ range $index, $alert := . }}{{ if lt $index ${MOST} }}{{ if $index }}
{{ end }}*{{ template "tocsin.escape" .Annotations.summary }}*
{{- if eq .Status "firing" }}{{ with .Annotations.description }}
{{ template "tocsin.escape" . }}{{ end }}{{ end }}
{{- with .Annotations.logs_url }}
<{{ template "tocsin.escape" (${within(SINCE)}) }}${untilAfter(SINCE).replace("&", "&amp;")}|Logs>{{ end }}
{{- with .Annotations.traces_url }}
<{{ template "tocsin.escape" (${within(SINCE)}) }}${hourAround(SINCE).replaceAll("&", "&amp;")}|Traces>{{ end }}
{{- end }}{{ end }}
{{- if gt (len .) ${MOST} }}
and {{ len (slice . ${MOST}) }} more{{ end }}
{{- end }}

{{ define "tocsin.slack.instances" -}}
{{ $seen := "\n" }}{{ $count := "" }}
{{- range . }}{{ with .Labels.instance }}
{{- $line := . | reReplaceAll "[\\\\.+*?()|\\[\\]{}^$]" "\\$0" | printf "\n%s\n" }}
{{- if not (match $line $seen) }}
{{- $seen = printf "%s%s\n" $seen . }}{{ $count = print $count "i" }}
{{- if eq $count "i" }}
Instances: {{ template "tocsin.escape" . }}
{{- else if le (len $count) ${MOST} }}, {{ template "tocsin.escape" . }}
{{- end }}{{ end }}{{ end }}{{ end }}
{{- if gt (len $count) ${MOST} }} and {{ len (slice $count ${MOST}) }} more{{ end }}
{{- end }}

{{ define "tocsin.slack.started" -}}
{{ $alerts := or .Alerts.Firing .Alerts }}{{ $start := (index $alerts 0).StartsAt }}{{ $end := (index $alerts 0).EndsAt }}
{{- range $alerts }}
{{- if .StartsAt.Before $start }}{{ $start = .StartsAt }}{{ end }}
{{- if .EndsAt.After $end }}{{ $end = .EndsAt }}{{ end }}
{{- end }}
{{- $start.UTC.Format "2 Jan 15:04 MST" }}
{{- if eq .Status "resolved" }}, until {{ $end.UTC.Format "15:04" }}{{ end }}
{{- end }}

{{ define "tocsin.slack.footer" -}}
Tocsin to {{ template "tocsin.escape" .Receiver }}
{{- end }}

{{ define "tocsin.link.runbook" -}}
{{ with (index .Alerts 0).Annotations.runbook_url }}{{ . }}{{ else }}{{ template "tocsin.link.alerts" . }}{{ end }}
{{- end }}

{{ define "tocsin.link.dashboard" -}}
{{ with (index .Alerts 0).Annotations.dashboard_url }}{{ . }}{{ else }}{{ template "tocsin.link.alerts" . }}{{ end }}
{{- end }}

{{ define "tocsin.link.query" -}}
{{ with (index .Alerts 0).GeneratorURL }}{{ . }}{{ else }}{{ template "tocsin.link.alerts" . }}{{ end }}
{{- end }}

{{ define "tocsin.link.alerts" -}}
{{ .ExternalURL }}/#/alerts?filter={{ template "tocsin.link.matchers" .GroupLabels }}
{{- end }}

{{ define "tocsin.link.silence" -}}
{{ .ExternalURL }}/#/silences/new?filter={{ template "tocsin.link.matchers" .GroupLabels }}
{{- end }}

{{ define "tocsin.link.acknowledge" -}}
{{ template "tocsin.link.silence" . }}&comment=${encodeURIComponent(`${ACKNOWLEDGED} `).replace("!", "%21")}
{{- end }}

{{ define "tocsin.link.matchers" -}}
%7B{{ range $index, $pair := .SortedPairs }}{{ if $index }}%2C{{ end }}
{{- .Name }}%3D%22{{ .Value | reReplaceAll "[\\\\\"]" "\\$0" | urlquery | reReplaceAll "\\+" "%20" }}%22
{{- end }}%7D
{{- end }}
`;
