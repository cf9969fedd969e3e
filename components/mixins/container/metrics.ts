// What cAdvisor gives about the containers of a Docker host. Series without a name are cgroups that are no containers.
//
// Most samples carry cAdvisor's own time, so Prometheus shows a container for five minutes after it is gone.
import { type Catalogue, counter, gauge } from "../../rules";

/** Docker's labels follow as container_label_*: Compose sets many, of which one stands for all. Only restartcount is used. */
const container = {
  id: 50,
  image: 1,
  name: 1,
  container_label_com_docker_compose_service: 1,
  container_label_restartcount: 1,
};
const filesystem = { ...container, device: 2 };
const network = { ...container, interface: 3 };
const machine = { boot_id: 1, machine_id: 1, system_uuid: 1 };

export const metrics: Catalogue = {
  exporter: "cAdvisor",
  version: "0.52.1",
  source: "https://github.com/google/cadvisor/blob/v0.52.1/docs/storage/prometheus.md",
  present: { metrics: ["container_memory_working_set_bytes", "container_cpu_usage_seconds_total"] },
  metrics: [
    gauge(
      "container_last_seen",
      "timestamp",
      "When cAdvisor last saw the container; the time of the scrape.",
      container,
    ),
    counter(
      "container_cpu_usage_seconds_total",
      "seconds",
      "CPU time used, by CPU with cgroups v1 and in total with v2.",
      {
        ...container,
        cpu: 16,
      },
    ),
    counter("container_cpu_user_seconds_total", "seconds", "CPU time used outside the kernel.", container),
    counter("container_cpu_cfs_periods_total", "count", "Periods with work; only with a CPU limit.", container),
    counter(
      "container_cpu_cfs_throttled_periods_total",
      "count",
      "Periods in which it was stopped at its CPU limit; only with one.",
      container,
    ),
    gauge("container_spec_cpu_quota", "count", "CPU time allowed a period, in µs; only with a CPU limit.", container),
    gauge("container_spec_cpu_period", "count", "Length of a period, in µs.", container),
    gauge(
      "container_memory_working_set_bytes",
      "bytes",
      "Memory that cannot be taken back under pressure; what the limit kills by.",
      container,
    ),
    gauge("container_memory_rss", "bytes", "Anonymous memory and swap cache.", container),
    gauge("container_spec_memory_limit_bytes", "bytes", "Memory limit; 0 without one.", container),
    counter("container_oom_events_total", "count", "Processes of the container that were OOM-killed.", container),
    gauge("container_fs_usage_bytes", "bytes", "What the container wrote into its own layer.", filesystem),
    gauge("container_fs_limit_bytes", "bytes", "Size of the filesystem that the layer lies on.", filesystem),
    counter("container_network_receive_bytes_total", "bytes", "Bytes received.", network),
    counter("container_network_transmit_bytes_total", "bytes", "Bytes sent.", network),
    gauge("machine_cpu_cores", "count", "CPUs of the host.", machine),
  ],
};
