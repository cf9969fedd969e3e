// Places, more exactly.
import type { Place } from "./content";
import type { Exemption } from "./exemption";

/** A place that is exempted from more. */
export function exempted(place: Place, exemptions: readonly Exemption[]): Place {
  return exemptions.length === 0 ? place : { ...place, exemptions: [...(place.exemptions ?? []), ...exemptions] };
}
