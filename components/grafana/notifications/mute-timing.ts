// A mute timing → Grafana's, which is Alertmanager's under other names.
import { timeInterval } from "../../alertmanager";
import type { MuteTiming } from "../../monitoring";

/** Mutes at all times: for a route whose receiver notifies nobody. */
export const ALWAYS = "always";

export interface MuteInterval {
  weekdays?: string[];
  daysOfMonths?: string[];
  months?: string[];
  years?: string[];
  times?: { start: string; end: string }[];
  location: string;
}

/** The intervals of a mute timing; a time over midnight is two of them. */
export function muteIntervals(timing: MuteTiming): MuteInterval[] {
  return timeInterval(timing).time_intervals.map(({ weekdays, days_of_month, months, years, times, location }) => ({
    ...(weekdays && { weekdays: [...weekdays] }),
    ...(days_of_month && { daysOfMonths: [...days_of_month] }),
    ...(months && { months: [...months] }),
    ...(years && { years: [...years] }),
    ...(times && { times: times.map(({ start_time, end_time }) => ({ start: start_time, end: end_time })) }),
    location,
  }));
}
