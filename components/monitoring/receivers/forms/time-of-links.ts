// What a message makes of an alert's links to logs and traces: an hour, from three quarters before the alert began to one after.

const QUARTER = 15 * 60 * 1e9;

/** A pipeline of the annotation: Grafana's Explore has the hour within its state, in which `now` is when the message is sent. */
export const within = (since: string): string =>
  `. | reReplaceAll "now-1h" (print (${since}.Add ${-3 * QUARTER}).UnixMilli "") | reReplaceAll "now%22" (print (${since}.Add ${QUARTER}).UnixMilli "%22")`;

/** What the annotation `logs_url` lacks: its end, for VictoriaLogs' page. @param since The template's time. */
export const untilAfter = (since: string): string =>
  `&g0.end_input={{ (${since}.Add ${QUARTER}).UTC.Format "2006-01-02T15:04:05Z" }}`;

/** What the annotation `traces_url` lacks, in microseconds since 1970 as Jaeger takes them. @param since The template's time. */
export const hourAround = (since: string): string =>
  `&start={{ (${since}.Add ${-3 * QUARTER}).UnixMicro }}&end={{ (${since}.Add ${QUARTER}).UnixMicro }}`;
