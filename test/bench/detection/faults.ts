// The faults: what a target shows from then on, the alert that is to tell, and the same rule as it is usually written.
import type { Sample, Severity } from "../../../components/rules";

/** A target at a moment: its samples now, and those at the fault. */
export interface Seen {
  now: readonly Sample[];
  atFault: readonly Sample[];
  /** Seconds since the fault. */
  since: number;
  /** Unix seconds. */
  time: number;
}

export interface Fault {
  /** Also the beginning of the names of the services that have it. */
  name: string;
  /** The mixin of the service, and the scrape job whose targets show the fault. */
  mixin: "service" | "container" | "redis" | "rabbitmq" | "node";
  job: string;
  /** What is probed of it, where the fault is seen by a probe. */
  probe?: string;
  alert: string;
  severity: Severity;
  /** PromQL as everybody writes it, for Prometheus with nothing else. */
  usual: string;
  shows: (seen: Seen) => readonly Sample[] | "down";
}

const DAY = 86_400;

/** The samples of some metrics with other values. Throws where the target shows none of them: that would be no fault. */
const changed =
  (names: string | readonly string[], value: (sample: Sample, seen: Seen, index: number) => number) =>
  (seen: Seen): readonly Sample[] => {
    const missing = [names].flat().find((name) => !seen.now.some((sample) => sample.name === name));
    if (missing) throw new Error(`The target shows no ${missing}, so nothing of it can be faulty`);
    return seen.now.map((sample, index) =>
      [names].flat().includes(sample.name) ? { ...sample, value: value(sample, seen, index) } : sample,
    );
  };

const REQUESTS = "app_requests_total";
const DURATIONS = "app_request_duration_seconds_bucket";

/** Half of what succeeded fails; requests to one route with a status each are counted beside each other. */
function failing(sample: Sample, { now, atFault }: Seen, index: number): number {
  const growth = (at: number) => (now[at]?.value ?? 0) - (atFault[at]?.value ?? 0);
  const { status, ...route } = sample.labels;
  if (status === "200") return sample.value - growth(index) / 2;
  const sameRoute = (one: Sample) => Object.entries(route).every(([label, value]) => one.labels[label] === value);
  const good = now.findIndex((one) => one.name === REQUESTS && one.labels.status === "200" && sameRoute(one));
  return status === "500" ? sample.value + growth(good) / 2 : sample.value;
}

export const FAULTS: readonly Fault[] = [
  {
    name: "service-down",
    mixin: "service",
    job: "service",
    alert: "ServiceDown",
    severity: "critical",
    usual: 'up{job="service"} == 0',
    shows: () => "down",
  },
  {
    name: "errors",
    mixin: "service",
    job: "service",
    alert: "ServiceErrorRatioHigh",
    severity: "critical",
    usual: `sum by (service) (rate(${REQUESTS}{status=~"5.."}[5m])) / sum by (service) (rate(${REQUESTS}[5m])) > 0.05`,
    shows: changed(REQUESTS, failing),
  },
  {
    name: "latency",
    mixin: "service",
    job: "service",
    alert: "ServiceLatencyHigh",
    severity: "critical",
    usual: `histogram_quantile(0.95, sum by (service, le) (rate(${DURATIONS}[5m]))) > 2.5`,
    // Every request takes four seconds.
    shows: changed(DURATIONS, ({ labels, value }, { atFault }, index) =>
      Number(labels.le?.replace("+Inf", "Infinity")) < 4 ? (atFault[index]?.value ?? 0) : value,
    ),
  },
  {
    name: "host-down",
    mixin: "node",
    job: "node",
    alert: "InstanceDown",
    severity: "critical",
    usual: 'up{job="node"} == 0',
    shows: () => "down",
  },
  {
    name: "probe-down",
    mixin: "service",
    job: "probe",
    probe: "http://10.9.9.9/health",
    alert: "ProbeFailed",
    severity: "critical",
    usual: "probe_success == 0",
    shows: changed("probe_success", () => 0),
  },
  {
    name: "certificate",
    mixin: "service",
    job: "probe",
    probe: "https://10.9.9.9/health",
    alert: "SslCertificateExpiringSoon",
    severity: "critical",
    usual: `probe_ssl_earliest_cert_expiry - time() < ${7 * DAY}`,
    shows: changed(
      ["probe_ssl_earliest_cert_expiry", "probe_ssl_last_chain_expiry_timestamp_seconds"],
      (_, { time }) => time + 3 * DAY,
    ),
  },
  {
    name: "redis-memory",
    mixin: "redis",
    job: "redis",
    alert: "RedisOutOfConfiguredMaxmemory",
    severity: "critical",
    usual: "redis_memory_used_bytes / redis_memory_max_bytes > 0.95",
    shows: (seen) => {
      const limit = seen.now.find(({ name }) => name === "redis_memory_max_bytes")?.value ?? 0;
      return changed("redis_memory_used_bytes", () => 0.97 * limit)(seen);
    },
  },
  {
    name: "container-killed",
    mixin: "container",
    job: "container",
    alert: "ContainerKilled",
    severity: "warning",
    usual: 'time() - container_last_seen{name!=""} > 60',
    shows: ({ now }) => now.filter(({ labels }) => labels.name !== "web-1"),
  },
  {
    name: "queue-growth",
    mixin: "rabbitmq",
    job: "rabbitmq",
    alert: "RabbitmqTooManyReadyMessages",
    severity: "warning",
    usual: "rabbitmq_queue_messages_ready > 1000",
    shows: changed("rabbitmq_queue_messages_ready", ({ value }, { since }) => value + 200 * since),
  },
];
