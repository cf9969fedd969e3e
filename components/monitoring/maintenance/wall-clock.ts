// Dates and times of a clock on the wall → instants. Zones change their distance from UTC, so that it is looked up for each.

/** `2027-01-31T22:00` in a time zone, as an instant. A time that the clock leaves out is the one that it shows instead. */
export function instantOf(local: string, timezone: string): Date {
  const asUtc = Date.parse(`${local}:00Z`);
  const first = asUtc - offsetAt(new Date(asUtc), timezone);
  // Between the two the zone may have changed its clocks.
  return new Date(asUtc - offsetAt(new Date(first), timezone));
}

/** Milliseconds by which the zone's clock is ahead of UTC. */
function offsetAt(instant: Date, timezone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(instant.getTime() / 1000) * 1000;
}

const DAY_MS = 86_400_000;

/** Each day from one time of the clock to another, with its part. */
export function daysBetween(from: string, to: string) {
  const [firstDay = "", start = ""] = from.split("T");
  const [lastDay = "", end = ""] = to.split("T");
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS;
  return Array.from({ length: days + 1 }, (_, index) => {
    const date = new Date(Date.parse(firstDay) + index * DAY_MS);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      from: index === 0 ? start : "00:00",
      to: index === days ? end : "24:00",
    };
  }).filter((day) => day.from < day.to);
}
