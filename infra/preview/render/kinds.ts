// The kinds of things that can change: how they are called, and what is shown of them, in the order in which they are shown.
import { RECEIVER_FACTS } from "../../../components/monitoring";
import type { Kind } from "../changes";

interface KindWords {
  kind: Kind;
  title: string;
  one: string;
  many: string;
  /** The facts that are shown of something added or removed. */
  tell: readonly string[];
}

export const KINDS: readonly KindWords[] = [
  {
    kind: "alerts",
    title: "Alerts",
    one: "alert",
    many: "alerts",
    tell: ["threshold", "for", "detection latency", "route", "routes of teams", "expression"],
  },
  { kind: "services", title: "Services", one: "service", many: "services", tell: [] },
  { kind: "jobs", title: "Scrape jobs", one: "scrape job", many: "scrape jobs", tell: ["interval", "through"] },
  { kind: "targets", title: "Targets", one: "target", many: "targets", tell: ["service", "team", "host"] },
  { kind: "recordings", title: "Recordings", one: "recording", many: "recordings", tell: ["expression"] },
  { kind: "dashboards", title: "Dashboards", one: "dashboard", many: "dashboards", tell: ["panels"] },
  { kind: "panels", title: "Panels", one: "panel", many: "panels", tell: [] },
  {
    kind: "receivers",
    title: "Receivers",
    one: "receiver",
    many: "receivers",
    tell: RECEIVER_FACTS,
  },
  { kind: "routes", title: "Routes", one: "route", many: "routes", tell: ["receiver", "muted in"] },
  { kind: "inhibitions", title: "Inhibitions", one: "inhibition", many: "inhibitions", tell: ["equal labels"] },
  {
    kind: "muteTimings",
    title: "Mute timings",
    one: "mute timing",
    many: "mute timings",
    tell: ["weekdays", "times", "timezone"],
  },
  {
    kind: "maintenance",
    title: "Maintenance",
    one: "maintenance window",
    many: "maintenance windows",
    tell: ["alerts", "once", "weekdays", "days of the month", "months", "times", "reason", "owner"],
  },
  {
    kind: "keeping",
    title: "Evaluation and retention",
    one: "setting of evaluation and retention",
    many: "settings of evaluation and retention",
    tell: ["evaluation interval", "retention", "retention of the archive"],
  },
];
