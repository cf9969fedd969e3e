// How many days of history a command looks at.

const MOST = 400;

export function daysIn(given: string): number {
  const days = Number(given);
  if (given.trim() !== "" && days > 0 && days <= MOST) return days;
  throw new Error(`--days: found "${given}"; allowed is a number above 0 and up to ${MOST}, as in --days 7`);
}
