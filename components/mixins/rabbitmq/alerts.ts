// What can go wrong with RabbitMQ. A node that is not distributed is covered by RabbitmqClusterPartition, which sees a
// link that is half up as well as one that is gone.
//
// Messages that are rejected, expire or are pushed out of a full queue are drawn and not alerted on: many systems mean them
// to. Little free disk space before the alarm is the host's matter, in the mixin `node`.
import { type Alert, alert } from "../../rules";

/** What a queue's alert is about: the queue where it has series of its own, else all queues of the node. */
const QUEUES = "{{ with $labels.queue }}Queue {{ . }}{{ else }}The queues{{ end }} of {{ $labels.instance }}";

export const alerts: readonly Alert[] = [
  alert({
    name: "RabbitmqDown",
    // The plugin runs inside the node and stops with it: there is nothing else to ask.
    expr: 'up{job="rabbitmq"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "RabbitMQ node {{ $labels.instance }} does not answer",
    description: "The node is down or stopped, or its Prometheus plugin cannot be reached.",
  }),
  alert({
    name: "RabbitmqClusterPartition",
    expr: "instance:rabbitmq_cluster_nodes_up:count - instance:rabbitmq_cluster_nodes_seen:count",
    above: { critical: 0 },
    for: "1m",
    summary: "RabbitMQ node {{ $labels.instance }} has lost sight of its cluster",
    description: "{{ $value | humanize }} nodes that answer are not linked to it: queues may differ, or stop.",
  }),
  alert({
    name: "RabbitmqMemoryHigh",
    expr: "instance:rabbitmq_memory_used:ratio",
    above: { warning: 0.85 },
    unit: "ratio",
    for: "5m",
    summary: "RabbitMQ node {{ $labels.instance }} is close to its memory limit",
    description: "It uses {{ $value | humanizePercentage }} of what it may; beyond it, publishers are made to wait.",
  }),
  alert({
    name: "RabbitmqMemoryAlarm",
    expr: "rabbitmq_alarms_memory_used_watermark == 1",
    severity: "critical",
    for: "30s",
    symptom: true,
    summary: "RabbitMQ node {{ $labels.instance }} is out of memory",
    description: "It has reached its memory limit: publishers of the whole cluster wait.",
  }),
  alert({
    name: "RabbitmqDiskAlarm",
    expr: "rabbitmq_alarms_free_disk_space_watermark == 1",
    severity: "critical",
    for: "30s",
    symptom: true,
    summary: "RabbitMQ node {{ $labels.instance }} is out of disk space",
    description: "Less than its limit is free: publishers of the whole cluster wait.",
  }),
  alert({
    name: "RabbitmqFileDescriptorsUsage",
    expr: "instance:rabbitmq_file_descriptors_used:ratio",
    above: { warning: 0.8, critical: 0.95 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    summary: "RabbitMQ node {{ $labels.instance }} runs out of file descriptors",
    description: "{{ $value | humanizePercentage }} are in use; at the end of them it takes no more connections.",
  }),
  alert({
    name: "RabbitmqTooManyReadyMessages",
    expr: "rabbitmq_queue_messages_ready",
    above: { warning: 1000 },
    for: "5m",
    symptom: true,
    summary: `${QUEUES} back up`,
    description: "{{ $value | humanize }} messages wait for a consumer: work is done late.",
  }),
  alert({
    name: "RabbitmqTooManyUnackMessages",
    expr: "rabbitmq_queue_messages_unacked",
    above: { warning: 1000 },
    for: "5m",
    summary: `${QUEUES} are not acknowledged`,
    description: "{{ $value | humanize }} messages are with consumers that have not finished them.",
  }),
  alert({
    name: "RabbitmqNoQueueConsumer",
    expr: "rabbitmq_queue_messages_ready and rabbitmq_queue_consumers == 0",
    above: { warning: 0 },
    for: "5m",
    symptom: true,
    summary: `${QUEUES} have messages and no consumer`,
    description: "{{ $value | humanize }} messages wait, and nobody takes them.",
  }),
  alert({
    name: "RabbitmqUnroutableMessages",
    expr: "instance:rabbitmq_messages_unroutable:increase5m",
    above: { warning: 0 },
    for: "0s",
    symptom: true,
    summary: "Messages sent to {{ $labels.instance }} reach no queue",
    description: "{{ $value | humanize }} messages in five minutes were thrown away or sent back: no binding fits.",
  }),
  alert({
    name: "RabbitmqMessagesGivenUp",
    expr: "instance:rabbitmq_messages_given_up:increase5m",
    above: { warning: 0 },
    for: "0s",
    summary: "Messages in {{ $labels.instance }} failed as often as they may",
    description:
      "{{ $value | humanize }} messages of quorum queues reached their delivery limit in five minutes and will not be tried again.",
  }),
  alert({
    name: "RabbitmqTooManyConnections",
    expr: "rabbitmq_connections",
    above: { warning: 1000 },
    for: "5m",
    summary: "RabbitMQ node {{ $labels.instance }} has many connections",
    description: "{{ $value | humanize }} are open; each takes memory and a file descriptor.",
  }),
  alert({
    name: "RabbitmqHighConnectionChurn",
    expr: "instance:rabbitmq_connections_opened:rate5m",
    above: { warning: 10 },
    unit: "perSecond",
    for: "5m",
    summary: "Clients of {{ $labels.instance }} connect again and again",
    description: "{{ $value | humanize }} connections a second are opened; a client should keep its own.",
  }),
];
