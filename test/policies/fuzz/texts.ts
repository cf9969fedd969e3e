// Files that the servers load, which faults are made in.

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
];

const PROMETHEUS = `global:
  scrape_interval: 30s
  scrape_timeout: 10s
  evaluation_interval: 30s
  external_labels: { cluster: a }
rule_files: []
alerting:
  alertmanagers:
    - static_configs:
        - targets: ["alertmanager:9093"]
scrape_configs:
  - job_name: node
    metrics_path: /metrics
    static_configs:
      - targets: ["web-1:9100", "web-2:9100"]
        labels: { team: shop }
    relabel_configs:
      - source_labels: [__address__]
        regex: '([^:]+)(:\\d+)?'
        target_label: host
        replacement: $1
    metric_relabel_configs:
      - { source_labels: [__name__], regex: 'go_.*', action: drop }
  - job_name: api
    scheme: https
    scrape_interval: 1m
    basic_auth: { username: a, password: b }
    static_configs:
      - targets: ["api:443"]
remote_write:
  - url: https://metrics.example.com/push
`;

const ALERTMANAGER = `global:
  resolve_timeout: 5m
route:
  receiver: team
  group_by: [alertname, job]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 4h
  routes:
    - receiver: page
      matchers: ['severity="critical"', 'team=~"shop|pay"']
      mute_time_intervals: [night]
      continue: true
    - receiver: team
      match: { severity: warning }
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname]
time_intervals:
  - name: night
    time_intervals:
      - times: [{ start_time: "22:00", end_time: "24:00" }]
        weekdays: ["monday:friday"]
receivers:
  - name: team
    slack_configs:
      - api_url: https://hooks.example.com/a
        channel: "#shop"
  - name: page
    webhook_configs:
      - url: https://pager.example.com/b
`;

export type Kind = "rules" | "prometheus" | "alertmanager";

export const TEXTS: Readonly<Record<Kind, readonly string[]>> = {
  rules: RULES,
  prometheus: [PROMETHEUS],
  alertmanager: [ALERTMANAGER],
};
