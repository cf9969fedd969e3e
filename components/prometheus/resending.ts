// How soon what fires is sent again, and how long one of several Alertmanagers waits: for it, and for the others.

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

/**
 * So long each of several Alertmanagers waits for each one before it, in seconds, and then sends what fired when its wait began unless
 * that was sent. A wait must end before the group's next interval: else the first one has sent by then that the alert is resolved, and
 * the last one sends that it fires. With Alertmanager's own 15 s the third waits as long as a critical group's interval.
 */
export const PEER_TIMEOUT_SECONDS = 5;
