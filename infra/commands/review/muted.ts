// What mute timings held back: at a time, and of alerts with some labels.
import { type MuteTiming, type Notifications, type Route, walkOf } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";

type Labels = Readonly<Record<string, string>>;

/** A firing of more times is looked at no further: mute timings end. */
const MOST_TIMES = 5_000;

/**
 * Whether each message of a firing fell into the mute timings of all its routes, those of an escalation aside. Alertmanager looks
 * when the group's wait is over, and again after each of its intervals.
 */
export function mutedBy({
  routes,
  muteTimings,
  maintenance,
}: Pick<Notifications, "routes" | "muteTimings" | "maintenance">): (
  labels: Labels,
  from: number,
  to: number,
) => boolean {
  const timings = new Map(muteTimings.map((timing) => [timing.name, isWithin(timing)]));
  // A window mutes every route of what is in it.
  const windows = maintenance.flatMap(({ matchers, muteTiming }) =>
    muteTiming ? [{ isOf: walkOf([{ matchers }]), test: isWithin(muteTiming) }] : [],
  );
  if (timings.size + windows.length === 0) return () => false;
  const walk = walkOf(routes.filter(({ after }) => after === undefined));
  return (labels, from, to) => {
    const taken = walk(labels);
    const inWindows = windows.filter(({ isOf }) => isOf(labels).length > 0).map(({ test }) => test);
    const isMuted = ({ muteTimings: names }: Route, at: number) =>
      [...names.flatMap((name) => timings.get(name) ?? []), ...inWindows].some((test) => test(at));
    return taken.length > 0 && taken.every((route) => timesOf(route, from, to).every((at) => isMuted(route, at)));
  };
}

function timesOf({ timing }: Route, from: number, to: number): number[] {
  const first = from + seconds(timing.groupWait);
  const step = seconds(timing.groupInterval);
  const count = Math.min(MOST_TIMES, Math.max(1, Math.ceil((to - first) / step)));
  return Array.from({ length: count }, (_, index) => first + index * step);
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** Takes Unix seconds. Ranges include their ends, as Alertmanager's do; times of the day leave their end out. */
export function isWithin({
  weekdays,
  times,
  timezone,
  daysOfMonth = [],
  months = [],
  dates,
}: MuteTiming): (at: number) => boolean {
  const clock = clockIn(timezone);
  return (at) => {
    const { year, month, day, weekday, minutes, daysInMonth } = clock(at);
    const isTime = (spans: readonly { from: string; to: string }[]) =>
      spans.length === 0 || spans.some(({ from, to }) => minutes >= minutesOf(from) && minutes < minutesOf(to));
    if (dates) return dates.some((one) => one.year === year && one.month === month && one.day === day && isTime([one]));
    const any = (ranges: readonly string[], value: number, numberOf: (name: string) => number) =>
      ranges.length === 0 ||
      ranges.some((range) => {
        const [first = 0, last = first] = range.split(":").map(numberOf);
        // From Saturday to Sunday is past the end of the week.
        return first <= last ? value >= first && value <= last : value >= first || value <= last;
      });
    const dayOf = (text: string) => (Number(text) < 0 ? daysInMonth + 1 + Number(text) : Number(text));
    return (
      isTime(times) &&
      any(weekdays, weekday, (name) => WEEKDAYS.indexOf(name)) &&
      any(daysOfMonth, day, dayOf) &&
      any(months, month, (name) => (/^\d+$/.test(name) ? Number(name) : MONTHS.indexOf(name) + 1))
    );
  };
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return 60 * hours + minutes;
};

function clockIn(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, hourCycle: "h23", weekday: "long" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  } as const);
  return (at: number) => {
    const parts = new Map(format.formatToParts(at * 1000).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const [year, month] = [number("year"), number("month")];
    return {
      ...{ year, month, day: number("day") },
      weekday: WEEKDAYS.indexOf((parts.get("weekday") ?? "").toLowerCase()),
      minutes: 60 * number("hour") + number("minute"),
      daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    };
  };
}
