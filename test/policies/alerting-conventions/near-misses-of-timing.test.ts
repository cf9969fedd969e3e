// Near misses of the policies on how long a condition holds before it notifies.
import { alert, testNearMisses } from "../near-misses";

testNearMisses({
  "valid-duration": {
    says: "which is no duration",
    finds: [alert("x > 1", "for: five"), alert("x > 1", "for: 300"), alert("x > 1", "keep_firing_for: 5 m")],
    leaves: [alert("x > 1", "for: 1h30m"), alert("x > 1", "for: 0s"), alert("x > 1", 'for: "0"')],
  },
  "alert-for": {
    says: "looks at a moment only",
    finds: ["x > 1", "rate(x_total[30s]) > 1", alert("x > 1", "for: 0m")],
    leaves: [
      alert("x > 1", "for: 1m"),
      "rate(x_total[5m]) > 1",
      "job:x:rate5m > 1",
      "vector(1)",
      alert("x > 1", "labels: { severity: info }"),
    ],
  },
  "absent-without-for": {
    says: "absent",
    finds: ["absent(up)", alert("absent(up)", "for: 30s")],
    leaves: [alert("absent(up)", "for: 1m"), "absent_over_time(up[10m])"],
  },
  "keep-firing-for": {
    says: "keep",
    finds: [alert("rate(x_total[1m]) > 1", "labels: { severity: critical }"), alert("x > 1", "keep_firing_for: 6h")],
    leaves: [
      alert("rate(x_total[1m]) > 1", "labels: { severity: warning }"),
      alert("rate(x_total[1m]) > 1", "labels: { severity: critical }\n  for: 1m"),
      alert("rate(x_total[1m]) > 1", "labels: { severity: critical }\n  keep_firing_for: 5m"),
      alert("rate(x_total[5m]) > 1", "labels: { severity: critical }"),
    ],
  },
  "detection-budget": {
    says: "over the budget of",
    finds: [
      alert("x > 1", "for: 20m\n  labels: { severity: critical }"),
      alert("x > 1", "for: 3h\n  labels: { severity: warning }"),
    ],
    leaves: [
      alert("x > 1", "for: 10m\n  labels: { severity: critical }"),
      alert("x > 1", "for: 2d\n  labels: { severity: ticket }"),
    ],
  },
});
