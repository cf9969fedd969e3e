import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRoute, pathOf } from "../../../../components/sample/routing";
import { isMeasured, requestLabels } from "../../../../components/sample/service/labels";
import { routes } from "../../../../components/sample/service/routes";

function labelsOf(method: string, target: string) {
  return requestLabels(method, findRoute(routes, method, pathOf(target)));
}

describe("the labels of a request", () => {
  it("are bounded, whatever a client sends", () => {
    const endpoints = new Set([...routes.map(({ path }) => path), "other"]);
    const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"]);
    const knownPath = fc.constantFrom(...routes.map(({ path }) => path));
    const target = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.tuple(knownPath, fc.string()).map(([path, rest]) => `${path}${rest}`),
      fc.tuple(knownPath, fc.string()).map(([path, query]) => `${path}?${query}`),
    );
    const method = fc.oneof(fc.constantFrom(...methods), fc.string(), fc.constantFrom("get", "PROPFIND", "__proto__"));
    fc.assert(
      fc.property(method, target, (aMethod, aTarget) => {
        const labels = labelsOf(aMethod, aTarget);
        expect(endpoints).toContain(labels.endpoint);
        expect(methods).toContain(labels.method);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["GET", "/api/users?page=2", "GET", "/api/users"],
    ["DELETE", "/api/users", "DELETE", "/api/users"],
    ["GET", "/api/users/17", "GET", "other"],
    ["GET", "/API/users", "GET", "other"],
    ["PROPFIND", "/api/orders", "other", "/api/orders"],
  ])("of %s %s are %s and %s", (method, target, methodLabel, endpoint) => {
    expect(labelsOf(method, target)).toEqual({ method: methodLabel, endpoint });
  });

  it("leave the operators' routes out of the RED metrics", () => {
    const measured = ["/api/users", "other", "/metrics", "/health", "/faults"].map(isMeasured);
    expect(measured).toEqual([true, true, false, false, false]);
  });
});
