// An alert says the same in both forms: the same series through the Prometheus rule, which promtool evaluates, and through
// the Grafana-managed rule, whose query promtool answers and whose stages and states are evaluated as Grafana does.
import { beforeAll, describe, expect, test } from "vitest";
import { mixinsInUse } from "../../../components/monitoring";
import { nameOf } from "../../../infra/commands/test/scenarios";
import { endpoints, everyMixin } from "../../support/environment";
import { placeGroup } from "../../support/place-group";
import { toolsOrSkip } from "../../support/tools";
import { chosen, firesIn, type Verdicts, verdictsOf } from "./verdicts";

const environment = everyMixin();
const tools = toolsOrSkip("promtool");

const mixins = mixinsInUse(environment).map((mixin) => ({
  mixin,
  group: placeGroup(mixin, { settings: environment, endpoints }),
  scenarios: mixin.alerts.flatMap((alert) => chosen(mixin.scenarios, alert)),
}));

const started = new Map<number, Promise<Map<string, Verdicts>>>();

/** The verdicts of the mixin at a place in the table. */
function start(index: number): Promise<Map<string, Verdicts>> {
  const one = mixins[index];
  const running =
    started.get(index) ?? (one && tools ? verdictsOf(tools.promtool, one.group, one.scenarios) : undefined);
  if (running) started.set(index, running);
  return running ?? Promise.resolve(new Map());
}

describe.skipIf(!tools).each(mixins.map((one, index) => [one.mixin.name, index, one.scenarios] as const))(
  "the alerts of %s say the same in Prometheus and in Grafana",
  (_, index, scenarios) => {
    let verdicts: Map<string, Verdicts>;
    beforeAll(async () => {
      // The next one uses the other core.
      start(index + 1).catch(() => {});
      verdicts = await start(index);
    }, 300_000);

    test.each(scenarios.map((scenario) => [nameOf(scenario), scenario] as const))("%s", (name, scenario) => {
      const found = verdicts.get(name);
      expect(found?.prometheus.some(({ firing }) => firing.length > 0)).toBe(firesIn(scenario));
      expect(found?.grafana).toEqual(found?.prometheus);
    });
  },
);
