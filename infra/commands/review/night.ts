// When it is night for those who are on call.

/** Hours of the day: from the first until before the second. */
export const NIGHT = { from: 22, until: 7 } as const;

/** @param zone A time zone's name. What it returns takes Unix seconds. */
export function nightIn(zone: string): (at: number) => boolean {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
  return (at) => {
    const hour = Number(format.format(at * 1000));
    return hour >= NIGHT.from || hour < NIGHT.until;
  };
}

/** Throws where nobody knows the time zone. */
export function zoneIn(given: string): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    throw new Error(`--zone: found "${given}"; allowed is the name of a time zone, as in --zone Europe/Berlin`);
  }
}
