// Containers at a glance: are they there, then CPU, memory, disk and network of each.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const target = 'service=~"$service",instance=~"$instance"';
const on = `${target},name=~"$name"`;
const each = "{{instance}} {{name}}";

/** Nobody reads more lines, and hundreds of them take seconds to answer and to draw. */
const HIGHEST = 20;
const highest = (expr: string) => `topk(${HIGHEST}, ${expr})`;

export const dashboard = declare({
  uid: "tocsin-container",
  title: "Containers",
  description: `State, CPU, memory, disk and network of containers on plain Docker hosts: of those that are chosen, the ${HIGHEST} highest in each panel.`,
  tags: ["container"],
  variables: [
    variable("service", 'up{job="container"}'),
    variable("instance", 'up{job="container"}'),
    variable("name", "instance_name:container_last_seen:max"),
  ],
  rows: [
    row(
      "State",
      stat(
        "Hosts that answer",
        "ratio",
        "Share of the hosts whose cAdvisor answers.",
        { up: `sum(up{job="container",${target}}) / count(up{job="container",${target}})` },
        { alert: "ContainerExporterDown" },
      ),
      stat("Containers", "count", "Containers seen in the last minute.", {
        containers: `count(time() - instance_name:container_last_seen:max{${on}} < 60)`,
      }),
      stat(
        "Highest memory",
        "ratio",
        "The largest share of its memory limit that any container uses.",
        { highest: `max(instance_name:container_memory_utilisation:ratio{${on}})` },
        { alert: "ContainerHighMemoryUsage" },
      ),
      stat(
        "Busiest CPU",
        "ratio",
        "The largest share of its CPUs that any container uses.",
        { busiest: `max(instance_name:container_cpu_utilisation:ratio_rate5m{${on}})` },
        { alert: "ContainerHighCpuUtilization" },
      ),
      timeseries(
        "Time since last seen",
        "seconds",
        "Some seconds for a container that runs; it grows when one is gone.",
        { [each]: highest(`time() - instance_name:container_last_seen:max{${on}}`) },
        { alert: "ContainerKilled" },
      ),
      timeseries(
        "Restarts",
        "count",
        "Restarts in 15 minutes.",
        { [each]: highest(`instance_name:container_restarts:increase15m{${on}}`) },
        { alert: "ContainerRestarting" },
      ),
    ),
    row(
      "CPU",
      timeseries("CPUs in use", "count", "CPUs that it keeps busy.", {
        [each]: highest(`instance_name:container_cpu_usage:rate5m{${on}}`),
      }),
      timeseries(
        "CPU utilisation",
        "ratio",
        "Share of its CPU limit, or of the host's CPUs where it has none.",
        { [each]: highest(`instance_name:container_cpu_utilisation:ratio_rate5m{${on}}`) },
        { alert: "ContainerHighCpuUtilization" },
      ),
      timeseries(
        "Throttling",
        "ratio",
        "Share of the periods with work in which its CPU limit stopped it.",
        { [each]: highest(`instance_name:container_cpu_throttled_periods:ratio_rate5m{${on}}`) },
        { alert: "ContainerHighThrottleRate", max: 1, width: 24 },
      ),
    ),
    row(
      "Memory",
      timeseries(
        "Memory utilisation",
        "ratio",
        "Share of its memory limit; nothing without a limit.",
        { [each]: highest(`instance_name:container_memory_utilisation:ratio{${on}}`) },
        { alert: "ContainerHighMemoryUsage", max: 1 },
      ),
      timeseries("Working set", "bytes", "Memory that cannot be taken back under pressure.", {
        [each]: highest(`instance_name:container_memory_working_set_bytes:max{${on}}`),
      }),
      timeseries("Anonymous memory", "bytes", "Working set without files: a leak shows here.", {
        [each]: highest(`max by (instance, name) (container_memory_rss{${on},name!=""})`),
      }),
      timeseries(
        "OOM-killed processes",
        "count",
        "In the last five minutes.",
        {
          [each]: highest(`round(sum by (instance, name) (increase(container_oom_events_total{${on},name!=""}[5m])))`),
        },
        { alert: "ContainerOomKilled" },
      ),
    ),
    row(
      "Disk and network",
      timeseries(
        "Own layer",
        "ratio",
        "Share of the host's filesystem that the container wrote into its own layer; volumes do not count.",
        { [`${each} {{device}}`]: highest(`instance_name_device:container_fs_usage:ratio{${on}}`) },
        { alert: "ContainerVolumeUsage", max: 1, width: 24 },
      ),
      timeseries("Received", "bytesPerSecond", "Bytes that each container received.", {
        [each]: highest(`sum by (instance, name) (rate(container_network_receive_bytes_total{${on},name!=""}[5m]))`),
      }),
      timeseries("Sent", "bytesPerSecond", "Bytes that each container sent.", {
        [each]: highest(`sum by (instance, name) (rate(container_network_transmit_bytes_total{${on},name!=""}[5m]))`),
      }),
    ),
  ],
});
