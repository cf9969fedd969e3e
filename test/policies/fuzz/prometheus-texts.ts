// Configurations that Prometheus loads.

export const PROMETHEUS: readonly string[] = [
  `global:
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
`,
  `global:
  scrape_interval: 1m
  scrape_protocols: [OpenMetricsText1.0.0, PrometheusText0.0.4]
  body_size_limit: 10MB
  sample_limit: 5000
  label_limit: 30
  metric_name_validation_scheme: utf8
rule_files: ["rules/*.yml", /etc/prometheus/a.yml]
scrape_config_files: ["jobs/*.yml"]
alerting:
  alert_relabel_configs:
    - { regex: replica, action: labeldrop }
  alertmanagers:
    - scheme: https
      path_prefix: /am
      timeout: 10s
      api_version: v2
      authorization: { type: Bearer, credentials_file: /run/token }
      dns_sd_configs:
        - names: [_am._tcp.example.com]
          type: SRV
          refresh_interval: 30s
scrape_configs:
  - job_name: pods
    honor_labels: true
    fallback_scrape_protocol: PrometheusText0.0.4
    kubernetes_sd_configs:
      - role: pod
        namespaces: { names: [shop] }
        selectors: [{ role: pod, label: "app=shop" }]
    tls_config:
      ca_file: /etc/ca.pem
      min_version: TLS12
      insecure_skip_verify: false
    relabel_configs:
      - { source_labels: [__meta_kubernetes_pod_label_app], target_label: app, action: lowercase }
      - { action: labelmap, regex: "__meta_kubernetes_pod_label_(.+)" }
      - { source_labels: [a, b], separator: ";", modulus: 4, target_label: __tmp, action: hashmod }
      - { source_labels: [a], target_label: b, action: keepequal }
  - job_name: files
    file_sd_configs: [{ files: ["targets/*.json"], refresh_interval: 1m }]
    params: { module: [http_2xx] }
    proxy_url: http://proxy.example.com:3128
    oauth2:
      client_id: a
      client_secret: b
      token_url: https://id.example.com/token
      scopes: [read]
  - job_name: web
    http_sd_configs: [{ url: "https://sd.example.com/targets", follow_redirects: true }]
    native_histogram_bucket_limit: 100
    scrape_timeout: 5s
remote_write:
  - url: https://metrics.example.com/api/v1/write
    name: far
    remote_timeout: 30s
    headers: { X-Scope-OrgID: a }
    protobuf_message: prometheus.WriteRequest
    write_relabel_configs: [{ source_labels: [__name__], regex: "a.*|b", action: keep }]
    queue_config: { capacity: 2500, max_shards: 50, min_backoff: 30ms, max_backoff: 5s, sample_age_limit: 1h }
    metadata_config: { send: true, send_interval: 1m }
    sigv4: { region: eu-central-1 }
remote_read:
  - { url: "https://metrics.example.com/read", read_recent: true, required_matchers: { team: shop } }
storage:
  tsdb: { out_of_order_time_window: 30m }
  exemplars: { max_exemplars: 1000 }
tracing: { endpoint: "otel:4317", client_type: grpc, sampling_fraction: 0.1, insecure: true }
otlp: { promote_resource_attributes: [service.name], translation_strategy: UnderscoreEscapingWithSuffixes }
`,
];
