// RabbitMQ at a glance: do the nodes answer, do messages flow, what waits, what is lost, and how close the limits are.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",instance=~"$instance"';

/** Messages of a second that were dead-lettered, by reason. */
const deadLettered = (reason: string) =>
  `sum by (instance) (rate(rabbitmq_global_messages_dead_lettered_${reason}_total{${on}}[5m]))`;

/** Messages of a second that no queue took. */
const unroutable = (fate: string) =>
  `sum by (instance) (rate(rabbitmq_global_messages_unroutable_${fate}_total{${on}}[5m]))`;

export const dashboard = declare({
  uid: "tocsin-rabbitmq",
  title: "RabbitMQ",
  description: "Messages, queues, consumers, connections and limits of each RabbitMQ node.",
  tags: ["data"],
  variables: [variable("service", 'up{job="rabbitmq"}'), variable("instance", 'up{job="rabbitmq"}')],
  rows: [
    row(
      "State",
      stat(
        "Nodes up",
        "ratio",
        "Share of the nodes that answer.",
        { up: `sum(up{job="rabbitmq",${on}}) / count(up{job="rabbitmq",${on}})` },
        { alert: "RabbitmqDown" },
      ),
      stat("Messages waiting", "count", "Messages that no consumer has taken yet, over all nodes.", {
        waiting: `sum(rabbitmq_queue_messages_ready{${on}})`,
      }),
      stat("Consumers", "count", "Consumers over all nodes.", { consumers: `sum(rabbitmq_consumers{${on}})` }),
      stat(
        "Unroutable messages",
        "count",
        "Messages of the last five minutes that no queue took.",
        { unroutable: `sum(instance:rabbitmq_messages_unroutable:increase5m{${on}})` },
        { alert: "RabbitmqUnroutableMessages" },
      ),
      stat(
        "Alarm on memory",
        "count",
        "Nodes whose publishers wait for memory.",
        { alarms: `sum(rabbitmq_alarms_memory_used_watermark{${on}})` },
        { alert: "RabbitmqMemoryAlarm" },
      ),
      stat(
        "Alarm on disk space",
        "count",
        "Nodes whose publishers wait for disk space.",
        { alarms: `sum(rabbitmq_alarms_free_disk_space_watermark{${on}})` },
        { alert: "RabbitmqDiskAlarm" },
      ),
    ),
    row(
      "Messages",
      timeseries("Published", "perSecond", "Messages received from publishers.", {
        "{{instance}}": `instance:rabbitmq_messages_received:rate5m{${on}}`,
      }),
      timeseries("Delivered and acknowledged", "perSecond", "Where they part, consumers do not finish.", {
        "{{instance}} delivered": `instance:rabbitmq_messages_delivered:rate5m{${on}}`,
        "{{instance}} acknowledged": `instance:rabbitmq_messages_acknowledged:rate5m{${on}}`,
      }),
      timeseries("Failed messages", "perSecond", "Messages that were dead-lettered, by reason.", {
        "{{instance}} rejected": deadLettered("rejected"),
        "{{instance}} expired": deadLettered("expired"),
        "{{instance}} queue full": deadLettered("maxlen"),
        "{{instance}} delivered too often": deadLettered("delivery_limit"),
      }),
      timeseries(
        "Messages given up",
        "count",
        "Messages of quorum queues that reached their delivery limit, in five minutes.",
        { "{{instance}}": `instance:rabbitmq_messages_given_up:increase5m{${on}}` },
        { alert: "RabbitmqMessagesGivenUp" },
      ),
      timeseries("Delivered again", "perSecond", "Consumers gave them back or went away before the end.", {
        "{{instance}}": `instance:rabbitmq_messages_redelivered:rate5m{${on}}`,
      }),
      timeseries("Unroutable messages", "perSecond", "Messages that no queue took: dropped, or sent back.", {
        "{{instance}} dropped": unroutable("dropped"),
        "{{instance}} returned": unroutable("returned"),
      }),
    ),
    row(
      "Queues",
      timeseries(
        "Messages waiting",
        "count",
        "By queue where the metrics path is /metrics/per-object, else by node.",
        { "{{instance}} {{queue}}": `topk(20, rabbitmq_queue_messages_ready{${on}})` },
        { alert: "RabbitmqTooManyReadyMessages" },
      ),
      timeseries(
        "Messages not yet acknowledged",
        "count",
        "With consumers, and not finished.",
        { "{{instance}} {{queue}}": `topk(20, rabbitmq_queue_messages_unacked{${on}})` },
        { alert: "RabbitmqTooManyUnackMessages" },
      ),
      timeseries(
        "Queues without consumers",
        "count",
        "Messages that wait where nobody consumes; 0 where somebody does.",
        {
          "{{instance}} {{queue}}": `rabbitmq_queue_messages_ready{${on}} * (rabbitmq_queue_consumers{${on}} == bool 0)`,
        },
        { alert: "RabbitmqNoQueueConsumer" },
      ),
      timeseries("Queues and consumers", "count", "Queues led by each node, and its consumers.", {
        "{{instance}} queues": `rabbitmq_queues{${on}}`,
        "{{instance}} consumers": `rabbitmq_consumers{${on}}`,
      }),
    ),
    row(
      "Connections",
      timeseries(
        "Connections",
        "count",
        "Open connections.",
        { "{{instance}}": `rabbitmq_connections{${on}}` },
        { alert: "RabbitmqTooManyConnections" },
      ),
      timeseries("Channels", "count", "Open channels.", { "{{instance}}": `rabbitmq_channels{${on}}` }),
      timeseries(
        "Connections opened",
        "perSecond",
        "Clients should keep their connection.",
        { "{{instance}}": `instance:rabbitmq_connections_opened:rate5m{${on}}` },
        { alert: "RabbitmqHighConnectionChurn" },
      ),
      timeseries("Connections closed, channels opened", "perSecond", "Short-lived channels cost as well.", {
        "{{instance}} connections closed": `rate(rabbitmq_connections_closed_total{${on}}[5m])`,
        "{{instance}} channels opened": `rate(rabbitmq_channels_opened_total{${on}}[5m])`,
      }),
    ),
    row(
      "Limits and cluster",
      timeseries(
        "Memory used",
        "ratio",
        "Share of the limit beyond which publishers wait.",
        { "{{instance}}": `instance:rabbitmq_memory_used:ratio{${on}}` },
        { alert: "RabbitmqMemoryHigh" },
      ),
      timeseries("Free disk space", "bytes", "Below the limit, publishers wait.", {
        "{{instance}}": `rabbitmq_disk_space_available_bytes{${on}}`,
        "{{instance}} limit": `rabbitmq_disk_space_available_limit_bytes{${on}}`,
      }),
      timeseries(
        "File descriptors used",
        "ratio",
        "Share of what the node may open.",
        { "{{instance}}": `instance:rabbitmq_file_descriptors_used:ratio{${on}}` },
        { alert: "RabbitmqFileDescriptorsUsage", max: 1 },
      ),
      timeseries(
        "Nodes out of sight",
        "count",
        "Nodes of the cluster that answer and that this node is not linked to.",
        {
          "{{instance}}": `instance:rabbitmq_cluster_nodes_up:count{${on}} - instance:rabbitmq_cluster_nodes_seen:count{${on}}`,
        },
        { alert: "RabbitmqClusterPartition" },
      ),
    ),
  ],
});
