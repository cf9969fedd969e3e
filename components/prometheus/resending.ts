// How soon what fires is sent again, and how long an Alertmanager that starts waits for it.

/**
 * After so long a Prometheus sends what fires again. One that has just started knows its Alertmanagers only after seconds; by default
 * it would not send what fires before then again for a minute.
 */
export const RESEND_DELAY = { flag: "rules.alert.resend-delay", value: "15s" } as const;

/**
 * How long one of several Alertmanagers that starts leaves notifying to the others, in seconds: until it has their log of what was sent
 * and, after two `RESEND_DELAY`s, every alert that fires.
 */
export const START_DELAY_SECONDS = 30;
