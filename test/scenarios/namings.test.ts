// Every naming of request metrics, through the real promtool: what fires and what stays quiet is the same, whatever metrics are
// called, in which unit durations are, and how the status is written.
import { describe, expect, test } from "vitest";
import { service } from "../../components/mixins/service";
import { NAMINGS } from "../../components/mixins/service/namings";
import type { Scenario } from "../../components/rules";
import { failures } from "../../infra/commands/test/scenarios";
import { endpoints, settings } from "../support/environment";
import { placeGroup } from "../support/place-group";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("promtool");
const place = { settings: settings(), endpoints };

const OWN = {
  "names of its own": { duration: "shop_request_seconds", labels: { endpoint: "route", status: "code" } },
  "a naming with another histogram": {
    naming: "promhttp",
    duration: "api_duration_seconds",
    requests: "api_requests_total",
    inFlight: "in_flight_requests",
  },
};

const METRICS = [...Object.keys(NAMINGS).map((name) => [name, name] as const), ...Object.entries(OWN)];

/** Of each alert the first that fires for each severity, the first that stays quiet, and the first that resolves. */
function someOf(scenarios: readonly Scenario[]): Scenario[] {
  const kindOf = ({ alert, expect: expected }: Scenario) =>
    `${alert} ${JSON.stringify(Object.values(expected).at(-1))}`;
  return [...new Map([...scenarios].reverse().map((one) => [kindOf(one), one])).values()];
}

describe.skipIf(!tools).each(METRICS)("with the metrics of %s", (_, metrics) => {
  const mixin = service.build([{ metrics }]);

  test("alerts say what they say with others", async () => {
    const scenarios = someOf(mixin.scenarios);
    expect(scenarios.length).toBeGreaterThan(7);
    expect([...(await failures(tools?.promtool ?? "", placeGroup(mixin, place), scenarios)).values()]).toEqual([]);
  }, 120_000);
});

test.skipIf(!tools).each([[["http", "promhttp", "prom-client"]], [["istio", "istio-waypoint"]]])(
  "namings that share a metric's name are told apart by their labels: %s",
  async (names) => {
    const shared = names.map((metrics) => ({ metrics }));
    const group = placeGroup(service.build(shared), place);
    const fails = shared.flatMap((options) =>
      someOf(service.build([options]).scenarios).filter(({ alert }) => /Error|Latency/.test(alert)),
    );
    expect([...(await failures(tools?.promtool ?? "", group, fails)).values()]).toEqual([]);
  },
  120_000,
);
