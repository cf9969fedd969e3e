// How long the servers' certificate is valid: the same all month, so that one `up` a month renews it and no other changes it.

export interface Validity {
  from: Date;
  until: Date;
}

/** An environment that is deployed once in as many months keeps its certificate from ending. */
const MONTHS = 13;

const DAY = 86_400_000;

/** Of what is deployed now; it begins a day early, for machines whose clock is late. Months are those of UTC. */
export function validityAt(now: Date): Validity {
  const startOf = (months: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months);
  return { from: new Date(startOf(0) - DAY), until: new Date(startOf(MONTHS)) };
}
