import { describe, expect, it } from "vitest";
import { ActiveUsers } from "../../../../components/sample/service/users";

describe("active users", () => {
  it("are the known users of the last five minutes", () => {
    let now = 0;
    const users = new ActiveUsers(() => now);
    users.seen("user-1");
    users.seen("user-1");
    now = 4 * 60_000;
    users.seen("user-2");
    expect(users.count()).toBe(2);
    now = 5 * 60_000;
    expect(users.count()).toBe(1);
  });

  it("ignore ids that no user has", () => {
    const users = new ActiveUsers(() => 0);
    users.seen("someone");
    users.seen(undefined);
    expect(users.count()).toBe(0);
  });
});
