// A healthy Kafka: three brokers, the first of them the active controller, and an exporter; three groups keep up.
import { about, always, around, type Course, type Normal, traffic } from "../../rules";

/** Messages a second in each partition of each topic. */
const TOPICS: Record<string, readonly number[]> = { orders: [60, 55, 65], payments: [20, 20] };

const READERS = [
  ["billing", "orders"],
  ["shipping", "orders"],
  ["ledger", "payments"],
] as const;

/** The end of a partition, which does not begin over when the exporter does. */
const end =
  (perSecond: number): Course =>
  ({ now }) =>
    Math.floor(1_000_000 + traffic(perSecond)({ now, start: 0 }));

/** The same for each partition. */
const everywhere = (course: Course) =>
  Object.entries(TOPICS).flatMap(([topic, partitions]) =>
    partitions.map((_, partition) => [{ topic, partition: String(partition) }, course] as const),
  );

/** What kafka_exporter does not know, and the other way round. */
const NO_BROKER: Normal = {
  kafka_controller_kafkacontroller_activebrokercount: [],
  kafka_controller_kafkacontroller_activecontrollercount: [],
  kafka_controller_kafkacontroller_offlinepartitionscount: [],
  kafka_controller_controllerstats_uncleanleaderelections_total: [],
  kafka_server_replicamanager_underreplicatedpartitions: [],
  kafka_server_replicamanager_underminisrpartitioncount: [],
  kafka_server_replicamanager_leadercount: [],
  kafka_server_replicamanager_isrshrinks_total: [],
  kafka_server_replicamanager_isrexpands_total: [],
  kafka_server_brokertopicmetrics_messagesin_total: [],
  kafka_server_brokertopicmetrics_bytesin_total: [],
  kafka_server_brokertopicmetrics_bytesout_total: [],
  kafka_server_brokertopicmetrics_failedproducerequests_total: [],
  kafka_server_brokertopicmetrics_failedfetchrequests_total: [],
  kafka_network_requestmetrics_totaltimems: [],
  kafka_network_socketserver_networkprocessoravgidlepercent: [],
  kafka_log_logmanager_offlinelogdirectorycount: [],
};
const NO_EXPORTER: Normal = {
  kafka_brokers: [],
  kafka_topic_partitions: [],
  kafka_topic_partition_current_offset: [],
  kafka_topic_partition_leader: [],
  kafka_topic_partition_under_replicated_partition: [],
  kafka_consumergroup_members: [],
  kafka_consumergroup_current_offset_sum: [],
  kafka_consumergroup_lag: [],
};

const exporter: Normal = {
  ...NO_BROKER,
  kafka_brokers: always(3),
  kafka_topic_partitions: Object.entries(TOPICS).map(([topic, { length }]) => [{ topic }, always(length)]),
  kafka_topic_partition_current_offset: Object.entries(TOPICS).flatMap(([topic, partitions]) =>
    partitions.map((perSecond, partition) => [{ topic, partition: String(partition) }, end(perSecond)] as const),
  ),
  kafka_topic_partition_leader: everywhere(always(1)),
  kafka_topic_partition_under_replicated_partition: everywhere(always(0)),
  kafka_consumergroup_members: READERS.map(([consumergroup]) => [{ consumergroup }, always(2)]),
  kafka_consumergroup_current_offset_sum: READERS.map(([consumergroup, topic]) => [
    { consumergroup, topic },
    end(TOPICS[topic]?.reduce((sum, perSecond) => sum + perSecond, 0) ?? 0),
  ]),
  kafka_consumergroup_lag: READERS.flatMap(([consumergroup, topic]) =>
    (TOPICS[topic] ?? []).map(
      (perSecond, partition) => [{ consumergroup, topic, partition: String(partition) }, about(perSecond / 4)] as const,
    ),
  ),
};

const broker: Normal = {
  ...NO_BROKER,
  ...NO_EXPORTER,
  kafka_server_replicamanager_underreplicatedpartitions: always(0),
  kafka_server_replicamanager_underminisrpartitioncount: always(0),
  kafka_server_replicamanager_leadercount: always(19),
  kafka_server_replicamanager_isrshrinks_total: always(0),
  kafka_server_replicamanager_isrexpands_total: always(0),
  kafka_server_brokertopicmetrics_messagesin_total: traffic(73),
  kafka_server_brokertopicmetrics_bytesin_total: traffic(52_000),
  kafka_server_brokertopicmetrics_bytesout_total: traffic(95_000),
  kafka_server_brokertopicmetrics_failedproducerequests_total: always(0),
  kafka_server_brokertopicmetrics_failedfetchrequests_total: always(0),
  kafka_network_requestmetrics_totaltimems: [
    [{ request: "Produce", quantile: "0.99" }, around(12)],
    [{ request: "FetchConsumer", quantile: "0.99" }, around(504, 0.005)],
  ],
  kafka_network_socketserver_networkprocessoravgidlepercent: around(0.9, -0.1),
  kafka_log_logmanager_offlinelogdirectorycount: always(0),
};

const controller: Normal = {
  ...broker,
  kafka_controller_kafkacontroller_activebrokercount: always(3),
  kafka_controller_kafkacontroller_activecontrollercount: always(1),
  kafka_controller_kafkacontroller_offlinepartitionscount: always(0),
  kafka_controller_controllerstats_uncleanleaderelections_total: always(0),
};

export const normal: readonly Normal[] = [exporter, controller, broker, broker];
