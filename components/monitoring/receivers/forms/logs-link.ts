// The link of a message to the log store: an alert's annotation says which lines, the message from when.

/** A quarter of an hour, in nanoseconds. */
const AFTERWARDS = 15 * 60 * 1e9;

/** What the annotation `logs_url` lacks: the page ends a quarter of an hour after the alert began. @param since The template's time. */
export const untilAfter = (since: string): string =>
  `&g0.end_input={{ (${since}.Add ${AFTERWARDS}).UTC.Format "2006-01-02T15:04:05Z" }}`;
