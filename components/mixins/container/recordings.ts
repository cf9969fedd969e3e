// What each container uses, by its name: a container that is recreated keeps its history.
import { type Recording, recording } from "../../rules";

const labels = ["job", "instance", "service", "team", "host", "name"];
const byName = `by (${labels.join(", ")})`;

/** Without it, one that is gone would go on using what it last used, for five minutes. */
const IS_THERE = 'time() - container_last_seen{job="container",name!=""} < 60';

/** A limit in CPUs, and without one all CPUs of the host. */
const USED_OF_LIMIT = `instance_name:container_cpu_usage:rate5m
  / max ${byName} ((container_spec_cpu_quota{job="container",name!=""} > 0) / container_spec_cpu_period{job="container",name!=""})`;
const USED_OF_HOST = `instance_name:container_cpu_usage:rate5m
  / on (job, instance) group_left max by (job, instance) (machine_cpu_cores)`;

export const recordings: readonly Recording[] = [
  recording({
    record: "instance_name:container_last_seen:max",
    expr: `max ${byName} (container_last_seen{job="container",name!=""})`,
    unit: "timestamp",
    labels,
  }),
  recording({
    record: "instance_name:container_restarts:increase15m",
    // The restart policy gives Docker's count a new value and so a new series; docker restart resets the counters.
    expr: `count ${byName} (present_over_time(container_last_seen{job="container",name!=""}[15m])) - 1
      + sum ${byName} (resets(container_cpu_user_seconds_total{job="container",name!=""}[15m]))`,
    unit: "count",
    labels,
  }),
  recording({
    record: "instance_name:container_cpu_usage:rate5m",
    expr: `sum ${byName} (rate(container_cpu_usage_seconds_total{job="container",name!=""}[5m]))`,
    unit: "count",
    labels,
  }),
  recording({
    record: "instance_name:container_cpu_utilisation:ratio_rate5m",
    expr: `${USED_OF_LIMIT} or ${USED_OF_HOST}`,
    unit: "ratio",
    labels,
  }),
  recording({
    record: "instance_name:container_cpu_throttled_periods:ratio_rate5m",
    // Fewer than one period with work a second: nothing that waits is noticed.
    expr: `sum ${byName} (rate(container_cpu_cfs_throttled_periods_total{job="container",name!=""}[5m]))
      / (sum ${byName} (rate(container_cpu_cfs_periods_total{job="container",name!=""}[5m])) > 1)`,
    unit: "ratio",
    labels,
  }),
  recording({
    record: "instance_name:container_memory_working_set_bytes:max",
    expr: `max ${byName} (container_memory_working_set_bytes{job="container",name!=""} and (${IS_THERE}))`,
    unit: "bytes",
    labels,
  }),
  recording({
    record: "instance_name:container_memory_utilisation:ratio",
    expr: `instance_name:container_memory_working_set_bytes:max
      / (max ${byName} (container_spec_memory_limit_bytes{job="container",name!=""}) > 0)`,
    unit: "ratio",
    labels,
  }),
  recording({
    record: "instance_name_device:container_fs_usage:ratio",
    expr: `max by (${[...labels, "device"].join(", ")}) (
      container_fs_usage_bytes{job="container",name!=""} / (container_fs_limit_bytes{job="container",name!=""} > 0)
      and on (job, instance, id, container_label_restartcount) (${IS_THERE}))`,
    unit: "ratio",
    labels: [...labels, "device"],
  }),
];
