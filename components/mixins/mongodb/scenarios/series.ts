// The series of one service's MongoDB servers, as promtool reads them, at the default interval of 15 seconds.
import { steady } from "../../scenario-series";

export { growing, growingThenStill, steady } from "../../scenario-series";

/** The name of a series of one of the service's servers. */
export const on = (server: string, metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="mongodb",instance="${server}:9216",service="orders-db",team="data"}`;

/** The name of a series of its first server. */
export const of = (metric: string, labels = ""): string => on("mongo-1", metric, labels);

/** Where a server of the replica set stands: the labels of what MongoDB itself says. */
export const topology = (state: 1 | 2): string => `cl_id="6553f1",rs_nm="rs0",rs_state="${state}"`;

/** The labels of one member, as a server in a state sees it. */
export const member = (name: string, memberState: string, seenBy: 1 | 2 = 1): string =>
  `${topology(seenBy)},member_idx="${name}:27017",member_state="${memberState}"`;

/** A server that says in which state it is. */
export const myState = (server: string, state: 1 | 2): Record<string, string> => ({
  [on(server, "mongodb_rs_myState", topology(state))]: steady(state),
});
