// Every alert of every mixin is proven through the real promtool: it fires, stays quiet, and nothing is left unproven.
import { beforeAll, describe, expect, test } from "vitest";
import { mixinsInUse } from "../../components/monitoring";
import { severitiesOf } from "../../components/rules";
import { failures, nameOf } from "../../infra/commands/test/scenarios";
import { endpoints, everyMixin } from "../support/environment";
import { placeGroup } from "../support/place-group";
import { toolsOrSkip } from "../support/tools";

const environment = everyMixin();
const tools = toolsOrSkip("promtool");

describe.each(mixinsInUse(environment).map((mixin) => [mixin.name, mixin] as const))("the alerts of %s", (_, mixin) => {
  test.each(mixin.alerts.map((alert) => [alert.name, alert] as const))(
    "%s has a scenario that fires for each severity, one that stays quiet, and one that resolves or never ends",
    (name, alert) => {
      const own = mixin.scenarios.filter((scenario) => scenario.alert === name);
      const outcomes = own.map((scenario) => Object.values(scenario.expect));
      const fired = new Set(outcomes.flat().flatMap((one) => (one === "quiet" ? [] : one)));
      expect([...fired].sort(), "severities seen firing").toEqual(severitiesOf(alert).sort());
      if (alert.route !== "heartbeat") {
        expect(
          outcomes.some((outcome) => outcome.every((one) => one === "quiet")),
          "a scenario that is quiet throughout",
        ).toBe(true);
        expect(
          outcomes.some((outcome) => outcome.at(-1) === "quiet" && outcome.some((one) => one !== "quiet")),
          "a scenario that fires and resolves",
        ).toBe(true);
      }
    },
  );

  test("no scenario speaks of an alert that is not there", () => {
    const names = mixin.alerts.map((alert) => alert.name);
    expect(mixin.scenarios.map((scenario) => scenario.alert).filter((name) => !names.includes(name))).toEqual([]);
  });

  describe.skipIf(!tools)("through promtool", () => {
    let failed = new Map<string, string>();
    beforeAll(async () => {
      if (!tools) return;
      const group = placeGroup(mixin, { settings: environment, endpoints });
      failed = await failures(tools.promtool, group, mixin.scenarios);
    }, 120_000);
    test.each(mixin.scenarios.map((scenario) => nameOf(scenario)))("%s", (name) => {
      expect(failed.get(name)).toBeUndefined();
    });
  });
});
