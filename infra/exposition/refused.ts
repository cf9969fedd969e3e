// Targets that answer and whose scrapes are refused whole, for what is over a limit or for their content type: in
// Prometheus' words, which name metric and label.
import type { PrometheusAccess } from "../running/prometheus-access";
import { activeTargets } from "../running/prometheus-api";
import { isUntyped, withRemedy } from "../running/scrape-error";

export interface Refused {
  job: string;
  instance: string;
  /** Prometheus' own: the limit, the metric and the label; with what to do where a setting helps. */
  reason: string;
}

/** As Prometheus 2 and 3 word it: `label_limit exceeded (metric: …`, `sample limit exceeded`. */
const OVER_A_LIMIT = /(label_limit|label_(name|value)_length_limit|(sample|bucket|body size) limit) exceeded/;

/** Throws where Prometheus does not answer. */
export async function refusedIn(prometheus: PrometheusAccess): Promise<Refused[]> {
  const { activeTargets: active } = activeTargets.parse(await prometheus.ask("targets", { state: "active" }));
  return active
    .filter(({ health, lastError }) => health === "down" && (OVER_A_LIMIT.test(lastError) || isUntyped(lastError)))
    .map(({ labels: { job = "", instance = "" }, lastError }) => ({ job, instance, reason: withRemedy(lastError) }));
}
