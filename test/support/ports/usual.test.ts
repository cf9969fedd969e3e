// What tests listen on is theirs: never a port of the default environment, which somebody may have deployed, or deploy meanwhile.
import { expect, test } from "vitest";
import { localPlatform } from "../../../components/monitoring/platforms/local/settings";
import { PORTS } from "../../e2e/house";
import { freePorts, isForTests } from ".";

const usual = localPlatform.parse({ kind: "local" }).ports;

test("a copy of the local environment has a port of its own for each part", async () => {
  expect([...PORTS].sort()).toEqual(Object.keys(usual).sort());
  const given = Object.values(await freePorts(...PORTS));
  expect(new Set(given).size).toBe(PORTS.length);
  expect(given.filter((port) => Object.values(usual).includes(port))).toEqual([]);
});

test.each(Object.entries(usual))("the default port of %s is not given to tests: %i", (_, port) => {
  expect(isForTests(port)).toBe(false);
});
