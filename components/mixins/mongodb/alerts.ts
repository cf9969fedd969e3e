// What can go wrong with MongoDB.
//
// Left out: tickets of the storage engine, a full cache and page faults, whose effect is seen in the queues and in the
// time of operations; asserts, which count what users mistype as well.
import { type Alert, alert } from "../../rules";

const HOUR = 3_600;

export const alerts: readonly Alert[] = [
  alert({
    name: "MongodbDown",
    expr: 'mongodb_up == 0 or up{job="mongodb"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "MongoDB {{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "Its exporter cannot connect or log in, or the exporter itself cannot be scraped.",
  }),
  alert({
    name: "MongodbPrimaryMissing",
    // An election takes about twelve seconds.
    expr: "replicaset:mongodb_primaries:max == 0",
    severity: "critical",
    for: "30s",
    symptom: true,
    summary: "Replica set {{ $labels.rs_nm }} of {{ $labels.service }} has no primary",
    description: "None of its members is the primary, and no election ends: every write fails.",
  }),
  alert({
    name: "MongodbReplicaMemberUnhealthy",
    // As the primary sees it: a member that is cut off sees all others as gone.
    expr: `max by (service, team, rs_nm, member_idx) (
      mongodb_rs_members_health and on (instance, job, service, team) mongodb_rs_myState == 1) == 0`,
    severity: "critical",
    for: "1m",
    summary: "Member {{ $labels.member_idx }} of replica set {{ $labels.rs_nm }} is gone",
    description:
      "The primary of {{ $labels.service }} does not reach it; with too few left, there is no majority and no primary.",
  }),
  alert({
    name: "MongodbReplicaMemberNotReady",
    // Those that the primary does not reach are in other states.
    expr: `max by (service, team, rs_nm, member_idx, member_state) (
      mongodb_rs_members_state{member_state=~"STARTUP|STARTUP2|RECOVERING|ROLLBACK|REMOVED"}
      and on (instance, job, service, team) mongodb_rs_myState == 1)`,
    severity: "warning",
    for: "10m",
    summary: "Member {{ $labels.member_idx }} of replica set {{ $labels.rs_nm }} serves nobody",
    description:
      "It has been in the state {{ $labels.member_state }} for ten minutes; it answers no reads and cannot take over.",
  }),
  alert({
    name: "MongodbReplicationLag",
    expr: "member:mongodb_replication_lag_seconds:max",
    above: { warning: 30, critical: 120 },
    unit: "seconds",
    for: { warning: "5m", critical: "1m" },
    symptom: true,
    summary: "Member {{ $labels.member_idx }} of replica set {{ $labels.rs_nm }} lags behind",
    description:
      "It is {{ $value | humanizeDuration }} behind the primary of {{ $labels.service }}; reads there are old, and writes with a majority wait.",
  }),
  alert({
    name: "MongodbReplicationHeadroom",
    expr: "member:mongodb_replication_headroom_seconds:min",
    below: { warning: 6 * HOUR, critical: HOUR },
    unit: "seconds",
    for: { warning: "10m", critical: "1m" },
    summary: "The oplog of {{ $labels.rs_nm }} is soon too short for {{ $labels.member_idx }}",
    description:
      "In {{ $value | humanizeDuration }} of further delay it loses the connection to the oplog and must resync all data.",
  }),
  alert({
    name: "MongodbTooManyConnections",
    expr: "instance:mongodb_connections_used:ratio",
    above: { warning: 0.8, critical: 0.95 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    summary: "MongoDB {{ $labels.instance }} runs out of connections",
    description: "{{ $value | humanizePercentage }} of its connections are in use; at the end new ones are refused.",
  }),
  alert({
    name: "MongodbConnectionsRejected",
    expr: "instance:mongodb_connections_rejected:increase5m",
    above: { warning: 0 },
    for: "0s",
    symptom: true,
    summary: "MongoDB {{ $labels.instance }} of {{ $labels.service }} refuses clients",
    description: "It refused {{ $value | humanize }} connections in five minutes, because it had no more to give.",
  }),
  alert({
    name: "MongodbReadRequestsQueueingUp",
    expr: 'instance_count_type:mongodb_queued_operations:sum{count_type="readers"}',
    above: { warning: 10 },
    for: "5m",
    symptom: true,
    summary: "Reads of MongoDB {{ $labels.instance }} of {{ $labels.service }} wait",
    description: "{{ $value | humanize }} reads wait for a lock or a ticket; clients wait with them.",
  }),
  alert({
    name: "MongodbWriteRequestsQueueingUp",
    expr: 'instance_count_type:mongodb_queued_operations:sum{count_type="writers"}',
    above: { warning: 10 },
    for: "5m",
    symptom: true,
    summary: "Writes of MongoDB {{ $labels.instance }} of {{ $labels.service }} wait",
    description: "{{ $value | humanize }} writes wait for a lock or a ticket; clients wait with them.",
  }),
  alert({
    name: "MongodbOperationsSlow",
    expr: 'instance_op_type:mongodb_operation_duration_seconds:mean_rate5m{op_type=~"reads|writes"}',
    above: { warning: 0.25 },
    unit: "seconds",
    for: "10m",
    symptom: true,
    summary: "MongoDB {{ $labels.instance }} of {{ $labels.service }} is slow at {{ $labels.op_type }}",
    description: "They take {{ $value | humanizeDuration }} on average.",
  }),
  alert({
    name: "MongodbNumberCursorsOpen",
    expr: "instance:mongodb_cursors_open:sum",
    above: { warning: 10_000 },
    for: "5m",
    summary: "Clients leave cursors of MongoDB {{ $labels.instance }} open",
    description: "{{ $value | humanize }} cursors are open; each holds memory until it is read to its end or closed.",
  }),
  alert({
    name: "MongodbCursorsTimeouts",
    expr: "instance:mongodb_cursors_timed_out:increase5m",
    above: { warning: 100 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "Clients of MongoDB {{ $labels.instance }} give up on their cursors",
    description: "{{ $value | humanize }} cursors were closed in five minutes, because nobody read on for ten.",
  }),
  alert({
    name: "MongodbExporterBlind",
    // An arbiter keeps no data and says nothing.
    expr: `mongodb_up{cluster_role!="arbiter"} == 1
      unless on (instance, job, service, team) mongodb_ss_uptime`,
    severity: "warning",
    for: "10m",
    summary: "The exporter of MongoDB {{ $labels.instance }} sees nothing but that it is up",
    description: "MongoDB does not report its state, so that no other alert of {{ $labels.service }} can fire.",
  }),
];
