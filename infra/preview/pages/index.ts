// Pages in a preview: asked for where the settings limit them, or a Prometheus is given.
import { urlOf } from "../../../components/local/parts/part";
import { definitionOf, type Monitoring, type Settings } from "../../../components/monitoring";
import { prometheusAt } from "../../running/prometheus-query";
import type { Rendered } from "../rendered";
import { type PagesKnown, pagesOf } from "./pages";

type Limits = NonNullable<Settings["limits"]["pages"]>;

export interface PagesIn {
  limits: Limits;
  /** Or why nothing is known. */
  known: PagesKnown | string;
}

const NO_LIMITS: Limits = { zone: "UTC", teams: {} };

const DAYS = 7;

/**
 * Undefined where nobody asks.
 * @param given The Prometheus that has the history.
 * Throws where one is given and does not answer; where none is, that is what is known.
 */
export async function pagesIn(
  base: Monitoring | undefined,
  { monitoring, limits }: Rendered,
  { given, settings, now }: { given: string | undefined; settings: Settings; now: number },
): Promise<PagesIn | undefined> {
  const pages = limits?.pages;
  if (!pages && given === undefined) return undefined;
  const held = pages ?? NO_LIMITS;
  const here = definitionOf(settings.platform).onThisMachine(settings.platform);
  const url = given ?? (here && urlOf(here.ports.prometheus));
  if (url === undefined)
    return { limits: held, known: "no Prometheus is given: --prometheus http://127.0.0.1:9090 has the history" };
  const asked = pagesOf({ prometheus: prometheusAt(url), base, head: monitoring, zone: held.zone, days: DAYS, now });
  const known = given === undefined ? await asked.catch(({ message }: Error) => message) : await asked;
  return { limits: held, known };
}
