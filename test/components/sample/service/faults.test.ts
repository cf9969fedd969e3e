import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FaultSwitch, faultSettings } from "../../../../components/sample/service/faults";
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
    faults.set({ errorRatio: 1, latencySeconds: 1 });
    faults.clear();
    expect(faults.next("/api/users")).toEqual({ latencySeconds: 0, fails: false });
  });

  it.each([{ errorRatio: 1.1 }, { errorRatio: -0.1 }, { latencySeconds: 11 }, { errorRatio: "1" }, { error_ratio: 1 }])(
    "refuses %j",
    (settings) => {
      expect(faultSettings.safeParse(settings).success).toBe(false);
    },
  );
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
