// When requests stay away, and when they pile up.
import { type Scenario, scenarios } from "../../../rules";
import type { Naming } from "../naming";
import { answers, counter, inFlight, type Phase } from "./series";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** `metrics` is the naming's name, for the titles. */
export function trafficScenarios(metrics: string, naming: Naming): Scenario[] {
  return [
    ...scenarios("ServiceTrafficDropped", {
      [`with ${metrics} metrics, warns when two requests a second become 0.58`]: {
        ...requests(naming, [2, 90 * MINUTE], [0.58, 20 * MINUTE]),
        expect: { "1h30m": "quiet", "1h37m": "quiet", "1h41m": ["warning"] },
      },
      [`with ${metrics} metrics, warns when no request comes any more, and resolves when they are back`]: {
        ...requests(naming, [2, 90 * MINUTE], [0, 20 * MINUTE], [2, 20 * MINUTE]),
        expect: { "1h37m": "quiet", "1h40m": ["warning"], "1h50m": ["warning"], "1h58m": "quiet" },
      },
      [`with ${metrics} metrics, stays quiet when two requests a second become 0.62`]: {
        ...requests(naming, [2, 90 * MINUTE], [0.62, 20 * MINUTE]),
        expect: { "1h40m": "quiet", "1h49m": "quiet" },
      },
      [`with ${metrics} metrics, stays quiet for a service that is an hour old`]: {
        ...requests(naming, [2, 55 * MINUTE], [0.1, 11 * MINUTE]),
        expect: { "1h": "quiet", "1h5m": "quiet" },
      },
      [`with ${metrics} metrics, stays quiet when 0.45 requests a second become none`]: {
        ...requests(naming, [0.45, 90 * MINUTE], [0, 30 * MINUTE]),
        expect: { "1h40m": "quiet", "1h59m": "quiet" },
      },
    }),
    ...scenarios(
      "ServiceSaturated",
      naming.inFlight === undefined
        ? {}
        : {
            [`with ${metrics} metrics, warns when 21 requests are under way at two a second, and resolves`]: {
              interval: "10s",
              given: { ...answers(naming, { 200: counter([2, 1800]) }), ...inFlight(naming, "1x29 21x59 1x60") },
              expect: { "9m": "quiet", "11m30s": ["warning"], "17m": "quiet" },
            },
            [`with ${metrics} metrics, warns when requests hang and none is answered`]: {
              interval: "10s",
              given: {
                ...answers(naming, {
                  200: counter([2, 300], [0, 900]),
                }),
                ...inFlight(naming, "1x29 20+20x30 600x60"),
              },
              expect: { "5m": "quiet", "12m": ["warning"] },
            },
            [`with ${metrics} metrics, stays quiet when 19 requests are under way at two a second`]: {
              interval: "10s",
              given: { ...answers(naming, { 200: counter([2, 1800]) }), ...inFlight(naming, "19x180") },
              expect: { "10m": "quiet", "25m": "quiet" },
            },
            [`with ${metrics} metrics, stays quiet when nine long requests are all there is`]: {
              interval: "10s",
              given: { ...answers(naming, { 200: "100x180" }), ...inFlight(naming, "9x180") },
              expect: { "10m": "quiet", "25m": "quiet" },
            },
          },
    ),
  ];
}

/** The same drop as yesterday, for one naming: a day takes long to play, though only the hours that count have samples. */
export function dailyScenarios(naming: Naming): Scenario[] {
  const evening = counter([2, 30 * MINUTE], [0.4, HOUR]);
  const nextEvening = counter([2, 90 * MINUTE], [0.4, HOUR]);
  return scenarios("ServiceTrafficDropped", {
    "stays quiet when requests dropped at the same time yesterday": {
      interval: "10s",
      given: answers(naming, { 200: `${evening} _x${(21 * HOUR + 30 * MINUTE) / 10} ${nextEvening}` }),
      expect: { "24h30m": "quiet", "24h40m": "quiet", "25h": "quiet", "25h15m": "quiet" },
    },
  });
}

function requests(naming: Naming, ...phases: Phase[]) {
  return { interval: "10s" as const, given: answers(naming, { 200: counter(...phases) }) };
}
