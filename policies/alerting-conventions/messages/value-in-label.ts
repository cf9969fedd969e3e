import type { Policy } from "../../policy";
import { showsValue } from "../templates";

export const valueInLabel: Policy = {
  name: "value-in-label",
  level: "mandatory",
  description: "No label of an alert holds its value.",
  judges: "rule",
  *check({ kind, labels }) {
    if (kind !== "alert") return;
    for (const [label, text] of Object.entries(labels)) {
      // A comparison chooses one of few texts.
      if (!showsValue(text) || /\{\{-?\s*(if|else if)\b/.test(text)) continue;
      yield {
        found: `the label ${label} holds the value: ${text}`,
        why: "Labels tell alerts apart: each new value ends the alert and begins another, which has to wait for its whole for again",
        fix: "Put the value into an annotation",
      };
    }
  },
  examples: {
    bad: '- alert: ShopErrors\n  expr: rate(errors_total[5m]) > 5\n  labels: { rate: "{{ $value }}" }',
    good: '- alert: ShopErrors\n  expr: rate(errors_total[5m]) > 5\n  annotations: { summary: "{{ $value | humanize }} errors a second" }',
  },
};
