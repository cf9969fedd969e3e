// A mute timing → Alertmanager's time_intervals, which know neither nights nor weeks that start in their middle.
import type { MuteTiming } from "../monitoring";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

type Times = MuteTiming["times"];
type Dates = NonNullable<MuteTiming["dates"]>;

interface TimeInterval {
  weekdays?: readonly string[];
  days_of_month?: readonly string[];
  months?: readonly string[];
  years?: readonly string[];
  times?: { start_time: string; end_time: string }[];
  location: string;
}

/** A named entry of `time_intervals`. A time that ends before it starts goes on into the next day. */
export function timeInterval(timing: MuteTiming): { name: string; time_intervals: TimeInterval[] } {
  const { name, weekdays, times, dates } = timing;
  if (dates) return { name, time_intervals: dates.map((date) => onDate(date, timing.timezone)) };
  const days = weekdays.flatMap(daysOf);
  const untilMidnight = times.map((time) => (isOverMidnight(time) ? { ...time, to: "24:00" } : time));
  const afterMidnight = times
    .filter((time) => isOverMidnight(time) && time.to !== "00:00")
    .map(({ to }) => ({ from: "00:00", to }));
  const nextDays = days.map((day) => dayAfter(day, 1));
  return {
    name,
    time_intervals: [
      interval(days, untilMidnight, timing),
      ...(afterMidnight.length > 0 ? [interval(nextDays, afterMidnight, timing)] : []),
    ],
  };
}

function interval(days: readonly string[], times: Times, { timezone, daysOfMonth, months }: MuteTiming): TimeInterval {
  return {
    ...(days.length > 0 && { weekdays: days }),
    ...(daysOfMonth && { days_of_month: daysOfMonth }),
    ...(months && { months }),
    ...(times.length > 0 && { times: times.map(asTimes) }),
    location: timezone,
  };
}

function onDate({ year, month, day, from, to }: Dates[number], timezone: string): TimeInterval {
  return {
    years: [String(year)],
    months: [String(month)],
    days_of_month: [String(day)],
    ...(!(from === "00:00" && to === "24:00") && { times: [asTimes({ from, to })] }),
    location: timezone,
  };
}

const asTimes = ({ from, to }: Times[number]) => ({ start_time: from, end_time: to });

const isOverMidnight = ({ from, to }: Times[number]) => to <= from;

/** `friday:monday` → each of its days; Alertmanager refuses a range over the end of its week, which is Saturday. */
function daysOf(range: string): string[] {
  const [first = range, last = first] = range.split(":");
  const length = (DAYS.indexOf(last) - DAYS.indexOf(first) + 7) % 7;
  return Array.from({ length: length + 1 }, (_, offset) => dayAfter(first, offset));
}

function dayAfter(day: string, offset: number): string {
  return DAYS[(DAYS.indexOf(day) + offset) % 7] ?? day;
}
