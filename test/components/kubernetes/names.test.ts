// Names by namespace: short enough for the chart, which cuts them off, and another in each namespace.
import fc from "fast-check";
import { expect, test } from "vitest";
import { namesIn } from "../../../components/kubernetes/names";

const namespace = fc.stringMatching(/^[a-z]([a-z0-9-]{0,60}[a-z0-9])?$/);

test("are those of the docs in the namespace of the docs", () => {
  expect(namesIn("monitoring")).toMatchObject({
    release: "tocsin",
    grafana: "tocsin-grafana",
    nodesNamespace: "monitoring-nodes",
  });
});

test("are no longer than the chart lets them be, and begin and end as Kubernetes wants", () => {
  fc.assert(
    fc.property(namespace, (name) => {
      expect(namesIn(name).release).toMatch(/^tocsin(-[a-z0-9-]{0,18}[a-z0-9])?$/);
    }),
  );
});

test("differ with the namespace", () => {
  fc.assert(
    fc.property(namespace, namespace, fc.nat(40), (one, end, length) => {
      const other = `${one.padEnd(length, "x")}${end}`.slice(0, 62).replace(/-$/, "x");
      fc.pre(one !== other);
      expect(namesIn(one).release).not.toBe(namesIn(other).release);
    }),
  );
});
