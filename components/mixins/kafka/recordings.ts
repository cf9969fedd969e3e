// What consumers have not read yet, and the state of a cluster from whichever exporter knows it: the JMX exporter first,
// because it knows at once. Several kafka_exporters of one cluster count once.
import { type Recording, recording } from "../../rules";

const service = ["service", "team"];
const group = [...service, "consumergroup"];

/** One value for each partition, whoever gave it. */
const byPartition = (expr: string) => `max by (service, team, topic, partition) (${expr})`;

export const recordings: readonly Recording[] = [
  recording({
    record: "service:kafka_brokers:max",
    expr: `max by (service, team) (kafka_controller_kafkacontroller_activebrokercount)
      or max by (service, team) (kafka_brokers)`,
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:kafka_under_replicated_partitions:sum",
    expr: `sum by (service, team) (kafka_server_replicamanager_underreplicatedpartitions)
      or sum by (service, team) (${byPartition("kafka_topic_partition_under_replicated_partition")})`,
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:kafka_offline_partitions:max",
    // kafka_exporter has no series for the leader that is not there.
    expr: `max by (service, team) (kafka_controller_kafkacontroller_offlinepartitionscount)
      or sum by (service, team) (max by (service, team, topic) (kafka_topic_partitions))
        - (count by (service, team) (${byPartition("kafka_topic_partition_leader")})
          or 0 * sum by (service, team) (kafka_topic_partitions))`,
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service_topic:kafka_messages_produced:rate5m",
    // Where a topic is recreated, its end falls: that is nothing produced.
    expr: `sum by (service, team, topic) (
      ${byPartition("clamp_min(deriv(kafka_topic_partition_current_offset[5m]), 0)")})`,
    unit: "perSecond",
    labels: [...service, "topic"],
  }),
  recording({
    record: "service_consumergroup_topic:kafka_lag:sum",
    expr: `sum by (service, team, consumergroup, topic) (
      max by (service, team, consumergroup, topic, partition) (clamp_min(kafka_consumergroup_lag, 0)))`,
    unit: "count",
    labels: [...group, "topic"],
  }),
  recording({
    record: "service_consumergroup_topic:kafka_lag_waiting_10m:sum",
    // Unread messages without those written in the last ten minutes, partition by partition: one that is stuck must not
    // hide behind others that flow.
    expr: `sum by (service, team, consumergroup, topic) (clamp_min(
      max by (service, team, consumergroup, topic, partition) (kafka_consumergroup_lag)
      - on (service, team, topic, partition) group_left ()
        clamp_min(${byPartition(
          "kafka_topic_partition_current_offset - kafka_topic_partition_current_offset offset 10m",
        )}, 0), 0))`,
    unit: "count",
    labels: [...group, "topic"],
  }),
  recording({
    record: "service_consumergroup:kafka_abandoned_members:max",
    // Groups that nobody uses any more: no member, and nothing read for a day. Kafka keeps their offsets for a week.
    expr: `max by (service, team, consumergroup) (kafka_consumergroup_members) == 0
      and on (service, team, consumergroup) max by (service, team, consumergroup) (
        kafka_consumergroup_current_offset_sum - kafka_consumergroup_current_offset_sum offset 1d) == 0`,
    unit: "count",
    labels: group,
  }),
];
