// Each alert about probes, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../rules";

const PROBE = 'job="probe",instance="https://shop.example",service="shop",team="sales"';
const EXPORTER = 'job="blackbox",instance="127.0.0.1:9115",service="blackbox",team="platform"';
const HOUR = 3600;
const DAY = 24 * HOUR;

/** A sample a probe. */
const often = (given: Record<string, string>) => ({ interval: "10s" as const, given });

/** At 15 s a sample. */
const success = (values: string): Record<string, string> => ({ [`probe_success{${PROBE}}`]: values });

const duration = (values: string, succeeds = "1x240"): Record<string, string> => ({
  ...success(succeeds),
  [`probe_duration_seconds{${PROBE}}`]: values,
});

/** When the chain that lasts longest ends. */
const chain = (expiry: string): Record<string, string> => ({
  [`probe_ssl_last_chain_expiry_timestamp_seconds{${PROBE}}`]: expiry,
});

const certificate = (expiry: string, succeeds = "1x240"): Record<string, string> => ({
  ...success(succeeds),
  [`probe_ssl_earliest_cert_expiry{${PROBE}}`]: expiry,
});

const dependency = (values: string): Record<string, string> => ({
  [`probe_failed_due_to_cel{${PROBE},dependency="database"}`]: values,
});

const service = (values: string): Record<string, string> => ({
  'up{job="service",instance="shop:8080",service="shop",team="sales"}': values,
});

const exporter = (metric: string, values: string): Record<string, string> => ({ [`${metric}{${EXPORTER}}`]: values });

/** Fails for so many minutes after an hour and a half, and succeeds again. */
const failingFor = (minutes: number) => success(`1x359 0x${minutes * 4 - 1} 1x${960 - minutes * 4} stale`);

