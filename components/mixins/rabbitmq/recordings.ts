// The flow of messages, the use of limits, and the links of each node.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "service", "team", "host", "job"];

/** A counter's rate of each node, over protocols and kinds of queue. */
const rate = (metric: string) =>
  `sum without (protocol, queue_type, dead_letter_strategy) (rate(rabbitmq_global_messages_${metric}_total[5m]))`;

const flow = (metric: string): Recording =>
  recording({
    record: `instance:rabbitmq_messages_${metric}:rate5m`,
    expr: rate(metric),
    unit: "perSecond",
    labels: instance,
  });

export const recordings: readonly Recording[] = [
  flow("received"),
  flow("delivered"),
  flow("acknowledged"),
  flow("redelivered"),
  recording({
    record: "instance:rabbitmq_memory_used:ratio",
    expr: "rabbitmq_process_resident_memory_bytes / (rabbitmq_resident_memory_limit_bytes > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:rabbitmq_file_descriptors_used:ratio",
    expr: "rabbitmq_process_open_fds / (rabbitmq_process_max_fds > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:rabbitmq_connections_opened:rate5m",
    expr: "rate(rabbitmq_connections_opened_total[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    // Over five minutes and in whole messages: one that is lost is one too many.
    record: "instance:rabbitmq_messages_unroutable:increase5m",
    expr: `round(sum without (protocol) (increase(rabbitmq_global_messages_unroutable_dropped_total[5m]))
      + sum without (protocol) (increase(rabbitmq_global_messages_unroutable_returned_total[5m])))`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "instance:rabbitmq_messages_given_up:increase5m",
    expr: `round(sum without (queue_type, dead_letter_strategy)
      (increase(rabbitmq_global_messages_dead_lettered_delivery_limit_total[5m])))`,
    unit: "count",
    labels: instance,
  }),
  recording({
    // The nodes that a node sees, itself included. Command line tools join for a moment and do not count.
    record: "instance:rabbitmq_cluster_nodes_seen:count",
    expr: `sum without (peer) (erlang_vm_dist_node_state{peer!~"rabbitmqcli.*"} == bool 3) + 1
      or sum without (rabbitmq_node, rabbitmq_cluster, rabbitmq_cluster_permanent_id) (rabbitmq_identity_info)`,
    unit: "count",
    labels: instance,
  }),
  recording({
    // The nodes of a node's cluster that answer, for each node.
    record: "instance:rabbitmq_cluster_nodes_up:count",
    expr: `sum without (rabbitmq_node, rabbitmq_cluster, rabbitmq_cluster_permanent_id) (rabbitmq_identity_info
      * on (service, team, job, rabbitmq_cluster_permanent_id) group_left ()
        count by (service, team, job, rabbitmq_cluster_permanent_id) (rabbitmq_identity_info))`,
    unit: "count",
    labels: instance,
  }),
];
