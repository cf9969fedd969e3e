// A healthy exporter and three of its probes: a page over TLS, a health endpoint without it that speaks of a database, and a port.
import { ago, always, around, type Normal } from "../../rules";

/** Probes are a scrape job of their own. */
const PROBE = { job: "probe" };
const DAY = 86_400;

/** An HTTP probe that takes so many seconds in each phase; the busier the server, the longer it works. */
const http = (phases: Readonly<Record<"resolve" | "connect" | "tls" | "processing" | "transfer", number>>): Normal => {
  const seconds = Object.values(phases).reduce((sum, phase) => sum + phase, 0);
  return {
    probe_success: [[PROBE, always(1)]],
    probe_duration_seconds: [[PROBE, around(seconds + 0.001, 0.4)]],
    probe_http_duration_seconds: Object.entries(phases).map(([phase, mean]) => [
      { ...PROBE, phase },
      around(mean, 0.4),
    ]),
    probe_http_status_code: [[PROBE, always(200)]],
  };
};

export const normal: readonly Normal[] = [
  { blackbox_exporter_config_last_reload_successful: always(1) },
  {
    ...http({ resolve: 0.004, connect: 0.012, tls: 0.03, processing: 0.12, transfer: 0.008 }),
    // A certificate of 90 days that is renewed 30 days before its end is seldom nearer to it.
    probe_ssl_earliest_cert_expiry: [[PROBE, ago(-57 * DAY)]],
    probe_ssl_last_chain_expiry_timestamp_seconds: [[PROBE, ago(-57 * DAY)]],
  },
  {
    ...http({ resolve: 0.001, connect: 0.001, tls: 0, processing: 0.009, transfer: 0.001 }),
    probe_failed_due_to_cel: [[{ ...PROBE, dependency: "database" }, always(0)]],
  },
  { probe_success: [[PROBE, always(1)]], probe_duration_seconds: [[PROBE, around(0.002, 0.4)]] },
];
