// MongoDB at a glance: does it answer, how well do operations go, who is connected, does it replicate, and on what memory.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",instance=~"$instance"';
/** Metrics of a replica set have no instance. */
const set = 'service=~"$service"';

export const dashboard = declare({
  uid: "tocsin-mongodb",
  title: "MongoDB",
  description: "Operations, connections, cursors, replication and memory of each MongoDB server.",
  tags: ["data"],
  variables: [variable("service", 'up{job="mongodb"}'), variable("instance", 'up{job="mongodb"}')],
  rows: [
    row(
      "State",
      stat(
        "Servers up",
        "ratio",
        "Share of the servers that answer.",
        { up: `sum(mongodb_up{${on}}) / count(up{job="mongodb",${on}})` },
        { alert: "MongodbDown" },
      ),
      stat(
        "Replica sets with a primary",
        "ratio",
        "Below 100%, writes to the others fail.",
        { primary: `avg(replicaset:mongodb_primaries:max{${set}})` },
        { alert: "MongodbPrimaryMissing" },
      ),
      stat(
        "Members gone",
        "count",
        "Members that the primary of their replica set does not reach.",
        {
          gone: `sum((mongodb_rs_members_health{${set}} == bool 0) and on (instance, job, service, team) mongodb_rs_myState == 1)`,
        },
        { alert: "MongodbReplicaMemberUnhealthy" },
      ),
      stat("Operations", "perSecond", "What clients ask of all servers together.", {
        operations: `sum(instance_legacy_op_type:mongodb_operations:rate5m{${on}})`,
      }),
    ),
    row(
      "Operations",
      timeseries("Operations by kind", "perSecond", "What clients ask for; a jump after a deployment is a new habit.", {
        "{{instance}} {{legacy_op_type}}": `instance_legacy_op_type:mongodb_operations:rate5m{${on}}`,
      }),
      timeseries(
        "Mean duration",
        "seconds",
        "Time that an operation takes in the server, from one a second on; there are no percentiles by default.",
        { "{{instance}} {{op_type}}": `instance_op_type:mongodb_operation_duration_seconds:mean_rate5m{${on}}` },
        { alert: "MongodbOperationsSlow" },
      ),
      timeseries(
        "Reads waiting",
        "count",
        "Reads that wait for a lock or a ticket: more than a few for minutes is overload.",
        { "{{instance}}": `instance_count_type:mongodb_queued_operations:sum{count_type="readers",${on}}` },
        { alert: "MongodbReadRequestsQueueingUp" },
      ),
      timeseries(
        "Writes waiting",
        "count",
        "Writes that wait for a lock or a ticket: more than a few for minutes is overload.",
        { "{{instance}}": `instance_count_type:mongodb_queued_operations:sum{count_type="writers",${on}}` },
        { alert: "MongodbWriteRequestsQueueingUp" },
      ),
      timeseries(
        "Tickets in use",
        "ratio",
        "Share of the operations that the storage engine does at a time; at 100% others wait.",
        {
          "{{instance}} {{txn_rw}}": `mongodb_ss_wt_concurrentTransactions_out{${on}} / (mongodb_ss_wt_concurrentTransactions_totalTickets{${on}} > 0)`,
        },
        { max: 1 },
      ),
      timeseries(
        "Documents read for one returned",
        "count",
        "Far above 1, queries read what they throw away: an index is missing.",
        {
          "{{instance}}": `sum by (instance) (rate(mongodb_ss_metrics_queryExecutor_scannedObjects{${on}}[5m])) / (sum by (instance) (rate(mongodb_ss_metrics_document{doc_op_type="returned",${on}}[5m])) > 0)`,
        },
      ),
      timeseries("Documents", "perSecond", "Documents returned, inserted, updated and deleted.", {
        "{{instance}} {{doc_op_type}}": `sum by (instance, doc_op_type) (rate(mongodb_ss_metrics_document{${on}}[5m]))`,
      }),
    ),
    row(
      "Clients",
      timeseries(
        "Connections used",
        "ratio",
        "Share of the connections that the server accepts; at 100% clients are refused.",
        { "{{instance}}": `instance:mongodb_connections_used:ratio{${on}}` },
        { alert: "MongodbTooManyConnections", max: 1 },
      ),
      timeseries("Connections", "count", "Open connections, and those at work.", {
        "{{instance}} {{conn_type}}": `sum by (instance, conn_type) (mongodb_ss_connections{conn_type=~"current|active",${on}})`,
      }),
      timeseries(
        "Refused connections",
        "count",
        "Connections refused in five minutes; MongoDB counts them from 6.3 on.",
        { "{{instance}}": `instance:mongodb_connections_rejected:increase5m{${on}}` },
        { alert: "MongodbConnectionsRejected" },
      ),
      timeseries(
        "Open cursors",
        "count",
        "Queries that clients have not read to their end.",
        { "{{instance}}": `instance:mongodb_cursors_open:sum{${on}}` },
        { alert: "MongodbNumberCursorsOpen" },
      ),
      timeseries(
        "Cursors timed out",
        "count",
        "Cursors closed in five minutes, because nobody read on.",
        { "{{instance}}": `instance:mongodb_cursors_timed_out:increase5m{${on}}` },
        { alert: "MongodbCursorsTimeouts" },
      ),
      timeseries("Network", "bytesPerSecond", "Bytes received and sent.", {
        "{{instance}} in": `sum by (instance) (rate(mongodb_ss_network_bytesIn{${on}}[5m]))`,
        "{{instance}} out": `sum by (instance) (rate(mongodb_ss_network_bytesOut{${on}}[5m]))`,
      }),
    ),
    row(
      "Replication",
      timeseries(
        "Replication lag",
        "seconds",
        "How far each secondary is behind its primary.",
        { "{{rs_nm}} {{member_idx}}": `member:mongodb_replication_lag_seconds:max{${set}}` },
        { alert: "MongodbReplicationLag" },
      ),
      timeseries(
        "Headroom",
        "seconds",
        "How much further each secondary may fall behind; shown while the oplog is full, and with --compatible-mode.",
        { "{{rs_nm}} {{member_idx}}": `member:mongodb_replication_headroom_seconds:min{${set}}` },
        { alert: "MongodbReplicationHeadroom" },
      ),
      timeseries("Oplog", "seconds", "The time that each server's oplog spans; needs --compatible-mode.", {
        "{{instance}}": `mongodb_mongod_replset_oplog_head_timestamp{${on}} - mongodb_mongod_replset_oplog_tail_timestamp{${on}}`,
      }),
      timeseries("State", "count", "1 primary, 2 secondary, 7 arbiter; another one for long is trouble.", {
        "{{rs_nm}} {{instance}}": `mongodb_rs_myState{${on}}`,
      }),
    ),
    row(
      "Memory",
      timeseries(
        "Cache",
        "ratio",
        "Share of the cache in use: 80% is normal, and from 20% not yet written on, operations wait.",
        {
          "{{instance}} used": `mongodb_ss_wt_cache_bytes_currently_in_the_cache{${on}} / (mongodb_ss_wt_cache_maximum_bytes_configured{${on}} > 0)`,
          "{{instance}} not yet written": `mongodb_ss_wt_cache_tracked_dirty_bytes_in_the_cache{${on}} / (mongodb_ss_wt_cache_maximum_bytes_configured{${on}} > 0)`,
        },
      ),
      timeseries("Memory", "bytes", "What the process holds of its host's memory.", {
        "{{instance}}": `mongodb_ss_mem_resident{${on}} * 1048576`,
      }),
      timeseries("Uptime", "seconds", "Time since MongoDB started.", { "{{instance}}": `mongodb_ss_uptime{${on}}` }),
    ),
  ],
});
