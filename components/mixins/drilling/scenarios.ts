// That drills no longer run, proven: in time, not before, and not where none was planned yet.
import { type Scenario, scenarios } from "../../rules";
import { DRILLED, JOB } from "./metrics";

/** At a minute a sample, of drills every quarter of an hour. */
const drills = (values: string): Pick<Scenario, "given" | "interval"> => ({
  given: { [`${DRILLED}{job="${JOB}"}`]: values },
  interval: "1m",
});

const ONE = "1 _x14";
const RUN = Array.from({ length: 8 }, () => ONE).join(" ");

export const drillingScenarios: readonly Scenario[] = scenarios("DrillNotRunning", {
  "warns when three drills in a row are missing, and resolves with the next": {
    ...drills(`${ONE} ${ONE} 1 _x59 1 _x30`),
    expect: { "1h14m": "quiet", "1h17m": ["warning"], "1h29m": ["warning"], "1h33m": "quiet" },
  },
  "warns where not even the first one of a deployment comes": {
    given: {},
    expect: { "44m": "quiet", "47m": ["warning"] },
  },
  "stays quiet while they come": {
    ...drills(RUN),
    expect: { "20m": "quiet", "50m": "quiet", "1h20m": "quiet", "1h58m": "quiet" },
  },
  "stays quiet while two are missing": {
    ...drills(`${ONE} 1 _x43 ${RUN}`),
    expect: { "58m": "quiet", "1h1m": "quiet", "1h30m": "quiet" },
  },
});
