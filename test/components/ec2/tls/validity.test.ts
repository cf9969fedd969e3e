// How long certificates are valid: whoever deploys at whichever moment.
import fc from "fast-check";
import { expect, test } from "vitest";
import { validityAt } from "../../../../components/ec2/tls/validity";

const DAY = 86_400_000;
const moment = fc.date({
  min: new Date("2026-01-01T00:00:00Z"),
  max: new Date("2126-01-01T00:00:00Z"),
  noInvalidDate: true,
});

test("is the same all month, and later in the next", () => {
  const monthOf = (at: Date) => at.toISOString().slice(0, 7);
  fc.assert(
    fc.property(moment, fc.nat(80 * DAY), (now, more) => {
      const later = new Date(now.getTime() + more);
      const [one, other] = [validityAt(now), validityAt(later)];
      if (monthOf(now) === monthOf(later)) expect(other).toEqual(one);
      else expect(other.until.getTime()).toBeGreaterThan(one.until.getTime());
    }),
  );
});

test("has begun a day ago at least, and lasts another year", () => {
  fc.assert(
    fc.property(moment, (now) => {
      const { from, until } = validityAt(now);
      expect(now.getTime() - from.getTime()).toBeGreaterThanOrEqual(DAY);
      expect(until.getTime() - now.getTime()).toBeGreaterThan(365 * DAY);
      expect(until.getTime() - from.getTime()).toBeLessThanOrEqual(398 * DAY);
    }),
  );
});

test("ends with the month in which it began, a year later", () => {
  expect(validityAt(new Date("2026-12-31T23:59:59Z"))).toEqual({
    from: new Date("2026-11-30T00:00:00Z"),
    until: new Date("2028-01-01T00:00:00Z"),
  });
});
