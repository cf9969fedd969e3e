// What can go wrong with Kafka.
//
// Left out: the rate at which in-sync sets expand. Each expansion follows a shrink, so it would say KafkaISRShrinkRate a
// second time, and alone it is the recovery; the dashboard draws both. More than one active controller is left out, too:
// while one takes over from another, two scrapes may each show one.
import { type Alert, alert } from "../../rules";

export const alerts: readonly Alert[] = [
  alert({
    name: "KafkaDown",
    // kafka_exporter runs on when the cluster is gone, and then knows no broker.
    expr: 'kafka_brokers == 0 or up{job="kafka"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "Kafka {{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "A broker or an exporter cannot be scraped, or none of the brokers answers the exporter.",
  }),
  alert({
    name: "KafkaBrokerCount",
    // For an hour: a broker that is removed for good alerts once. Without any broker, KafkaDown fires.
    expr: "max_over_time(service:kafka_brokers:max[1h]) - (service:kafka_brokers:max > 0)",
    above: { critical: 0 },
    for: "1m",
    summary: "Brokers of {{ $labels.service }} are missing",
    description:
      "The cluster has {{ $value | humanize }} fewer brokers than within the last hour; the others carry their load.",
  }),
  alert({
    name: "KafkaNoActiveController",
    // A controller that cannot be scraped may be the active one, and KafkaDown fires for it.
    expr: `sum by (service, team) (kafka_controller_kafkacontroller_activecontrollercount)
      unless on (service, team) up{job="kafka"} == 0`,
    below: { critical: 1 },
    for: "1m",
    summary: "{{ $labels.service }} has no active controller",
    description:
      "{{ $value | humanize }} of its controllers are active: no new leader is elected when a broker fails, and no topic is created.",
  }),
  alert({
    name: "KafkaOfflinePartitionCount",
    expr: "service:kafka_offline_partitions:max",
    above: { critical: 0 },
    for: "30s",
    symptom: true,
    summary: "Partitions of {{ $labels.service }} are offline",
    description: "{{ $value | humanize }} partitions have no leader: nobody can write to them or read from them.",
  }),
  alert({
    name: "KafkaUnderMinISRPartitionCount",
    expr: "sum by (service, team) (kafka_server_replicamanager_underminisrpartitioncount)",
    above: { critical: 0 },
    for: "1m",
    symptom: true,
    summary: "{{ $labels.service }} refuses writes to some partitions",
    description:
      "{{ $value | humanize }} partitions have fewer in-sync replicas than min.insync.replicas: producers with acks=all fail.",
  }),
  alert({
    name: "KafkaUnderReplicatedPartitionCount",
    expr: "service:kafka_under_replicated_partitions:sum",
    above: { critical: 0 },
    for: "1m",
    summary: "Partitions of {{ $labels.service }} lack replicas",
    description:
      "{{ $value | humanize }} partitions have a replica that is gone or far behind; the next broker lost may take data along.",
  }),
  alert({
    name: "KafkaUncleanLeaderElection",
    // The highest, because each controller counts the same elections. Rounded, because increase() extrapolates.
    expr: `max by (service, team) (
      round(increase(kafka_controller_controllerstats_uncleanleaderelections_total[5m])))`,
    above: { critical: 0 },
    for: "0s",
    summary: "{{ $labels.service }} has lost messages",
    description:
      "{{ $value | humanize }} partitions got a leader that was not in sync: what it had not copied is gone for good.",
  }),
  alert({
    name: "KafkaOfflineLogDirectory",
    expr: "kafka_log_logmanager_offlinelogdirectorycount",
    above: { critical: 0 },
    for: "30s",
    summary: "Broker {{ $labels.instance }} of {{ $labels.service }} has lost a disk",
    description:
      "It has given up {{ $value | humanize }} of its log directories after an I/O error; their replicas are offline.",
  }),
  alert({
    name: "KafkaISRShrinkRate",
    // A broker that restarts shrinks many sets at one time; five minutes later that is over.
    expr: "sum by (service, team) (rate(kafka_server_replicamanager_isrshrinks_total[5m]))",
    above: { warning: 0 },
    unit: "perSecond",
    for: "10m",
    summary: "Replicas of {{ $labels.service }} fall behind again and again",
    description:
      "In-sync sets have been shrinking for ten minutes, {{ $value | humanize }} a second: followers do not keep up.",
  }),
  alert({
    name: "KafkaNetworkProcessorsBusy",
    expr: "kafka_network_socketserver_networkprocessoravgidlepercent",
    below: { warning: 0.3 },
    unit: "ratio",
    for: "10m",
    summary: "Broker {{ $labels.instance }} of {{ $labels.service }} is close to its limit",
    description:
      "Its network threads are idle only {{ $value | humanizePercentage }} of the time; requests begin to queue.",
  }),
  alert({
    name: "KafkaLagKeepsIncreasing",
    // By share and not by number, so that small and large topics have one threshold. A group that catches up has none.
    expr: `deriv(service_consumergroup_topic:kafka_lag:sum[10m])
        / on (service, team, topic) group_left () (service_topic:kafka_messages_produced:rate5m > 0)
      and service_consumergroup_topic:kafka_lag:sum > 1000
      unless on (service, team, consumergroup) service_consumergroup:kafka_abandoned_members:max`,
    above: { warning: 0.05 },
    unit: "ratio",
    for: "10m",
    summary: "Group {{ $labels.consumergroup }} of {{ $labels.service }} falls behind on {{ $labels.topic }}",
    description:
      "Of what is written to the topic, {{ $value | humanizePercentage }} is not read in time and adds to the lag.",
  }),
  alert({
    name: "KafkaLagIsTooHigh",
    // By age, which is what users notice. A group that will be through within two hours at its present pace is catching up.
    expr: `service_consumergroup_topic:kafka_lag_waiting_10m:sum
      and service_consumergroup_topic:kafka_lag:sum > -7200 * deriv(service_consumergroup_topic:kafka_lag:sum[10m])
      unless on (service, team, consumergroup) service_consumergroup:kafka_abandoned_members:max`,
    above: { critical: 1_000 },
    for: "1m",
    keepFiringFor: "2m",
    symptom: true,
    summary: "Group {{ $labels.consumergroup }} of {{ $labels.service }} is falling behind on {{ $labels.topic }}",
    description:
      "{{ $value | humanize }} messages have waited for more than ten minutes, and at its pace the group needs hours or never gets there.",
  }),
];
