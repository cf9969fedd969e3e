// Connections, operations and replication. The exporter says in labels where a server stands in its replica set; they
// change when another becomes primary, and so they are aggregated away wherever the server itself is meant.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "service", "team", "host", "job"];
const member = ["service", "team", "rs_nm", "member_idx"];

/** Where the server stands, which is no part of what it is. */
const TOPOLOGY = "cl_role, cl_id, rs_nm, rs_state";
/** One server's series belong together by these. */
const SERVER = "instance, job, service, team";

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:mongodb_connections_used:ratio",
    expr: `sum without (${TOPOLOGY}, conn_type) (mongodb_ss_connections{conn_type="current"})
      / (sum without (${TOPOLOGY}, conn_type) (mongodb_ss_connections{conn_type=~"current|available"}) > 0)`,
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:mongodb_connections_rejected:increase5m",
    // In whole connections, because increase() extrapolates.
    expr: `round(sum without (${TOPOLOGY}, conn_type) (increase(mongodb_ss_connections{conn_type="rejected"}[5m])))`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "instance_legacy_op_type:mongodb_operations:rate5m",
    expr: `sum without (${TOPOLOGY}) (rate(mongodb_ss_opcounters[5m]))`,
    unit: "perSecond",
    labels: [...instance, "legacy_op_type"],
  }),
  recording({
    record: "instance_op_type:mongodb_operation_duration_seconds:mean_rate5m",
    // From one operation a second on: a single slow one says nothing.
    expr: "rate(mongodb_ss_opLatencies_latency[5m]) / 1000000 / (rate(mongodb_ss_opLatencies_ops[5m]) >= 1)",
    unit: "seconds",
    labels: [...instance, "op_type"],
  }),
  recording({
    record: "instance_count_type:mongodb_queued_operations:sum",
    expr: `sum without (${TOPOLOGY}) (mongodb_ss_globalLock_currentQueue)`,
    unit: "count",
    labels: [...instance, "count_type"],
  }),
  recording({
    record: "instance:mongodb_cursors_open:sum",
    expr: `sum without (${TOPOLOGY}, csr_type) (mongodb_ss_metrics_cursor_open{csr_type="total"})`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "instance:mongodb_cursors_timed_out:increase5m",
    expr: `round(sum without (${TOPOLOGY}) (increase(mongodb_ss_metrics_cursor_timedOut[5m])))`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "replicaset:mongodb_primaries:max",
    // 1 where any server sees a primary, 0 where none does.
    expr: "max by (service, team, rs_nm) (mongodb_rs_members_state == bool 1)",
    unit: "boolean",
    labels: ["service", "team", "rs_nm"],
  }),
  recording({
    record: "member:mongodb_replication_lag_seconds:max",
    // Of secondaries that answer, as any server sees them. A member that is delayed on purpose does not count.
    expr: `max by (service, team, rs_nm, member_idx) (clamp_min(
        max without (member_idx, member_state) (mongodb_rs_members_optimeDate{member_state="PRIMARY"})
        - on (${SERVER}) group_right () mongodb_rs_members_optimeDate{member_state="SECONDARY"}, 0)
      unless on (${SERVER}, member_idx) mongodb_rs_cfg_members_secondaryDelaySecs > 0) / 1000`,
    unit: "seconds",
    labels: member,
  }),
  recording({
    record: "member:mongodb_replication_headroom_seconds:min",
    // The time that the primary's oplog spans, less what the member is behind. Only of an oplog that has thrown entries
    // away within the hour: one that is not full yet is short because the replica set is young.
    expr: `max by (service, team, rs_nm) ((mongodb_rs_myState == 1) * on (${SERVER}) group_left ()
        (mongodb_mongod_replset_oplog_head_timestamp - mongodb_mongod_replset_oplog_tail_timestamp
          and changes(mongodb_mongod_replset_oplog_tail_timestamp[1h]) > 0))
      - on (service, team, rs_nm) group_right () member:mongodb_replication_lag_seconds:max`,
    unit: "seconds",
    labels: member,
  }),
];
