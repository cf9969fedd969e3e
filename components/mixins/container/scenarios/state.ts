// Is the container there, and does it stay?
import { type Scenario, scenarios } from "../../../rules";
import { growing, neighbour, of, SEEN, seenBetween, seenFor, UP } from "./series";

const seen = (who = {}) => of("container_last_seen", who);
const cpu = (who = {}) => of("container_cpu_user_seconds_total", who);

/** Restarts by Docker's policy, one every so many samples: each start has a count, and so series, of its own. */
function policyRestarts(times: number, every: number): Record<string, string> {
  const starts = Array.from({ length: times + 1 }, (_, restarts) => restarts);
  return Object.fromEntries(
    starts.flatMap((restarts) => {
      const from = restarts * every;
      const to = restarts === times ? 240 : from + every - 1;
      const before = from > 0 ? `_x${from} ` : "";
      return [
        [seen({ restarts }), seenBetween(from, to)],
        [cpu({ restarts }), `${before}0+1x${to - from} _x240`],
      ];
    }),
  );
}

export const stateScenarios: readonly Scenario[] = [
  ...scenarios("ContainerExporterDown", {
    "pages within 45 seconds when cAdvisor does not answer, and resolves": {
      given: { [UP]: "1x8 0x8 1x40" },
      expect: { "2m": "quiet", "165s": ["critical"], "4m": ["critical"], "330s": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [UP]: "1x8 0 1x40" },
      expect: { "135s": "quiet", "150s": "quiet", "165s": "quiet" },
    },
  }),
  ...scenarios("ContainerKilled", {
    "warns within two minutes when a container is gone, and ends when it is back": {
      given: { ...neighbour, [seen()]: `${seenFor(40).replace("_x240", "_x39")} 1200+15x100` },
      expect: { "10m": "quiet", "715s": "quiet", "12m": ["warning"], "19m": ["warning"], "21m": "quiet" },
    },
    "ends half an hour after a container was last seen, when it was taken away for good": {
      given: { ...neighbour, [seen()]: seenFor(40) },
      expect: { "12m": ["warning"], "30m": ["warning"], "41m": "quiet", "50m": "quiet" },
    },
    "stays quiet when another container of the name takes its place in 45 seconds": {
      given: { ...neighbour, [seen()]: seenFor(40), [seen({ id: "9f" })]: seenBetween(43, 240) },
      expect: { "11m": "quiet", "12m": "quiet", "15m": "quiet", "30m": "quiet" },
    },
    "stays quiet when a task ends after four and a half minutes": {
      given: { ...neighbour, [seen()]: seenFor(18) },
      expect: { "6m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet while cAdvisor does not answer, and when it is back": {
      given: {
        [UP]: "1x40 0x40 1x100",
        [seen()]: `${seenFor(40).replace("_x240", "_x40")} 1215+15x100`,
      },
      expect: { "12m": "quiet", "19m": "quiet", "20m15s": "quiet", "21m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [UP]: "1x40 0 1x100", [seen()]: "0+15x40 _ 630+15x100" },
      expect: { "615s": "quiet", "11m": "quiet", "12m": "quiet" },
    },
  }),
  ...scenarios("ContainerAbsent", {
    "warns within eight minutes when all containers of a host are gone, and resolves": {
      given: { [UP]: "1x240", [seen()]: `${seenFor(40).replace("_x240", "_x39")} 1200+15x100` },
      expect: { "10m": "quiet", "15m": "quiet", "17m": ["warning"], "19m": ["warning"], "21m": "quiet" },
    },
    "stays quiet when Docker is back within five minutes": {
      given: { [UP]: "1x240", [seen()]: `${seenFor(40).replace("_x240", "_x19")} 900+15x100` },
      expect: { "12m": "quiet", "15m": "quiet", "17m": "quiet" },
    },
    "stays quiet while one container of several is left": {
      given: { ...neighbour, [seen()]: seenFor(40) },
      expect: { "12m": "quiet", "20m": "quiet", "30m": "quiet" },
    },
    "leaves a host that does not answer to others": {
      given: { [UP]: "1x40 0x100", [seen()]: seenFor(40) },
      expect: { "17m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("ContainerRestarting", {
    "warns when the restart policy starts it for the third time in 15 minutes, and resolves": {
      given: policyRestarts(3, 12),
      expect: { "7m": "quiet", "10m": ["warning"], "15m": ["warning"], "25m": "quiet" },
    },
    "stays quiet at 2 restarts in 15 minutes": {
      given: policyRestarts(2, 12),
      expect: { "4m": "quiet", "7m": "quiet", "10m": "quiet", "20m": "quiet" },
    },
    "warns when it is restarted three times by hand": {
      given: { [seen()]: SEEN, [cpu()]: "0+1x12 0+1x12 0+1x12 0+1x100" },
      expect: { "7m": "quiet", "11m": ["warning"], "25m": "quiet" },
    },
    "warns when it is recreated three times": {
      given: Object.fromEntries(
        ["a", "b", "c", "d"].flatMap((id, n) => [
          [seen({ id }), seenBetween(n * 12, n * 12 + 11)],
          [cpu({ id }), `${n > 0 ? `_x${n * 12} ` : ""}0+1x11 _x200`],
        ]),
      ),
      expect: { "7m": "quiet", "10m": ["warning"], "30m": "quiet" },
    },
    "stays quiet when cAdvisor misses a scrape": {
      given: { [seen()]: "0+15x20 _ 330+15x100", [cpu()]: "0+1x20 _ 22+1x100" },
      expect: { "5m": "quiet", "6m": "quiet", "10m": "quiet" },
    },
    "stays quiet when a container just runs": {
      given: { [seen()]: SEEN, [cpu()]: growing(0.2) },
      expect: { "1m": "quiet", "30m": "quiet" },
    },
  }),
];
