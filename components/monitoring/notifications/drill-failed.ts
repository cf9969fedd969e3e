// The name of the alert of a drill that failed, which neither a rule nor a mixin has.

/** The alert that a drill sends to Alertmanager by itself: Prometheus may be what is broken. */
export const DRILL_FAILED = "DrillFailed";
