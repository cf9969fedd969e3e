// What alerts on logs cost the store: how many of its lines it looks at to answer them, held against the days that they look back to.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { logAlertsIn } from "../../../components/monitoring";
import { logsPerEvaluation } from "../../../components/monitoring/logs/place";
import { logReach, logRulesOf } from "../../../components/rules";
import { toolsOrSkip } from "../../support/tools";
import { Store } from "./store";

const tools = toolsOrSkip("victorialogs");

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 6;
const SERVICES = 5;
const LINES_AN_HOUR = 10;
/** One is at least a minute from any alert's edge. */
const NOW = Date.now();

const TIMES = Array.from({ length: DAYS * 24 * LINES_AN_HOUR }, (_, nth) => NOW - (nth * HOUR) / LINES_AN_HOUR);

/** Lines of the whole days (UTC) that one looks back to: the store has a partition for each. */
const linesSince = (from: number) => TIMES.filter((at) => at >= Math.floor(from / DAY) * DAY).length * SERVICES;

describe.skipIf(!tools)("an evaluation of an alert on logs", () => {
  let store: Store;

  beforeAll(async () => {
    if (!tools) return;
    store = await Store.start(tools.victorialogs);
    for (let service = 0; service < SERVICES; service++)
      await store.put(
        TIMES.map((at, nth) => ({
          at,
          fields: { service: `s${service}`, team: "sales", level: nth % 5 ? "info" : "error", _msg: `request ${nth}` },
        })),
      );
  }, 60_000);
  afterAll(() => store?.tearDown());

  test.each(logAlertsIn({ alerts: {} }).flatMap(logRulesOf))(
    "has the store look at the days that it asks for, and no others: $alert.name",
    async ({ alert, query }) => {
      const read = await store.rowsRead(query);
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThanOrEqual(linesSince(NOW - logReach(alert) * 1000));
      expect(read).toBeLessThan(TIMES.length * SERVICES);
    },
  );

  test("has the store look at no more than the forecast of all rules", async () => {
    const rules = logAlertsIn({ alerts: {} }).flatMap(logRulesOf);
    const read = await Promise.all(rules.map(({ query }) => store.rowsRead(query)));
    const sum = read.reduce((all, one) => all + one, 0);
    const linesADay = 24 * LINES_AN_HOUR * SERVICES;
    expect(sum).toBeLessThanOrEqual(logsPerEvaluation(rules, linesADay));
  });

  test("would have it look at all that is kept without a _time filter for the whole query", async () => {
    const query = "(_time:10m or _time:10m offset 1d) level:error | stats by (service) count() as value";
    expect(await store.rowsRead(query)).toBe(TIMES.length * SERVICES);
  });
});
