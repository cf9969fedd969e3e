// A healthy MongoDB: a primary and a secondary, each as it sees the replica set; the third member is an arbiter without data.
import { about, ago, always, around, type Course, type Normal, traffic, uptime } from "../../rules";

const GIB = 1024 ** 3;
const DAY = 86_400;
const MEMBERS = [
  { member_idx: "mongo-1:27017", member_state: "PRIMARY" },
  { member_idx: "mongo-2:27017", member_state: "SECONDARY" },
  { member_idx: "mongo-3:27017", member_state: "ARBITER" },
] as const;
const STATE = { PRIMARY: 1, SECONDARY: 2, ARBITER: 7 } as const;

/** The time of the last write, in milliseconds. */
const lastWrite: Course = ({ now }) => 1_000 * (now - 1);

/** One member's share of what it sees; `share` is its part of the traffic. */
function server(state: 1 | 2, share: number): Normal {
  const topology = { cl_role: "", cl_id: "6553f1", rs_nm: "rs0", rs_state: String(state) };
  const of = (labels: Record<string, string>, course: Course) => [{ ...topology, ...labels }, course] as const;
  const isPrimary = state === STATE.PRIMARY;
  return {
    mongodb_up: [[{ cluster_role: "mongod" }, always(1)]],
    mongodb_ss_uptime: [of({}, uptime)],
    mongodb_ss_connections: [
      of({ conn_type: "current" }, about(120)),
      of({ conn_type: "available" }, always(51_000)),
      of({ conn_type: "active" }, about(12)),
      of({ conn_type: "totalCreated" }, traffic(0.4)),
      of({ conn_type: "rejected" }, always(0)),
    ],
    mongodb_ss_opcounters: [
      of({ legacy_op_type: "query" }, traffic(400 * share)),
      of({ legacy_op_type: "getmore" }, traffic(30 * share)),
      of({ legacy_op_type: "insert" }, traffic(isPrimary ? 60 : 0)),
      of({ legacy_op_type: "update" }, traffic(isPrimary ? 90 : 0)),
      of({ legacy_op_type: "delete" }, traffic(isPrimary ? 5 : 0)),
      of({ legacy_op_type: "command" }, traffic(150 * share)),
    ],
    mongodb_ss_opLatencies_ops: [
      [{ op_type: "reads" }, traffic(430 * share)],
      [{ op_type: "writes" }, traffic(isPrimary ? 155 : 0)],
      [{ op_type: "commands" }, traffic(150 * share)],
      [{ op_type: "transactions" }, always(0)],
    ],
    mongodb_ss_opLatencies_latency: [
      [{ op_type: "reads" }, traffic(430 * share * 900)],
      [{ op_type: "writes" }, traffic(isPrimary ? 155 * 2_500 : 0)],
      [{ op_type: "commands" }, traffic(150 * share * 300)],
      [{ op_type: "transactions" }, always(0)],
    ],
    mongodb_ss_globalLock_currentQueue: ["readers", "writers", "total"].map((count_type) =>
      of({ count_type }, always(0)),
    ),
    mongodb_ss_wt_concurrentTransactions_out: ["read", "write"].map((txn_rw) => [{ txn_rw }, about(3)] as const),
    mongodb_ss_wt_concurrentTransactions_totalTickets: ["read", "write"].map(
      (txn_rw) => [{ txn_rw }, always(128)] as const,
    ),
    mongodb_ss_metrics_cursor_open: [
      of({ csr_type: "total" }, about(25)),
      of({ csr_type: "pinned" }, always(2)),
      of({ csr_type: "noTimeout" }, always(0)),
    ],
    mongodb_ss_metrics_cursor_timedOut: [of({}, traffic(0.001))],
    mongodb_ss_metrics_document: [
      of({ doc_op_type: "returned" }, traffic(1_900 * share)),
      of({ doc_op_type: "inserted" }, traffic(isPrimary ? 70 : 0)),
      of({ doc_op_type: "updated" }, traffic(isPrimary ? 85 : 0)),
      of({ doc_op_type: "deleted" }, traffic(isPrimary ? 6 : 0)),
    ],
    mongodb_ss_metrics_queryExecutor_scannedObjects: [of({}, traffic(2_300 * share))],
    mongodb_ss_mem_resident: [of({}, about(5_200, 0.05))],
    mongodb_ss_wt_cache_bytes_currently_in_the_cache: [of({}, around(3.1 * GIB, 0.05))],
    mongodb_ss_wt_cache_tracked_dirty_bytes_in_the_cache: [of({}, around(0.12 * GIB))],
    mongodb_ss_wt_cache_maximum_bytes_configured: [of({}, always(4 * GIB))],
    mongodb_ss_network_bytesIn: [of({}, traffic(250_000 * share))],
    mongodb_ss_network_bytesOut: [of({}, traffic(1_800_000 * share))],
    mongodb_rs_myState: [of({}, always(state))],
    mongodb_rs_members_state: MEMBERS.map((member) => of(member, always(STATE[member.member_state]))),
    mongodb_rs_members_health: MEMBERS.map((member) => of(member, always(1))),
    mongodb_rs_members_optimeDate: MEMBERS.filter(({ member_state }) => member_state !== "ARBITER").map((member) =>
      of(member, lastWrite),
    ),
    mongodb_rs_cfg_members_secondaryDelaySecs: MEMBERS.map(({ member_idx }) => of({ member_idx }, always(0))),
    mongodb_mongod_replset_oplog_head_timestamp: ago(1),
    mongodb_mongod_replset_oplog_tail_timestamp: ago(3 * DAY),
  };
}

export const normal: readonly Normal[] = [server(1, 1), server(2, 0.3)];
