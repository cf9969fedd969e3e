// A mute timing → Alertmanager's time_intervals, which know neither nights nor weeks that start in their middle.
import type { MuteTiming } from "../monitoring";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

type Times = MuteTiming["times"];

/** A named entry of `time_intervals`. A time that ends before it starts goes on into the next day. */
export function timeInterval({ name, weekdays, times, timezone }: MuteTiming) {
  const days = weekdays.flatMap(daysOf);
  const untilMidnight = times.map((time) => (isOverMidnight(time) ? { ...time, to: "24:00" } : time));
  const afterMidnight = times
    .filter((time) => isOverMidnight(time) && time.to !== "00:00")
    .map(({ to }) => ({ from: "00:00", to }));
  return {
    name,
    time_intervals: [
      interval(days, untilMidnight, timezone),
      ...(afterMidnight.length > 0
        ? [
            interval(
              days.map((day) => dayAfter(day, 1)),
              afterMidnight,
              timezone,
            ),
          ]
        : []),
    ],
  };
}

function interval(days: readonly string[], times: Times, location: string) {
  return {
    ...(days.length > 0 && { weekdays: days }),
    ...(times.length > 0 && { times: times.map(({ from, to }) => ({ start_time: from, end_time: to })) }),
    location,
  };
}

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
