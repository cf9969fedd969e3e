// GET /api/users, and who of the users was active lately.

import { json, type Reply } from "../http";
import type { Call } from "./routes";
import type { Service } from "./service";

/** The header that says which user a request comes from. */
export const USER_HEADER = "x-user-id";

/** The users of the sample service: a fixed list, so that nothing a client sends makes it grow. */
export const USER_IDS: readonly string[] = Array.from({ length: 50 }, (_, index) => `user-${index + 1}`);

const ACTIVE_MILLISECONDS = 5 * 60 * 1000;

/** Remembers when each known user was last seen. */
export class ActiveUsers {
  private readonly lastSeen = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** Notes a request of a user; ids that are not in the list are ignored. */
  seen(id: string | undefined): void {
    if (id !== undefined && USER_IDS.includes(id)) this.lastSeen.set(id, this.now());
  }

  isActive(id: string): boolean {
    const at = this.lastSeen.get(id);
    return at !== undefined && this.now() - at < ACTIVE_MILLISECONDS;
  }

  count(): number {
    return USER_IDS.filter((id) => this.isActive(id)).length;
  }
}

/** Answers the list of users; takes 5 to 25 ms. */
export async function listUsers(_call: Call, service: Service): Promise<Reply> {
  await service.pool.query(0.005 + service.random() * 0.02);
  return json(200, { users: USER_IDS.map((id) => ({ id, active: service.users.isActive(id) })) });
}
