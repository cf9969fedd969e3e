// How far secondaries are behind, and how far the oplog goes back. Time starts at 0 here.
import { type Scenario, scenarios } from "../../../rules";
import { member, myState, of, steady, topology } from "./series";

/** The primary's clock in milliseconds, from its 1,000th second on. */
const CLOCK = "1000000+15000x240";
const optime = (name: string, memberState: string) => of("mongodb_rs_members_optimeDate", member(name, memberState));

/** A primary and a secondary, and what the secondary has applied, in milliseconds. */
const secondary = (applied: string): Record<string, string> => ({
  [optime("mongo-1", "PRIMARY")]: CLOCK,
  [optime("mongo-2", "SECONDARY")]: applied,
});

/** Always so many seconds behind. */
const behind = (seconds: number): string => `${1_000_000 - 1_000 * seconds}+15000x240`;

/** Behind by so many seconds for twenty minutes, and then not at all. */
const behindForAWhile = (seconds: number): string =>
  `${1_000_000 - 1_000 * seconds}+15000x79 ${1_000_000 + 80 * 15_000}+15000x120`;

/** An oplog that spans so many seconds, and whose oldest entries make room for new ones. */
const oplog = (span: number, tail = `${1_000 - span}+15x240`): Record<string, string> => ({
  ...myState("mongo-1", 1),
  [of("mongodb_mongod_replset_oplog_head_timestamp")]: "1000+15x240",
  [of("mongodb_mongod_replset_oplog_tail_timestamp")]: tail,
});

const HOUR = 3_600;

export const replicationScenarios: readonly Scenario[] = [
  ...scenarios("MongodbReplicationLag", {
    "warns at 40 seconds, and resolves": {
      given: secondary(behindForAWhile(40)),
      expect: { "4m": "quiet", "6m": ["warning"], "21m": "quiet" },
    },
    "is critical at 150 seconds": {
      given: secondary(behind(150)),
      expect: { "45s": "quiet", "75s": ["critical"], "6m": ["critical", "warning"] },
    },
    "stays quiet at 25 seconds": {
      given: secondary(behind(25)),
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet on a member that is delayed on purpose": {
      given: {
        ...secondary(behind(HOUR)),
        [of("mongodb_rs_cfg_members_secondaryDelaySecs", `${topology(1)},member_idx="mongo-2:27017"`)]: steady(HOUR),
      },
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
    "leaves a member that is gone to its own alert": {
      given: {
        [optime("mongo-1", "PRIMARY")]: CLOCK,
        [optime("mongo-2", "(not reachable/healthy)")]: steady(0),
      },
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet while nothing is written": {
      given: { [optime("mongo-1", "PRIMARY")]: steady(1_000_000), [optime("mongo-2", "SECONDARY")]: steady(1_000_000) },
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("MongodbReplicationHeadroom", {
    "warns where the oplog spans five hours, and resolves when it is made larger": {
      given: {
        ...secondary(behind(2)),
        ...oplog(5 * HOUR, `${1_000 - 5 * HOUR}+15x80 ${1_000 - 9 * HOUR}+15x160`),
      },
      expect: { "9m": "quiet", "11m": ["warning"], "22m": "quiet" },
    },
    "is critical for a member that is four hours behind an oplog of four and a half": {
      given: { ...secondary(behind(4 * HOUR)), ...oplog(4.5 * HOUR) },
      expect: { "60s": "quiet", "90s": ["critical"], "12m": ["critical", "warning"] },
    },
    "stays quiet at six and a half hours": {
      given: { ...secondary(behind(2)), ...oplog(6.5 * HOUR) },
      expect: { "2m": "quiet", "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on a young replica set, whose oplog is short because it is not full": {
      given: { ...secondary(behind(2)), ...oplog(600, steady(400)) },
      expect: { "2m": "quiet", "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet without secondaries": {
      given: { [optime("mongo-1", "PRIMARY")]: CLOCK, ...oplog(HOUR / 2) },
      expect: { "2m": "quiet", "12m": "quiet", "30m": "quiet" },
    },
  }),
];
