// Near misses of the policies on templates, labels and annotations.
import { alert, testNearMisses } from "../near-misses";

testNearMisses({
  "template-syntax": {
    says: "is wrong:",
    finds: [
      alert("x > 1", 'annotations: { a: "{{ $labels.job" }'),
      alert("x > 1", 'annotations: { a: "{{ $value | humanise }}" }'),
      alert("x > 1", 'annotations: { a: "{{ if $value }}b" }'),
      alert("x > 1", 'annotations: { a: "{{ $lables.job }}" }'),
      alert("x > 1", 'labels: { a: "{{ $labls.job }}" }'),
    ],
    leaves: [
      alert("x > 1", 'annotations: { a: "{{ $labels.job }} {{ $value | humanize }} {{ .Labels.job }}" }'),
      alert("x > 1", `annotations: { a: '{{ with query "up" }}{{ . | first | value | printf "%.1f" }}{{ end }}' }`),
      alert("x > 1", `annotations: { a: '{{ range $i, $e := query "up" }}{{ $e.Labels.job }}{{ end }}' }`),
      alert("x > 1", "annotations: { a: '{{ if gt $value 5.0 }}much{{ else }}few{{ end }}' }"),
      alert("x > 1", "annotations: { a: '{{- $externalLabels.cluster -}} {{/* a note */}}' }"),
      alert("x > 1", 'annotations: { a: \'{{ reReplaceAll "a{{b" "" $labels.job }}\' }'),
    ],
  },
  "template-label-lost": {
    says: "which the expression does not leave",
    finds: [
      alert("sum(x) > 1", 'annotations: { a: "{{ $labels.job }}" }'),
      alert("sum by (job) (x) > 1", 'annotations: { a: "{{ .Labels.instance }}" }'),
      alert("sum by (job) (x) > 1", `annotations: { a: '{{ index $labels "instance" }}' }`),
      alert('absent(up{job="a"})', 'annotations: { a: "{{ $labels.instance }}" }'),
      alert("x / on (job) y > 1", 'annotations: { a: "{{ $labels.instance }}" }'),
      // Templates see the labels of the series, and not those that the rule gives.
      alert("sum(x) > 1", 'labels: { team: a }\n  annotations: { a: "{{ $labels.team }}" }'),
    ],
    leaves: [
      alert("x > 1", 'annotations: { a: "{{ $labels.anything }}" }'),
      // What the expression itself gives is there, whatever the rule gives as well.
      alert(
        'label_replace(x > 1, "limit", "high", "__name__", ".*")',
        'labels: { limit: high }\n  annotations: { a: "{{ $labels.limit }}" }',
      ),
      alert("sum by (job) (x) > 1", 'annotations: { a: "{{ $labels.job }} {{ $labels.alertname }}" }'),
      alert('absent(up{job="a"})', 'annotations: { a: "{{ $labels.job }}" }'),
      alert("sum(x) > 1", 'annotations: { a: \'{{ with query "up" }}{{ . | first | label "job" }}{{ end }}\' }'),
      // Inside of the block, Labels are those of the query's result; so they are behind the parentheses.
      alert("sum(x) > 1", "annotations: { a: '{{ range query \"up\" }}{{ .Labels.job }}{{ end }}' }"),
      alert("sum(x) > 1", "annotations: { a: '{{ (query \"up\" | first).Labels.job }}' }"),
    ],
  },
  "value-in-label": {
    says: "holds the value",
    finds: [
      alert("x > 1", 'labels: { v: "{{ $value }}" }'),
      alert("x > 1", 'labels: { v: "{{ .Value | humanize }}" }'),
    ],
    leaves: [
      alert("x > 1", "labels: { severity: '{{ if gt $value 9.0 }}critical{{ else }}warning{{ end }}' }"),
      alert("x > 1", 'labels: { v: "{{ $labels.job }}" }'),
    ],
  },
  "percentage-scaled-twice": {
    says: "multiplies by 100 once more",
    finds: [
      alert("100 * a / b > 5", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("a / b * 100 > 5", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("100 - a / b * 100 > 5 and c > 1", 'annotations: { a: "{{ .Value | humanizePercentage }}" }'),
    ],
    leaves: [
      alert("a / b > 0.05", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("a / b * 100 > 5", 'annotations: { a: "{{ $value | humanize }}%" }'),
    ],
  },
  "ratio-printed-as-percentage": {
    says: "prints the ratio as it is",
    finds: [
      alert("a / b > 0.9", 'annotations: { a: "{{ $value }}%" }'),
      alert("job:errors:ratio > 0.1", 'annotations: { a: "{{ $value | humanize }} percent" }'),
    ],
    leaves: [
      alert("a / b > 0.9", 'annotations: { a: "{{ $value | humanizePercentage }}" }'),
      alert("a / b * 100 > 90", 'annotations: { a: "{{ $value }}%" }'),
      alert("a / b > 5", 'annotations: { a: "{{ $value }}%" }'),
      alert("used_percent / 1 > 0.9", 'annotations: { a: "{{ $value }}%" }'),
    ],
  },
  "label-conflict": {
    says: "which is there already",
    finds: [
      "- { record: 'a:b:sum', expr: 'sum by (job, team) (x)', labels: { team: a } }",
      alert("x > 1", "labels: { alertname: Other }"),
    ],
    leaves: [
      "- { record: 'a:b:sum', expr: 'sum by (job) (x)', labels: { team: a } }",
      alert("sum by (job, team) (x) > 1", 'labels: { team: "{{ $labels.team }}-oncall" }'),
    ],
  },
});
