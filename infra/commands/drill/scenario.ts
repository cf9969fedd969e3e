// Which of an alert's scenarios a drill replays.
import type { Mixin } from "../../../components/mixins";
import { secondsOf } from "../../../components/promql";
import type { Alert, Scenario, Severity } from "../../../components/rules";

export interface Chosen {
  scenario: Scenario;
  /** Seconds from its start until the alert fires. */
  lead: number;
  /** Whether it ends well. */
  resolves: boolean;
}

/** A good end is worth a wait of so long. */
const WORTH_SECONDS = 300;

const cost = ({ lead, resolves }: Chosen) => lead + (resolves ? 0 : WORTH_SECONDS);

/** The scenario that fires soonest, preferably one that ends well. Throws where none fires with this severity. */
export function bestScenario(mixin: Mixin, alert: Alert, severity: Severity): Chosen {
  const found = mixin.scenarios
    .filter((scenario) => scenario.alert === alert.name)
    .flatMap((scenario): Chosen[] => {
      const outcomes = Object.entries(scenario.expect);
      const fires = outcomes.find(([, outcome]) => outcome !== "quiet" && outcome.includes(severity));
      if (!fires) return [];
      return [{ scenario, lead: secondsOf(fires[0]) ?? 0, resolves: outcomes.at(-1)?.[1] === "quiet" }];
    })
    .sort((a, b) => cost(a) - cost(b));
  const [best] = found;
  if (!best) throw new Error(`No scenario shows ${alert.name} firing with severity ${severity}`);
  return best;
}
