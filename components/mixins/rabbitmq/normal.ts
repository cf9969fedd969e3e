// A healthy RabbitMQ: a cluster of three nodes that share the queues, and consumers that keep up.
import { about, always, around, type Normal, traffic } from "../../rules";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const NODES = ["rabbit@mq-1", "rabbit@mq-2", "rabbit@mq-3"] as const;

/** Queues by the node that leads them, with the messages they get a second. */
const QUEUES: Readonly<Record<(typeof NODES)[number], readonly (readonly [queue: string, perSecond: number])[]>> = {
  "rabbit@mq-1": [
    ["orders", 40],
    ["mails", 15],
  ],
  "rabbit@mq-2": [["pictures", 25]],
  "rabbit@mq-3": [["invoices", 20]],
};

const amqp = { protocol: "amqp091" };
const quorum = { queue_type: "rabbit_quorum_queue" };
const handedOn = { ...quorum, dead_letter_strategy: "at_most_once" };

function nodeOf(name: (typeof NODES)[number]): Normal {
  const queues = QUEUES[name];
  const perSecond = queues.reduce((sum, [, messages]) => sum + messages, 0);
  const byQueue = (course: (perSecond: number) => ReturnType<typeof always>) =>
    queues.map(([queue, messages]) => [{ vhost: "/", queue }, course(messages)] as const);
  const flow = (share: number) => [[{ ...amqp, ...quorum }, traffic(perSecond * share)] as const];
  return {
    rabbitmq_identity_info: [
      [
        {
          rabbitmq_node: name,
          rabbitmq_cluster: "orders",
          rabbitmq_cluster_permanent_id: "rabbitmq-cluster-id-5e1f",
        },
        always(1),
      ],
    ],
    erlang_vm_dist_node_state: NODES.filter((peer) => peer !== name).map((peer) => [{ peer }, always(3)] as const),
    rabbitmq_alarms_memory_used_watermark: always(0),
    rabbitmq_alarms_free_disk_space_watermark: always(0),
    rabbitmq_process_resident_memory_bytes: around(420 * MIB, 0.2),
    rabbitmq_resident_memory_limit_bytes: always(1.6 * GIB),
    rabbitmq_disk_space_available_bytes: around(31 * GIB, 0.02),
    rabbitmq_disk_space_available_limit_bytes: always(2 * GIB),
    rabbitmq_process_open_fds: about(140, 0.1),
    rabbitmq_process_max_fds: always(65_536),
    rabbitmq_connections: about(30, 0.1),
    rabbitmq_channels: about(60, 0.1),
    rabbitmq_consumers: always(4 * queues.length),
    rabbitmq_queues: always(queues.length),
    rabbitmq_connections_opened_total: traffic(0.01),
    rabbitmq_connections_closed_total: traffic(0.009),
    rabbitmq_channels_opened_total: traffic(0.02),
    rabbitmq_queue_messages_ready: byQueue((messages) => about(messages / 4, 0.6)),
    rabbitmq_queue_messages_unacked: byQueue((messages) => about(messages / 2, 0.6)),
    rabbitmq_queue_consumers: byQueue(() => always(4)),
    rabbitmq_global_messages_received_total: [[amqp, traffic(perSecond)]],
    rabbitmq_global_messages_delivered_total: flow(1.001),
    rabbitmq_global_messages_acknowledged_total: flow(1),
    rabbitmq_global_messages_redelivered_total: flow(0.001),
    rabbitmq_global_messages_unroutable_dropped_total: [[amqp, always(0)]],
    rabbitmq_global_messages_unroutable_returned_total: [[amqp, always(0)]],
    rabbitmq_global_messages_dead_lettered_rejected_total: [[handedOn, traffic(perSecond * 0.0005)]],
    rabbitmq_global_messages_dead_lettered_expired_total: [[handedOn, always(0)]],
    rabbitmq_global_messages_dead_lettered_maxlen_total: [[handedOn, always(0)]],
    rabbitmq_global_messages_dead_lettered_delivery_limit_total: [[handedOn, always(0)]],
  };
}

export const normal: readonly Normal[] = NODES.map(nodeOf);
