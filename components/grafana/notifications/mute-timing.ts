// A mute timing → Grafana's, which is Alertmanager's under other names.
import { timeInterval } from "../../alertmanager";
import type { MuteTiming } from "../../monitoring";

/** Mutes at all times: for a route whose receiver notifies nobody. */
export const ALWAYS = "always";

export interface MuteInterval {
  weekdays?: string[];
  times?: { start: string; end: string }[];
  location: string;
}

/** The intervals of a mute timing; a time over midnight is two of them. */
export function muteIntervals(timing: MuteTiming): MuteInterval[] {
  return timeInterval(timing).time_intervals.map(({ weekdays, times, location }) => ({
    ...(weekdays && { weekdays: [...weekdays] }),
    ...(times && { times: times.map(({ start_time, end_time }) => ({ start: start_time, end: end_time })) }),
    location,
  }));
}