export const blackboxScenarios: readonly Scenario[] = [
  ...scenarios("ProbeFailed", {
    "fires 30 seconds after the first failed probe, and resolves when the probe succeeds": {
      ...often({ ...success("1x5 0x11 1x30"), ...service("1x60") }),
      expect: { "80s": "quiet", "90s": ["critical"], "170s": ["critical"], "4m": "quiet" },
    },
    "fires for what has no metrics of its own": {
      ...often(success("1x5 0x11 1x30")),
      expect: { "90s": ["critical"] },
    },
    "stays quiet on three failed probes in a row": {
      ...often(success("1x5 0x2 1x30")),
      expect: { "70s": "quiet", "80s": "quiet", "90s": "quiet", "100s": "quiet" },
    },
    "leaves a service that does not answer Prometheus either to ServiceDown": {
      ...often({ ...success("1x5 0x30"), ...service("1x6 0x29") }),
      expect: { "80s": "quiet", "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "leaves one whose next scrape waits for its timeout to ServiceDown as well": {
      ...often({ ...success("1x5 0x30"), ...service("1x8 0x27") }),
      expect: { "80s": "quiet", "90s": "quiet", "100s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "stays quiet when a service answers Prometheus before its next probe": {
      ...often({ ...success("1x5 0x12 1x30"), ...service("1x5 0x11 1x31") }),
      expect: { "170s": "quiet", "180s": "quiet", "190s": "quiet", "200s": "quiet" },
    },
    "stays quiet on one missed scrape": { given: success("1x3 _ 1x20"), expect: { "75s": "quiet", "2m": "quiet" } },
    "stays quiet when the probe is taken away": { given: success("1x3 stale"), expect: { "5m": "quiet" } },
  }),
  ...scenarios("DependencyUnhealthy", {
    "warns 30 seconds after the first answer that says so, and resolves with the first that does not": {
      ...often(dependency("0x5 1x11 0x30")),
      expect: { "80s": "quiet", "90s": ["warning"], "170s": ["warning"], "4m": "quiet" },
    },
    "stays quiet on three such answers in a row": {
      ...often(dependency("0x5 1x2 0x30")),
      expect: { "70s": "quiet", "80s": "quiet", "90s": "quiet", "100s": "quiet" },
    },
    "leaves an endpoint that does not answer to ProbeFailed": {
      ...often({ ...dependency("0x60"), ...success("0x60") }),
      expect: { "80s": "quiet", "3m": "quiet" },
    },
  }),
  ...scenarios("ProbeSlow", {
    "warns after three minutes above two seconds, and resolves": {
      given: duration("0.3x3 2.1x20 0.3x40"),
      expect: { "3m50s": "quiet", "4m30s": ["warning"], "8m": "quiet" },
    },
    "stays quiet at two seconds": { given: duration("2x240"), expect: { "30m": "quiet" } },
    "stays quiet where every other probe is slow": {
      given: duration("4 0.1 4 0.1 4 0.1 4 0.1 4 0.1 4 0.1 4 0.1 4 0.1 4x8"),
      expect: { "3m": "quiet", "5m": "quiet" },
    },
    "leaves a probe that times out to ProbeFailed": { given: duration("5x240", "0x240"), expect: { "30m": "quiet" } },
  }),
  ...scenarios("ProbeLowUptime30d", {
    "fires for 45 minutes of failure after the next full hour, and resolves when the probe is removed": {
      given: failingFor(45),
      expect: { "2h50m": "quiet", "3h5m": ["info"], "4h30m": ["info"], "5h40m": "quiet" },
    },
    "stays quiet at 42 minutes of failure": {
      given: failingFor(42),
      expect: { "2h5m": "quiet", "3h5m": "quiet", "5h": "quiet" },
    },
    "does not count the hour in which a probe was set up": {
      given: success("_x20 0x200 1x600"),
      expect: { "1h5m": "quiet", "2h5m": "quiet", "3h": "quiet" },
    },
  }),
  ...scenarios("SslCertificateExpiringSoon", {
    "warns when 30 days are left": {
      given: certificate(`${30 * DAY}x240`),
      expect: { "9m": "quiet", "11m": ["warning"] },
    },
    "is critical when seven days are left, and resolves with a new certificate": {
      given: certificate(`${7 * DAY}x60 ${90 * DAY}x60`),
      expect: { "10s": "quiet", "30s": ["critical"], "12m": ["critical", "warning"], "17m": "quiet" },
    },
    "only warns with seven days and an hour left": {
      given: certificate(`${7 * DAY + HOUR}x240`),
      expect: { "11m": ["warning"], "55m": ["warning"] },
    },
    "goes on while the address does not answer": {
      given: certificate(`${7 * DAY}x20 stale`, "1x20 0x100"),
      expect: { "90s": ["critical"], "20m": ["critical", "warning"] },
    },
    "stays quiet with 30 days and an hour left": {
      given: certificate(`${30 * DAY + HOUR}x240`),
      expect: { "30m": "quiet", "55m": "quiet" },
    },
    "leaves a certificate that has expired to SslCertificateExpired": {
      given: certificate("300x240"),
      expect: { "2m": ["critical"], "6m": "quiet" },
    },
  }),
  ...scenarios("SslCertificateExpired", {
    "fires when a certificate runs out and its address can no longer be asked, and resolves with a new one": {
      given: certificate(`600x40 stale _x79 ${90 * DAY}x40`, "1x40 0x80 1x40"),
      expect: { "10m20s": "quiet", "10m30s": ["critical"], "25m": ["critical"], "32m": "quiet" },
    },
    "fires for an address whose certificate is not checked": {
      given: certificate("600x240"),
      expect: { "10m": "quiet", "11m": ["critical"] },
    },
    "stays quiet while a valid chain is left, though a certificate of another has expired": {
      given: { ...certificate("600x240"), ...chain(`${90 * DAY}x240`) },
      expect: { "11m": "quiet", "30m": "quiet" },
    },
    "fires for a certificate of which no chain is verified": {
      given: { ...certificate("600x240"), ...chain("-62135596800x240") },
      expect: { "10m": "quiet", "11m": ["critical"] },
    },
    "ends when the probe is taken away": {
      given: certificate("600x60 stale", "1x60 stale"),
      expect: { "14m": ["critical"], "20m": "quiet" },
    },
    "stays quiet a minute before": { given: certificate("3660x240"), expect: { "30m": "quiet", "1h": "quiet" } },
  }),
  ...scenarios("BlackboxDown", {
    "fires when the exporter is gone for half a minute, and resolves when it is back": {
      given: exporter("up", "1x3 0x10 1x20"),
      expect: { "80s": "quiet", "100s": ["critical"], "5m": "quiet" },
    },
    "stays quiet through a restart of half a minute": {
      given: exporter("up", "1x3 0x1 1x20"),
      expect: { "75s": "quiet", "2m": "quiet" },
    },
  }),
  ...scenarios("BlackboxConfigurationReloadFailure", {
    "warns after five minutes on an old configuration, and resolves": {
      given: exporter("blackbox_exporter_config_last_reload_successful", "1x3 0x30 1x20"),
      expect: { "5m": "quiet", "7m": ["warning"], "10m": "quiet" },
    },
    "stays quiet while the configuration is read": {
      given: exporter("blackbox_exporter_config_last_reload_successful", "1x60"),
      expect: { "10m": "quiet" },
    },
  }),
];
