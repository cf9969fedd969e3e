// What Prometheus reads of the hooks: how often each was called, and how it went.
import { CALLS, OUTCOMES } from "../mixins/repairs/metrics";
import type { Outcome } from "./outcome";
import type { Hook } from "./plan";

/** Its counters start at 0, so that the first failure is an increase. */
export class CallMetrics {
  private readonly counts: Map<string, number>;

  constructor(hooks: readonly Hook[]) {
    this.counts = new Map(hooks.flatMap(({ name }) => OUTCOMES.map((kind) => [seriesOf(name, kind), 0] as const)));
  }

  count({ name }: Hook, { kind }: Outcome): void {
    const series = seriesOf(name, kind);
    this.counts.set(series, (this.counts.get(series) ?? 0) + 1);
  }

  /** In Prometheus' text format. */
  text(): string {
    const samples = [...this.counts].map(([series, count]) => `${series} ${count}\n`);
    return `# HELP ${CALLS} Incidents for which a hook was to be called, by what came of it.\n# TYPE ${CALLS} counter\n${samples.join("")}`;
  }
}

/** Names of hooks have no characters that would need escaping. */
const seriesOf = (hook: string, kind: Outcome["kind"]) => `${CALLS}{hook="${hook}",outcome="${kind}"}`;
