// What can go wrong with hooks. That nothing calls them says TargetDown, and AlertmanagerFailedToSendAlerts of the kind webhook.
import { type Alert, alert } from "../../rules";
import { CALLS } from "./metrics";

/** Rounded, because increase() extrapolates. */
const lately = (outcomes: string) => `round(increase(${CALLS}{job="repairs",outcome${outcomes}}[15m]))`;

export const alerts: readonly Alert[] = [
  alert({
    name: "RemediationFailing",
    expr: lately('=~"failed|interrupted|unclaimed"'),
    above: { warning: 0 },
    for: "0s",
    summary: "The hook {{ $labels.hook }} did not do what an alert asked it for",
    description:
      "{{ $value | humanize }} of its calls in the last 15 minutes were {{ $labels.outcome }}: nothing is repaired by itself, and no call that was made is repeated.",
  }),
  alert({
    name: "RemediationLimited",
    expr: lately('="limited"'),
    above: { warning: 0 },
    for: "0s",
    summary: "The hook {{ $labels.hook }} is no longer called: its limit is reached",
    description:
      "{{ $value | humanize }} incidents of the last 15 minutes would have called it. What it repairs breaks again and again.",
  }),
];
