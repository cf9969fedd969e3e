// Whether services answer at all: the same under every naming.
import { type Scenario, scenarios } from "../../../rules";
import { type Given, SERVICE } from "./series";

const instances = (...values: string[]): Given =>
  Object.fromEntries(values.map((value, n) => [`up{job="service",instance="shop-${n}:8080",${SERVICE}}`, value]));

const every10s = (byTitle: Record<string, { given: Given; expect: Scenario["expect"] }>) =>
  Object.fromEntries(
    Object.entries(byTitle).map(([title, scenario]) => [title, { interval: "10s" as const, ...scenario }]),
  );

export const upScenarios: readonly Scenario[] = [
  ...scenarios(
    "ServiceDown",
    every10s({
      "fires 20 seconds after the last instance is gone, and resolves half a minute after it is back": {
        given: instances("1x5 0x40", "1x5 0x14 1x30"),
        expect: { "1m10s": "quiet", "1m20s": ["critical"], "3m50s": ["critical"], "4m30s": "quiet" },
      },
      "stays quiet while one of two instances answers": {
        given: instances("1x5 0x60", "1x60"),
        expect: { "2m": "quiet", "9m": "quiet" },
      },
      "stays quiet on one missed scrape": {
        given: instances("1x5 0 1x30"),
        expect: { "1m10s": "quiet", "1m30s": "quiet", "3m": "quiet" },
      },
      "stays quiet when the service is taken out": {
        given: instances("1x5 stale"),
        expect: { "2m": "quiet", "9m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ServiceInstanceDown",
    every10s({
      "warns of one instance of two after a minute, and resolves": {
        given: instances("1x5 0x30 1x30", "1x65"),
        expect: { "1m50s": "quiet", "2m": ["warning"], "7m": "quiet" },
      },
      "stays quiet when an instance is back within 50 seconds": {
        given: instances("1x5 0x4 1x30", "1x60"),
        expect: { "1m50s": "quiet", "2m": "quiet", "4m": "quiet" },
      },
    }),
  ),
];
