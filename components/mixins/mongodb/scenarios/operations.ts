// Operations that wait, and operations that take long.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady, topology } from "./series";

const queue = (kind: "readers" | "writers", values: string) => ({
  [of("mongodb_ss_globalLock_currentQueue", `${topology(1)},count_type="${kind}"`)]: values,
});

/** So many reads a second, and the time that each takes. */
const reads = (perSecond: number, seconds: number, course = growing, kind = "reads"): Record<string, string> => ({
  [of("mongodb_ss_opLatencies_ops", `op_type="${kind}"`)]: course(perSecond),
  [of("mongodb_ss_opLatencies_latency", `op_type="${kind}"`)]: course(perSecond * seconds * 1_000_000),
});

export const operationScenarios: readonly Scenario[] = [
  ...scenarios("MongodbReadRequestsQueueingUp", {
    "warns when 40 reads wait for five minutes, and resolves": {
      given: queue("readers", "40x40 0x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 10": { given: queue("readers", steady(10)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a crowd that is gone within three minutes": {
      given: queue("readers", "0x10 200x11 0x60"),
      expect: { "5m": "quiet", "8m": "quiet", "15m": "quiet" },
    },
    "leaves writes to their own alert": {
      given: queue("writers", steady(40)),
      expect: { "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("MongodbWriteRequestsQueueingUp", {
    "warns when 40 writes wait for five minutes, and resolves": {
      given: queue("writers", "40x40 0x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 10": { given: queue("writers", steady(10)), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("MongodbOperationsSlow", {
    "warns at 300 ms for ten minutes, and resolves when the traffic ends": {
      given: reads(20, 0.3, growingThenStill),
      expect: { "9m": "quiet", "12m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 240 ms": { given: reads(20, 0.24), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet at nine operations in ten seconds, slow as they are": {
      given: reads(0.9, 3),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": { given: reads(0, 0), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet on commands, which may wait for news on purpose": {
      given: reads(20, 3, growing, "commands"),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet when MongoDB restarts": {
      given: {
        [of("mongodb_ss_opLatencies_ops", 'op_type="reads"')]: "90000+300x80 0+300x80",
        [of("mongodb_ss_opLatencies_latency", 'op_type="reads"')]: "90000000+300000x80 0+300000x80",
      },
      expect: { "12m": "quiet", "21m": "quiet", "30m": "quiet" },
    },
  }),
];
