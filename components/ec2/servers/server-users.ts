// The users that a monitoring server's parts run as.

import type { File } from "../machine/setup";
import { DATA } from "./paths";

/** Users with fixed numbers, because what they own outlives the machine. */
const USERS = { prometheus: 941, alertmanager: 942, grafana: 943 } as const;

export function usersFile(): File {
  const users = Object.entries(USERS).map(([part, id]) => `u tocsin-${part} ${id} "${part}" ${DATA}/${part}`);
  const readers = Object.keys(USERS).map((part) => `m tocsin-${part} tocsin-web`);
  const content = [...users, "g tocsin-web 944", ...readers, ""].join("\n");
  return { path: "/etc/sysusers.d/tocsin.conf", content };
}
