import { describe, expect, it } from "vitest";
import { ConnectionPool } from "../../../../components/sample/service/pool";

describe("the connection pool", () => {
  it("never uses more connections than it has, and serves who waits", async () => {
    const used: number[] = [];
    const pool = new ConnectionPool(3, new AbortController().signal, (active) => used.push(active));
    await Promise.all(Array.from({ length: 10 }, () => pool.query(0.005)));
    expect(Math.max(...used)).toBe(3);
    expect(used.at(-1)).toBe(0);
  });

  it("ends its queries when the service closes", async () => {
    const closing = new AbortController();
    const pool = new ConnectionPool(1, closing.signal, () => {});
    const queries = Promise.all([pool.query(60), pool.query(60)]);
    closing.abort();
    await expect(queries).resolves.toHaveLength(2);
  });
});
