// The requests that pretended users send: background traffic and simulated traffic take turns through the same list.

import { USER_IDS } from "./users";

/** One request of a pretended user. */
export interface WorkloadRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: string;
  readonly userId: string;
}

/** The n-th request: users and orders in turn, over all users. */
export function workloadRequest(n: number): WorkloadRequest {
  const userId = USER_IDS[n % USER_IDS.length] ?? "";
  return n % 2 === 0
    ? { method: "GET", path: "/api/users", body: "", userId }
    : { method: "POST", path: "/api/orders", body: JSON.stringify({ item: "bell", quantity: 1 + (n % 3) }), userId };
}
