// Configurations that Alertmanager loads.

export const ALERTMANAGER: readonly string[] = [
  `global:
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
`,
  `global:
  smtp_smarthost: smtp.example.com:587
  smtp_from: am@example.com
  smtp_require_tls: true
  slack_api_url: https://hooks.example.com/x
  opsgenie_api_key: a
  pagerduty_url: https://events.example.com/v2/enqueue
  http_config:
    follow_redirects: true
    tls_config: { server_name: a, min_version: TLS12 }
templates: ["/etc/am/*.tmpl", extra.tmpl]
route:
  receiver: mail
  group_by: ["..."]
  routes:
    - matchers: [team = shop, 'env!~"dev|test"', "{a=\\"b\\",c!=d}"]
      receiver: many
      active_time_intervals: [office]
      group_interval: 1m
      routes:
        - { match_re: { service: "^(a|b)$" }, receiver: mail, repeat_interval: 1d }
inhibit_rules:
  - { source_match: { severity: critical }, target_match_re: { severity: "warning|info" }, equal: [job, instance] }
  - { target_matchers: ['alertname="Info"'], source_matchers: ["a=~b.*"] }
time_intervals:
  - name: office
    time_intervals:
      - times: [{ start_time: 08:00, end_time: "17:30" }]
        weekdays: [monday:friday, sunday]
        days_of_month: ["1:5", "-3:-1"]
        months: [january:march, "12"]
        years: ["2026:2030"]
        location: Europe/Berlin
mute_time_intervals:
  - name: holidays
    time_intervals: [{ months: [december], days_of_month: ["24:26"] }]
receivers:
  - name: mail
    email_configs:
      - to: a@example.com, b@example.com
        headers: { Subject: "{{ .GroupLabels.alertname }}" }
        html: '{{ template "email.default.html" . }}'
        send_resolved: true
  - name: many
    opsgenie_configs: [{ priority: P1, responders: [{ name: a, type: team }], tags: "a,b" }]
    pagerduty_configs: [{ routing_key: a, severity: "{{ .CommonLabels.severity }}", details: { a: b } }]
    telegram_configs: [{ bot_token: a, chat_id: -100, parse_mode: HTML }]
    sns_configs: [{ topic_arn: "arn:aws:sns:eu:1:a", sigv4: { region: eu-central-1 } }]
    discord_configs: [{ webhook_url: "https://discord.example.com/a" }]
    msteams_configs: [{ webhook_url: "https://teams.example.com/a", title: x }]
    webhook_configs:
      - url: https://a.example.com/hook
        max_alerts: 10
        timeout: 5s
        http_config: { basic_auth: { username: a, password_file: /run/p } }
    slack_configs:
      - channel: "#a"
        color: '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}'
        title: "{{ len .Alerts.Firing }} firing"
        actions: [{ type: button, text: Open, url: "{{ .ExternalURL }}" }]
        fields: [{ title: a, value: b, short: true }]
    pushover_configs: [{ user_key: a, token: b, retry: 1m, expire: 1h, priority: "2" }]
    victorops_configs: [{ api_key: a, routing_key: b }]
    webex_configs: [{ room_id: a, http_config: { authorization: { credentials: x } } }]
`,
];
