// Calls that fail, and calls that take long.
import { type Scenario, scenarios } from "../../../rules";
import { calls, of, timed } from "./series";

export const callScenarios: readonly Scenario[] = [
  ...scenarios("LlmErrorsHigh", {
    "is critical within two minutes when the provider fails all calls, warns too, and resolves": {
      given: calls({
        success: [
          [60, 5],
          [0, 10],
          [60, 15],
        ],
        error: [
          [0, 5],
          [60, 10],
          [0, 15],
        ],
      }),
      expect: { "5m30s": "quiet", "7m": ["critical"], "11m": ["critical", "warning"], "19m": "quiet" },
    },
    "warns when one call in five is refused": {
      given: calls({ success: [[48, 20]], rate_limited: [[12, 20]] }),
      expect: { "4m": "quiet", "8m": ["warning"], "18m": ["warning"] },
    },
    "sees it in a service that makes a call a minute": {
      given: calls({
        success: [
          [1, 30],
          [0, 30],
        ],
        timeout: [
          [0, 30],
          [1, 30],
        ],
      }),
      expect: { "30m": "quiet", "45m": ["critical", "warning"] },
    },
    "stays quiet at 8%": {
      given: calls({ success: [[55.2, 20]], error: [[4.8, 20]] }),
      expect: { "8m": "quiet", "18m": "quiet" },
    },
    "stays quiet when three calls in ten minutes are all there are and all fail": {
      given: calls({ success: [[0, 30]], error: [[0.3, 30]] }),
      expect: { "10m": "quiet", "20m": "quiet", "29m": "quiet" },
    },
    "stays quiet when the service restarts": {
      given: calls(
        {
          success: [
            [60, 10],
            [60, 10],
          ],
          error: [
            [2, 10],
            [2, 10],
          ],
        },
        true,
      ),
      expect: { "10m15s": "quiet", "10m45s": "quiet", "12m": "quiet", "16m": "quiet" },
    },
    "stays quiet on no calls": {
      given: calls({ success: [[0, 20]], error: [[0, 20]] }),
      expect: { "8m": "quiet", "18m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: {
        [of("llm_requests_total", 'model="gpt-4o",status="success"')]: "0+15x20 _ 330+15x40",
        [of("llm_requests_total", 'model="gpt-4o",status="error"')]: "0+0x20 _ 0+0x40",
      },
      expect: { "5m30s": "quiet", "6m30s": "quiet" },
    },
  }),
  ...scenarios("LlmSlow", {
    "warns when all calls take 20 to 30 seconds, and resolves": {
      given: timed([
        ["10", 6, 15],
        ["30", 6, 20],
        ["10", 6, 25],
      ]),
      expect: { "15m": "quiet", "22m": ["warning"], "50m": "quiet" },
    },
    "stays quiet just below 20 seconds": { given: timed([["20", 6, 30]]), expect: { "12m": "quiet", "28m": "quiet" } },
    "stays quiet on 18 slow calls in ten minutes": {
      given: timed([["60", 1.8, 40]]),
      expect: { "20m": "quiet", "38m": "quiet" },
    },
    "stays quiet on no calls": { given: timed([["60", 0, 30]]), expect: { "12m": "quiet", "28m": "quiet" } },
  }),
];
