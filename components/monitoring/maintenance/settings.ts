// The settings of planned maintenance: which alerts are not sent, when, and why.
import { z } from "zod";
import { clock, clockStart, name, reason, timezone, weekdays } from "../settings/fields";

const MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december";

const names = (what: string) => z.array(name).min(1, "at least one").optional().describe(what);

const match = z
  .strictObject({
    services: names("Alerts of these services."),
    hosts: names("Alerts of these hosts, and of what runs on them."),
    teams: names("Alerts of these teams."),
    alerts: z
      .array(z.string().regex(/^[a-zA-Z_]\w*$/, "an alert's name such as InstanceDown"))
      .min(1, "at least one")
      .optional()
      .describe("These alerts."),
    labels: z
      .record(z.string().regex(/^[a-zA-Z_]\w*$/, "a label's name such as cluster"), z.string().min(1, "a value"))
      .optional()
      .describe("Any other label with this very value: `{ cluster: eu-1 }`."),
  })
  .refine(
    (given) => Object.values(given).some((value) => value !== undefined && Object.keys(value).length > 0),
    "services, hosts, teams, alerts or labels; without any it would hold for every alert",
  );

/** A date and time of a clock on the wall, to the minute. */
const dateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "a date and time such as 2027-01-31T22:00, in the window's timezone")
  .refine(exists, { error: "a date and time that exist, such as 2027-01-31T22:00", abort: true });

const dayOfMonth = z
  .string()
  .regex(/^-?\d{1,2}(:-?\d{1,2})?$/, 'a day of the month or a range in quotes, such as "1", "1:7" or "-1" for the last')
  .refine(
    isDayRange,
    'days from 1 to 31, or from -31 to -1 counted from the end, the earlier one first, such as "1:7"',
  );

const month = z
  .string()
  .regex(new RegExp(`^(${MONTHS})(:(${MONTHS}))?$`), "a month or a range such as december or january:march")
  .refine(isMonthRange, "the earlier month first, such as january:march; two entries where the range is over New Year");

const common = {
  name: name.describe("Unique among the windows."),
  match: match.describe("Which alerts: those that all of it fits."),
  timezone: timezone.default("UTC").describe("An IANA time zone, in which its dates and times are."),
  reason: reason.describe("Why; shown with the silence."),
  owner: z.string().min(2, "who answers for it, such as a team or an e-mail address").describe("Who answers for it."),
};

/** From one time to another, once. */
const once = z.strictObject({
  ...common,
  from: dateTime.describe("When it begins: `2027-01-31T22:00`."),
  to: dateTime.describe("When it ends; at most 31 days later."),
});

/** Again and again. */
const recurring = z.strictObject({
  ...common,
  weekdays: weekdays.optional().describe("On these days of the week: `[saturday:sunday]`."),
  daysOfMonth: z.array(dayOfMonth).min(1).optional().describe('On these days of the month: `["1", "-1"]`.'),
  months: z.array(month).min(1).optional().describe("In these months: `[january:march]`."),
  times: z
    .array(z.strictObject({ from: clockStart, to: clock }))
    .min(1)
    .optional()
    .describe("At these times of the day."),
});

const RECURRENCE = ["weekdays", "daysOfMonth", "months", "times"] as const;

type Once = z.infer<typeof once>;
type Recurring = z.infer<typeof recurring>;

/** A window, of either kind. */
export type Maintenance = Once | Recurring;

export const isOnce = (window: Maintenance): window is Once => "from" in window;

/** Whoever needs longer wants another rule. */
const LONGEST_DAYS = 31;

/** One schema, so that mistakes are named by field and not by kind of window. */
export const maintenanceWindow = z
  .strictObject({ ...recurring.shape, from: once.shape.from.optional(), to: once.shape.to.optional() })
  .superRefine(({ from, to, ...rest }, context) => {
    const tell = (message: string, ...path: (string | number)[]) => context.addIssue({ code: "custom", message, path });
    const recurs = RECURRENCE.filter((field) => rest[field] !== undefined);
    if (!from && !to && recurs.length === 0)
      return tell(`from and to for a window that comes once, or ${RECURRENCE.join(", ")} for one that recurs`);
    if ((from || to) && recurs.length > 0)
      return tell(`either from and to, or ${recurs.join(", ")}: a window comes once or recurs`);
    if (from && !to) return tell("the time when it ends, such as 2027-02-01T02:00", "to");
    if (to && !from) return tell("the time when it begins, such as 2027-01-31T22:00", "from");
    if (from && to && to <= from) return tell(`a time after ${from}, when it begins`, "to");
    if (from && to && (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 86_400_000 > LONGEST_DAYS)
      return tell(
        `a time at most ${LONGEST_DAYS} days after ${from}; for longer, alerts.<name>.disabled is the setting`,
        "to",
      );
    const overMidnight = rest.times?.findIndex((time) => time.to <= time.from) ?? -1;
    if (overMidnight >= 0 && (rest.daysOfMonth || rest.months))
      tell(
        "a time after from; over midnight, days of the month and months need a window for each day",
        "times",
        overMidnight,
        "to",
      );
    return undefined;
  })
  .transform(({ from, to, ...rest }): Maintenance => {
    const { name, match, timezone, reason, owner } = rest;
    return from && to ? { name, match, timezone, reason, owner, from, to } : rest;
  });

function exists(text: string): boolean {
  const time = new Date(`${text}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/** As Alertmanager checks it: a month may have 28 days. */
function isDayRange(text: string): boolean {
  const [first = 0, last = first] = text.split(":").map(Number);
  if ([first, last].some((day) => day === 0 || Math.abs(day) > 31) || (first < 0 && last > 0)) return false;
  const fromStart = (day: number) => (day < 0 ? 28 + day : day);
  return fromStart(first) <= fromStart(last);
}

function isMonthRange(text: string): boolean {
  const [first = 0, last = first] = text.split(":").map((one) => MONTHS.split("|").indexOf(one));
  return first <= last;
}
