// Kafka at a glance: is it whole, what do consumers have to catch up with, then the brokers' traffic, and their replicas.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const cluster = 'service=~"$service"';
const group = `${cluster},consumergroup=~"$consumergroup"`;
const broker = `${cluster},instance=~"$instance"`;
/** A broker's traffic in all topics; the exporter's own example also gives it by topic. */
const all = `${broker},topic=""`;

export const dashboard = declare({
  uid: "tocsin-kafka",
  title: "Kafka",
  description: "Consumer lag, brokers, partitions and replication of each Kafka cluster.",
  tags: ["data"],
  variables: [
    variable("service", 'up{job="kafka"}'),
    variable("instance", 'up{job="kafka"}'),
    variable("consumergroup", "kafka_consumergroup_members"),
  ],
  rows: [
    row(
      "State",
      stat(
        "Targets up",
        "ratio",
        "Share of the brokers and exporters that can be scraped.",
        { up: `avg(up{job="kafka",${broker}})` },
        { alert: "KafkaDown" },
      ),
      stat("Brokers", "count", "Brokers that are part of their cluster.", {
        brokers: `sum(service:kafka_brokers:max{${cluster}})`,
      }),
      stat(
        "Offline partitions",
        "count",
        "Partitions without a leader, which nobody can use. Anything but 0 is an outage.",
        { offline: `sum(service:kafka_offline_partitions:max{${cluster}})` },
        { alert: "KafkaOfflinePartitionCount" },
      ),
      stat(
        "Under-replicated partitions",
        "count",
        "Partitions that lack a replica; normal while a broker restarts.",
        { lacking: `sum(service:kafka_under_replicated_partitions:sum{${cluster}})` },
        { alert: "KafkaUnderReplicatedPartitionCount" },
      ),
    ),
    row(
      "Consumers",
      timeseries("Lag", "count", "Messages not read yet. A line that rises for long is a group that is too slow.", {
        "{{consumergroup}} {{topic}}": `service_consumergroup_topic:kafka_lag:sum{${group}}`,
      }),
      timeseries(
        "Waiting for more than ten minutes",
        "count",
        "Unread messages that are older. Falling is catching up; standing or rising is a page.",
        { "{{consumergroup}} {{topic}}": `service_consumergroup_topic:kafka_lag_waiting_10m:sum{${group}}` },
        { alert: "KafkaLagIsTooHigh" },
      ),
      timeseries(
        "Falling behind",
        "ratio",
        "Growth of the lag as a share of what is written; below 0 the group catches up.",
        {
          "{{consumergroup}} {{topic}}": `deriv(service_consumergroup_topic:kafka_lag:sum{${group}}[10m])
            / on (service, team, topic) group_left () (service_topic:kafka_messages_produced:rate5m{${cluster}} > 0)`,
        },
        { alert: "KafkaLagKeepsIncreasing" },
      ),
      timeseries("Members", "count", "Consumers connected in each group; at 0 nobody reads.", {
        "{{consumergroup}}": `max by (service, team, consumergroup) (kafka_consumergroup_members{${group}})`,
      }),
    ),
    row(
      "Traffic",
      timeseries("Messages by topic", "perSecond", "Messages written to each topic.", {
        "{{topic}}": `service_topic:kafka_messages_produced:rate5m{${cluster}}`,
      }),
      timeseries("Messages by broker", "perSecond", "Messages written to partitions that each broker leads.", {
        "{{instance}}": `rate(kafka_server_brokertopicmetrics_messagesin_total{${all}}[5m])`,
      }),
      timeseries("Network", "bytesPerSecond", "Bytes from producers and to consumers, without replication.", {
        "{{instance}} in": `rate(kafka_server_brokertopicmetrics_bytesin_total{${all}}[5m])`,
        "{{instance}} out": `rate(kafka_server_brokertopicmetrics_bytesout_total{${all}}[5m])`,
      }),
      timeseries(
        "Refused requests",
        "requestsPerSecond",
        "Writes and reads that failed; more than a few need a look.",
        {
          "{{instance}} write": `rate(kafka_server_brokertopicmetrics_failedproducerequests_total{${all}}[5m])`,
          "{{instance}} read": `rate(kafka_server_brokertopicmetrics_failedfetchrequests_total{${all}}[5m])`,
        },
      ),
      timeseries(
        "Slowest requests",
        "seconds",
        "The time that 99% of requests stay below. Reads wait up to fetch.max.wait.ms (0.5 s) for new messages.",
        {
          "{{instance}} {{request}}": `kafka_network_requestmetrics_totaltimems{${broker},request=~"Produce|FetchConsumer",quantile="0.99"} / 1000`,
        },
      ),
      timeseries(
        "Idle network threads",
        "ratio",
        "Share of the time that they have nothing to do; near 0, requests queue.",
        { "{{instance}}": `kafka_network_socketserver_networkprocessoravgidlepercent{${broker}}` },
        { alert: "KafkaNetworkProcessorsBusy", max: 1 },
      ),
    ),
    row(
      "Cluster",
      timeseries(
        "Missing brokers",
        "count",
        "Brokers fewer than within the last hour.",
        {
          "{{service}}": `max_over_time(service:kafka_brokers:max{${cluster}}[1h]) - service:kafka_brokers:max{${cluster}}`,
        },
        { alert: "KafkaBrokerCount" },
      ),
      timeseries(
        "Active controllers",
        "count",
        "Exactly one, but for the moment in which another takes over.",
        {
          "{{service}}": `sum by (service, team) (kafka_controller_kafkacontroller_activecontrollercount{${cluster}})`,
        },
        { alert: "KafkaNoActiveController" },
      ),
      timeseries(
        "Partitions that refuse writes",
        "count",
        "Partitions with fewer in-sync replicas than min.insync.replicas.",
        { "{{service}}": `sum by (service, team) (kafka_server_replicamanager_underminisrpartitioncount{${cluster}})` },
        { alert: "KafkaUnderMinISRPartitionCount" },
      ),
      timeseries(
        "Replicas that fall behind",
        "perSecond",
        "How often replicas leave their in-sync set, and return to it.",
        {
          "{{service}} leave": `sum by (service, team) (rate(kafka_server_replicamanager_isrshrinks_total{${cluster}}[5m]))`,
          "{{service}} return": `sum by (service, team) (rate(kafka_server_replicamanager_isrexpands_total{${cluster}}[5m]))`,
        },
        { alert: "KafkaISRShrinkRate" },
      ),
      timeseries(
        "Unclean elections",
        "count",
        "Leaders elected in five minutes that were not in sync; each may have lost messages.",
        {
          "{{service}}": `max by (service, team) (round(increase(kafka_controller_controllerstats_uncleanleaderelections_total{${cluster}}[5m])))`,
        },
        { alert: "KafkaUncleanLeaderElection" },
      ),
      timeseries(
        "Offline log directories",
        "count",
        "Disks that a broker has given up.",
        { "{{instance}}": `kafka_log_logmanager_offlinelogdirectorycount{${broker}}` },
        { alert: "KafkaOfflineLogDirectory" },
      ),
      timeseries("Partitions led", "count", "Should be about the same on each broker.", {
        "{{instance}}": `kafka_server_replicamanager_leadercount{${broker}}`,
      }),
    ),
  ],
});
