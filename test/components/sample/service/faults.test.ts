import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FaultSwitch, faultOrder } from "../../../../components/sample/service/faults";
import { planSimulation } from "../../../../components/sample/service/simulation";

function failures(faults: FaultSwitch, endpoint: string, requests: number): number {
  return Array.from({ length: requests }, () => faults.next(endpoint)).filter(({ fails }) => fails).length;
}

describe("the fault switch", () => {
  it("fails exactly its ratio of the requests to a route", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 400 }), (percent, requests) => {
        const faults = new FaultSwitch({ errorRatio: percent / 100, latencySeconds: 0 });
        expect(failures(faults, "/api/users", requests)).toBe(Math.floor((percent * requests) / 100));
      }),
    );
  });

  it("counts routes apart, so that requests in turn don't put all failures on one route", () => {
    const faults = new FaultSwitch({ errorRatio: 0.5, latencySeconds: 0 });
    const failed = Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? "users" : "orders")).filter(
      (each) => faults.next(each).fails,
    );
    expect(failed).toEqual(["users", "orders", "users", "orders"]);
  });

  it("slows every request", () => {
    const faults = new FaultSwitch({ errorRatio: 0, latencySeconds: 3 });
    expect(faults.next("/api/users")).toEqual({ latencySeconds: 3, fails: false });
  });

  it("does nothing before it is set and after it is cleared", () => {
    const faults = new FaultSwitch();
    expect(failures(faults, "/api/users", 100)).toBe(0);
    faults.order(faultOrder.parse({ errorRatio: 1, latencySeconds: 1 }));
    faults.clear();
    expect(faults.next("/api/users")).toEqual({ latencySeconds: 0, fails: false });
  });

  it("ends a fault by itself when its lease is over, unless it is renewed, and counts failures on over a renewal", () => {
    let now = 0;
    const faults = new FaultSwitch(undefined, () => now);
    const order = faultOrder.parse({ errorRatio: 0.5, down: true, leaseSeconds: 20 });
    expect(faults.order(order)).toBe(false);
    expect(faults.next("/api/users").fails).toBe(false);
    now = 19_000;
    expect(faults.order(order)).toBe(true);
    expect(faults.next("/api/users").fails).toBe(true);
    now = 38_999;
    expect(faults.settings).toEqual({ errorRatio: 0.5, latencySeconds: 0, down: true });
    now = 39_000;
    expect(faults.settings).toEqual({ errorRatio: 0, latencySeconds: 0, down: false });
    expect(failures(faults, "/api/users", 10)).toBe(0);
    // Whoever renews a fault that has ended learns of it.
    expect(faults.order(order)).toBe(false);
  });

  it("ends a fault after five minutes where nothing is said of a lease", () => {
    let now = 0;
    const faults = new FaultSwitch(undefined, () => now);
    faults.order(faultOrder.parse({ down: true }));
    now = 300_000;
    expect(faults.settings.down).toBe(false);
  });

  it.each([
    { leaseSeconds: 0 },
    { leaseSeconds: 3_601 },
    { errorRatio: 1.1 },
    { errorRatio: -0.1 },
    { latencySeconds: 11 },
    { errorRatio: "1" },
    { error_ratio: 1 },
  ])("refuses %j", (settings) => {
    expect(faultOrder.safeParse(settings).success).toBe(false);
  });
});

describe("a planned simulation", () => {
  it("holds as many requests as asked for, over users and orders, and spreads the errors over both", () => {
    const plan = planSimulation({ requests: 40, errorRatio: 0.25, latencySeconds: 0 });
    const failing = plan.filter(({ fault }) => fault.fails).map(({ request }) => request.path);
    expect(plan).toHaveLength(40);
    expect(failing.filter((path) => path === "/api/users")).toHaveLength(5);
    expect(failing.filter((path) => path === "/api/orders")).toHaveLength(5);
  });
});
