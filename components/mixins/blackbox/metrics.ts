// What the blackbox exporter gives about each probe, and about itself.
import { type Catalogue, gauge } from "../../rules";

export const metrics: Catalogue = {
  exporter: "blackbox_exporter",
  version: "0.23.0",
  source: "https://github.com/prometheus/blackbox_exporter",
  // Counted in 0.28.0: the exporter itself. What each probe brings is another matter.
  series: { expected: 59 },
  metrics: [
    gauge(
      "probe_success",
      "boolean",
      "1 where the probe got the answer it wants: for HTTP a 2xx after redirects, for TCP a connection.",
    ),
    gauge(
      "probe_duration_seconds",
      "seconds",
      "The whole probe, name resolution and redirects included; cut off at the timeout of 5 s.",
    ),
    gauge(
      "probe_http_duration_seconds",
      "seconds",
      "An HTTP probe by phase, summed over redirects; a phase that was not reached is 0.",
      {
        phase: ["resolve", "connect", "tls", "processing", "transfer"],
      },
    ),
    gauge("probe_http_status_code", "count", "Status of the last answer of an HTTP probe; 0 without one."),
    gauge(
      "probe_failed_due_to_cel",
      "boolean",
      "1 where a health endpoint's answer does not say that the dependency is healthy; kept of these probes alone.",
      { dependency: 1 },
    ),
    gauge(
      "probe_ssl_earliest_cert_expiry",
      "timestamp",
      "When the first certificate of the chain runs out; missing where no TLS connection was made, which an expired certificate prevents.",
    ),
    gauge(
      "probe_ssl_last_chain_expiry_timestamp_seconds",
      "timestamp",
      "When the verified chain that lasts longest runs out; below 0 where none was verified.",
    ),
    gauge(
      "blackbox_exporter_config_last_reload_successful",
      "boolean",
      "1 where the exporter runs the configuration it read last.",
    ),
  ],
};
