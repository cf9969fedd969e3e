// What is known about a Kafka cluster from two kinds of target of the one job: kafka_exporter asks the cluster as a client
// does, and the Prometheus JMX exporter runs as a Java agent in each broker and controller. Either is enough to start with.
//
// The JMX exporter gives what its rules name. These three give the names below and few others; its own example for Kafka
// gives the same names among a great many more:
//
//   lowercaseOutputName: true
//   rules:
//     - pattern: kafka\.(\w+)<type=(\w+), name=(\w+)PerSec><>Count
//       name: kafka_$1_$2_$3_total
//       type: COUNTER
//     - pattern: kafka\.network<type=RequestMetrics, name=TotalTimeMs, request=(Produce|FetchConsumer)><>99thPercentile
//       name: kafka_network_requestmetrics_totaltimems
//       type: GAUGE
//       labels: { request: $1, quantile: "0.99" }
//     - pattern: kafka\.(\w+)<type=(\w+), name=(\w+)><>Value
//       name: kafka_$1_$2_$3
//       type: GAUGE
//
// kafka_exporter 1.9.0 was read (kafka_exporter.go, and the client library that it is built with); the names of the agent
// were seen on Kafka 3.9.1 and 4.1.1 in KRaft mode. Names that start with kafka_controller_ exist on controllers only.
import { type Catalogue, counter, gauge, type Metric } from "../../rules";

const partition = { topic: 500, partition: 100 };

/** A value of a broker's ReplicaManager. */
const replicas = (name: string, help: string): Metric => gauge(`kafka_server_replicamanager_${name}`, "count", help);

/** What a broker counts over all its topics. */
const traffic = (name: string, unit: "bytes" | "count", help: string): Metric =>
  counter(`kafka_server_brokertopicmetrics_${name}_total`, unit, help);

/** A value of the controller. */
const controller = (name: string, help: string): Metric =>
  gauge(`kafka_controller_kafkacontroller_${name}`, "count", help);

export const metrics: Catalogue = {
  exporter: "kafka_exporter, and jmx_prometheus_javaagent 1.0.1 in each broker",
  version: "1.9.0",
  source: "https://github.com/danielqsj/kafka_exporter, https://github.com/prometheus/jmx_exporter",
  metrics: [
    gauge("kafka_brokers", "count", "Brokers that the cluster has; 0 while none answers the exporter."),
    gauge("kafka_topic_partitions", "count", "Partitions of each topic.", { topic: 500 }),
    gauge("kafka_topic_partition_current_offset", "count", "Where each partition ends; only goes up.", partition),
    gauge("kafka_topic_partition_leader", "count", "Id of the leading broker; nothing where there is none.", partition),
    gauge(
      "kafka_topic_partition_under_replicated_partition",
      "boolean",
      "1 where a replica does not keep up.",
      partition,
    ),
    gauge("kafka_consumergroup_members", "count", "Consumers connected in each group.", { consumergroup: 200 }),
    gauge("kafka_consumergroup_current_offset_sum", "count", "Sum of the offsets that a group has committed.", {
      consumergroup: 200,
      topic: 20,
    }),
    gauge(
      "kafka_consumergroup_lag",
      "count",
      "Messages that a group has not read yet; -1 where it has committed nothing.",
      { consumergroup: 200, topic: 20, partition: 100 },
    ),
    controller("activebrokercount", "Brokers registered and not fenced."),
    controller("activecontrollercount", "1 on the active controller, 0 on the others."),
    controller("offlinepartitionscount", "Partitions without a leader."),
    counter(
      "kafka_controller_controllerstats_uncleanleaderelections_total",
      "count",
      "Leaders elected from replicas that were not in sync.",
    ),
    replicas("underreplicatedpartitions", "Partitions led here that lack an in-sync replica."),
    replicas("underminisrpartitioncount", "Partitions led here with fewer in-sync replicas than min.insync.replicas."),
    replicas("leadercount", "Partitions led here."),
    counter("kafka_server_replicamanager_isrshrinks_total", "count", "Replicas dropped from an in-sync set."),
    counter("kafka_server_replicamanager_isrexpands_total", "count", "Replicas taken back into an in-sync set."),
    traffic("messagesin", "count", "Messages written by producers."),
    traffic("bytesin", "bytes", "Bytes written by producers."),
    traffic("bytesout", "bytes", "Bytes read by consumers."),
    traffic("failedproducerequests", "count", "Writes refused."),
    traffic("failedfetchrequests", "count", "Reads refused."),
    gauge(
      "kafka_network_requestmetrics_totaltimems",
      "count",
      "Milliseconds from a request's arrival to its answer, weighted to the last minutes.",
      { request: ["Produce", "FetchConsumer"], quantile: ["0.99"] },
    ),
    gauge(
      "kafka_network_socketserver_networkprocessoravgidlepercent",
      "ratio",
      "Share of the time that network threads are idle: from 0 to 1 despite its name.",
    ),
    gauge("kafka_log_logmanager_offlinelogdirectorycount", "count", "Log directories that the broker has given up."),
  ],
};
