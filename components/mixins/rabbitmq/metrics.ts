// What RabbitMQ's own plugin gives about a node, on port 15692. By default queues are summed up over the node; with
// /metrics/per-object as the service's metricsPath each has series of its own, and alerts name the queue.
import { type Catalogue, counter, gauge, untyped } from "../../rules";

/** Only on /metrics/per-object. */
const queue = { vhost: 10, queue: 200 };
const protocol = { protocol: ["amqp091", "amqp10", "mqtt310", "mqtt311", "mqtt50", "stream"] } as const;
const queueType = {
  queue_type: ["rabbit_classic_queue", "rabbit_quorum_queue", "rabbit_stream_queue", "rabbit_mqtt_qos0_queue"],
} as const;
const deadLetters = {
  ...queueType,
  dead_letter_strategy: ["at_least_once", "at_most_once", "disabled"],
} as const;

export const metrics: Catalogue = {
  exporter: "rabbitmq_prometheus",
  version: "3.10.8",
  source: "https://www.rabbitmq.com/docs/prometheus",
  present: {
    metrics: [
      "rabbitmq_connections",
      "rabbitmq_process_resident_memory_bytes",
      "rabbitmq_alarms_memory_used_watermark",
    ],
  },
  metrics: [
    untyped("rabbitmq_identity_info", "boolean", "Which cluster a node belongs to.", {
      rabbitmq_node: 1,
      rabbitmq_cluster: 1,
      rabbitmq_cluster_permanent_id: 1,
    }),
    gauge(
      "erlang_vm_dist_node_state",
      "count",
      "Link to another Erlang node: 1 pending, 2 half up, 3 up; only in a cluster, and for a command line tool while it runs.",
      { peer: 16 },
    ),
    untyped("rabbitmq_alarms_memory_used_watermark", "boolean", "1 while publishers wait for memory."),
    untyped("rabbitmq_alarms_free_disk_space_watermark", "boolean", "1 while publishers wait for disk space."),
    gauge("rabbitmq_process_resident_memory_bytes", "bytes", "Memory that the node uses."),
    gauge("rabbitmq_resident_memory_limit_bytes", "bytes", "Memory beyond which publishers wait."),
    gauge("rabbitmq_disk_space_available_bytes", "bytes", "Free space of the disk that holds the data."),
    gauge("rabbitmq_disk_space_available_limit_bytes", "bytes", "Free space below which publishers wait."),
    gauge("rabbitmq_process_open_fds", "count", "Open file descriptors."),
    gauge("rabbitmq_process_max_fds", "count", "File descriptors that the node may open."),
    gauge("rabbitmq_connections", "count", "Open connections."),
    gauge("rabbitmq_channels", "count", "Open channels."),
    gauge("rabbitmq_consumers", "count", "Consumers."),
    gauge("rabbitmq_queues", "count", "Queues led by the node."),
    counter("rabbitmq_connections_opened_total", "count", "Connections opened."),
    counter("rabbitmq_connections_closed_total", "count", "Connections closed."),
    counter("rabbitmq_channels_opened_total", "count", "Channels opened."),
    gauge("rabbitmq_queue_messages_ready", "count", "Messages that wait for a consumer.", queue),
    gauge("rabbitmq_queue_messages_unacked", "count", "Messages delivered and not yet acknowledged.", queue),
    gauge("rabbitmq_queue_consumers", "count", "Consumers of the queues.", queue),
    counter("rabbitmq_global_messages_received_total", "count", "Messages published.", protocol),
    counter("rabbitmq_global_messages_delivered_total", "count", "Messages delivered.", { ...protocol, ...queueType }),
    counter("rabbitmq_global_messages_acknowledged_total", "count", "Messages acknowledged by consumers.", {
      ...protocol,
      ...queueType,
    }),
    counter("rabbitmq_global_messages_redelivered_total", "count", "Messages delivered again.", {
      ...protocol,
      ...queueType,
    }),
    counter(
      "rabbitmq_global_messages_unroutable_dropped_total",
      "count",
      "Messages that no queue took, thrown away.",
      protocol,
    ),
    counter(
      "rabbitmq_global_messages_unroutable_returned_total",
      "count",
      "Messages that no queue took, given back to who published them as mandatory.",
      protocol,
    ),
    counter(
      "rabbitmq_global_messages_dead_lettered_rejected_total",
      "count",
      "Messages that a consumer rejected for good.",
      deadLetters,
    ),
    counter(
      "rabbitmq_global_messages_dead_lettered_expired_total",
      "count",
      "Messages that waited longer than they may.",
      deadLetters,
    ),
    counter(
      "rabbitmq_global_messages_dead_lettered_maxlen_total",
      "count",
      "Messages pushed out of a queue at its limit.",
      deadLetters,
    ),
    counter(
      "rabbitmq_global_messages_dead_lettered_delivery_limit_total",
      "count",
      "Messages over the delivery limit; quorum queues only.",
      deadLetters,
    ),
  ],
};
