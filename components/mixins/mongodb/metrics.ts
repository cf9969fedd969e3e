// What mongodb_exporter says of a MongoDB server, with --collector.diagnosticdata. The oplog's times need --compatible-mode
// as well, and members that are delayed on purpose are known with --collector.replicasetconfig (since 0.43). Without the
// two, what needs them is quiet.
import { type Catalogue, gauge, untyped } from "../../rules";

/** Where a server stands: the exporter puts it on all that comes from MongoDB's own documents, and reads it at each scrape. */
const topology = { cl_role: 1, cl_id: 1, rs_nm: 1, rs_state: 1 };
/** A member of the replica set as the server sees it; it is in one state at a time. */
const member = { ...topology, member_idx: 50, member_state: 1 };
const operation = { op_type: ["reads", "writes", "commands", "transactions"] } as const;
const ticket = { txn_rw: ["read", "write"] } as const;

export const metrics: Catalogue = {
  exporter: "mongodb_exporter",
  version: "0.53.0",
  source: "https://github.com/percona/mongodb_exporter/blob/v0.53.0/exporter/metrics.go",
  present: { metrics: ["mongodb_ss_connections", "mongodb_ss_opcounters"], while: "mongodb_up" },
  metrics: [
    gauge("mongodb_up", "boolean", "1 while MongoDB answers the exporter.", { cluster_role: 1 }),
    untyped("mongodb_ss_uptime", "seconds", "Time since MongoDB started.", topology),
    untyped(
      "mongodb_ss_connections",
      "count",
      "Connections: current, available, active and others; totalCreated and rejected (from MongoDB 6.3 on) only go up.",
      { ...topology, conn_type: 12 },
    ),
    untyped("mongodb_ss_opcounters", "count", "Operations that clients asked for, only goes up.", {
      ...topology,
      legacy_op_type: ["insert", "query", "update", "delete", "getmore", "command"],
    }),
    untyped("mongodb_ss_opLatencies_latency", "count", "Microseconds spent in operations, only goes up.", operation),
    untyped("mongodb_ss_opLatencies_ops", "count", "Operations whose time was taken, only goes up.", operation),
    untyped("mongodb_ss_globalLock_currentQueue", "count", "Operations that wait for a lock or a ticket.", {
      ...topology,
      count_type: ["readers", "writers", "total"],
    }),
    untyped("mongodb_ss_wt_concurrentTransactions_out", "count", "Tickets of the storage engine in use.", ticket),
    untyped("mongodb_ss_wt_concurrentTransactions_totalTickets", "count", "Tickets of the storage engine.", ticket),
    untyped("mongodb_ss_metrics_cursor_open", "count", "Cursors that clients have open.", {
      ...topology,
      csr_type: ["total", "pinned", "noTimeout", "singleTarget", "multiTarget"],
    }),
    untyped(
      "mongodb_ss_metrics_cursor_timedOut",
      "count",
      "Cursors closed because nobody read on, only goes up.",
      topology,
    ),
    untyped("mongodb_ss_metrics_document", "count", "Documents by what was done to them, only goes up.", {
      ...topology,
      doc_op_type: ["deleted", "inserted", "returned", "updated"],
    }),
    untyped(
      "mongodb_ss_metrics_queryExecutor_scannedObjects",
      "count",
      "Documents read to answer queries, only goes up.",
      topology,
    ),
    untyped("mongodb_ss_mem_resident", "count", "MiB of memory that the process holds.", topology),
    untyped("mongodb_ss_wt_cache_bytes_currently_in_the_cache", "bytes", "Data in the cache.", topology),
    untyped("mongodb_ss_wt_cache_tracked_dirty_bytes_in_the_cache", "bytes", "Of it, not yet on disk.", topology),
    untyped("mongodb_ss_wt_cache_maximum_bytes_configured", "bytes", "Size of the cache.", topology),
    untyped("mongodb_ss_network_bytesIn", "bytes", "Bytes received, only goes up.", topology),
    untyped("mongodb_ss_network_bytesOut", "bytes", "Bytes sent, only goes up.", topology),
    untyped(
      "mongodb_rs_myState",
      "count",
      "State of the server itself: 1 primary, 2 secondary, 7 arbiter; only in a replica set.",
      topology,
    ),
    untyped("mongodb_rs_members_state", "count", "State of each member, in the same numbers.", member),
    untyped("mongodb_rs_members_health", "boolean", "0 where a member does not answer the server.", member),
    untyped(
      "mongodb_rs_members_optimeDate",
      "count",
      "Milliseconds from 1970 to the last operation that each member applied.",
      member,
    ),
    untyped(
      "mongodb_rs_cfg_members_secondaryDelaySecs",
      "seconds",
      "How far a member is to stay behind; from MongoDB 5.0 on. Needs --collector.replicasetconfig.",
      { ...topology, member_idx: 50 },
    ),
    gauge(
      "mongodb_mongod_replset_oplog_head_timestamp",
      "timestamp",
      "Time of the newest entry of the oplog; needs --compatible-mode.",
    ),
    gauge(
      "mongodb_mongod_replset_oplog_tail_timestamp",
      "timestamp",
      "Time of the oldest entry of the oplog; needs --compatible-mode.",
    ),
  ],
};
