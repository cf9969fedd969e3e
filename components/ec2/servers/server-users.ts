// The users that a monitoring server's parts run as.

import { NODE_USER_LINE } from "../hosts/host-setup";
import type { File } from "../machine/setup";
import { DATA } from "./paths";

/** Users with fixed numbers, because what they own outlives the machine. */
const USERS = { prometheus: 941, alertmanager: 942, grafana: 943 } as const;

/** Of the log store, of what alerts on its lines, and of what takes them from hosts. */
const LOGS = { logs: 945 } as const;

/** Of the trace store, and of the gateway before it. */
const TRACES = { traces: 946 } as const;

export function usersFile(keeps: { logs: boolean; traces: boolean }): File {
  const all = { ...USERS, ...(keeps.logs && LOGS), ...(keeps.traces && TRACES) };
  const users = Object.entries(all).map(([part, id]) => `u tocsin-${part} ${id} "${part}" ${DATA}/${part}`);
  const readers = Object.keys(all).map((part) => `m tocsin-${part} tocsin-web`);
  const content = [...users, NODE_USER_LINE, "g tocsin-web 944", ...readers, ""].join("\n");
  return { path: "/etc/sysusers.d/tocsin.conf", content };
}
