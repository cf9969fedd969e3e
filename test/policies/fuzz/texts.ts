// Files that the servers load, which faults are made in.
import { ALERTMANAGER } from "./alertmanager-texts";
import { PROMETHEUS } from "./prometheus-texts";

const RULES = [
  `groups:
  - name: shop
    interval: 30s
    rules:
      - alert: ShopErrors
        expr: sum by (job) (rate(errors_total{code=~"5.."}[5m])) / sum by (job) (rate(requests_total[5m])) > 0.05
        for: 5m
        keep_firing_for: 10m
        labels: { severity: critical, team: shop }
        annotations:
          summary: '{{ $labels.job }} fails: {{ $value | humanizePercentage }}'
      - record: job:requests:rate5m
        expr: sum by (job) (rate(requests_total[5m]))
        labels: { region: eu }
`,
  `groups:
  - name: nodes
    rules:
      - alert: DiskFull
        expr: |
          predict_linear(node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs"}[6h], 4 * 3600) < 0
            and on (instance) (up{job="node"} == 1)
        annotations: { summary: "{{ $labels.instance }} is full soon" }
      - alert: Slow
        expr: histogram_quantile(0.99, sum by (le, job) (rate(took_seconds_bucket[5m] offset 1m))) > 0.5
      - alert: Gone
        expr: absent(up{job="api"}) or max_over_time(up{job="api"}[10m:1m]) == 0
        for: 1m
  - name: other
    rules:
      - record: instance:load:max
        expr: max without (cpu) (node_load1 * on (instance) group_left (name) node_uname_info)
`,
  `groups:
  - name: tells
    limit: 10
    query_offset: 1m
    labels: { tier: "1" }
    rules:
      - alert: Lag
        expr: (time() - max by (job, topic) (last_seen_timestamp_seconds{topic!=""})) > 15 * 60
        labels: { severity: '{{ if gt $value 3600.0 }}critical{{ else }}warning{{ end }}' }
        annotations:
          summary: "{{ $labels.topic }} is late by {{ humanizeDuration $value }}"
          top: '{{ range query "topk(3, up)" }}{{ .Labels.instance }}={{ .Value | printf "%.2f" }} {{ end }}'
          link: https://{{ $externalLabels.cluster }}.example.com/?q={{ "a b" | urlquery }}
      - alert: Behind
        expr: label_replace(a_total{x=~"a.+", y!~"b|c"}, "z", "$1", "x", "(.*)") unless ignoring (y) quantile(0.9, b) >= bool 2 ^ 3
        keep_firing_for: 1d
      - record: job:a:rate1h
        expr: avg_over_time(rate(a_total[5m])[1h:5m] @ end()) or -a offset -1h
        labels: {}
`,
];

export type Kind = "rules" | "prometheus" | "alertmanager";

export const TEXTS: Readonly<Record<Kind, readonly string[]>> = {
  rules: RULES,
  prometheus: PROMETHEUS,
  alertmanager: ALERTMANAGER,
};
