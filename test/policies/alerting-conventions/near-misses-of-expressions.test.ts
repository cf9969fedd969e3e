// Near misses of the policies on PromQL.
import { testNearMisses } from "../near-misses";

testNearMisses({
  "promql-syntax": {
    says: "is not PromQL",
    finds: [
      "rate(x_total) > 1",
      "sum(rate(x_total[5m])",
      "topk(x) > 1",
      "x[5m] > 1",
      "1 > 0",
      "x and 1",
      "label_replace(x, 'a', 'b') > 1",
      "histogram_quantile(rate(x_bucket[5m])) > 1",
      "sum(x) offset 5m > 1",
    ],
    leaves: [
      "clamp(x, 0, 1) > 0.5",
      "hour() > 5",
      "round(x) > 1",
      "round(x, 0.1) > 1",
      "1 > bool 0",
      "x and on () vector(1)",
      'label_join(x, "a", ",", "b", "c") > 1',
    ],
  },
  "alert-without-comparison": {
    says: "compares nothing",
    finds: ["x", "sum(rate(x_total[5m]))", "x / y", "x or y > 1"],
    leaves: ["x > 0", "x and y", "absent(x)", "job:broken:count", 'x{state="failed"}', "count(x > 1)", "vector(1)"],
  },
  "impossible-comparison": {
    says: "hold",
    finds: [
      "up > 1",
      "up == 2",
      "count(up) == 0",
      "count by (job) (up) < 1",
      "sum(up == 0) > 0",
      "rate(x_total[5m]) < 0",
      "absent(up) == 0",
      "x > 5 < 3",
      "up >= 0",
      "up == bool 0",
    ],
    leaves: [
      "up == 0",
      "up < 1",
      "count(up) < 3",
      "count(up == 0) > 0",
      "absent(up) == 1",
      "x < 0",
      "rate(x_total[5m]) > 0",
      "sum(up) < 1",
      "1 - up > 0",
      "-up < 0",
      "(a > bool 5) + b > 1",
      "clamp_max(x, 1) > 0.5",
    ],
  },
  "impossible-matching": {
    says: "does not",
    finds: [
      "sum(x) / y > 1",
      "sum by (job) (x) / sum by (team) (y) > 1",
      "sum by (job, code) (x) / sum by (job) (y) > 1",
      "x / on (job) sum by (team) (y) > 1",
      "x and sum(y) > 1",
      "x unless sum by (job) (y)",
      "sum by (team) (sum by (job) (x)) > 1",
      "absent(up) and x > 1",
    ],
    leaves: [
      "sum(x) / sum(y) > 1",
      "sum by (job) (x) / sum by (job) (y) > 1",
      'sum by (job, tenant) (x{tenant=""}) > 1',
      "sum by (job, code) (x) / on (job) group_left () sum by (job) (y) > 1",
      "sum by (job, code) (x) / ignoring (code) group_left () sum by (job) (y) > 1",
      "x and on (job) sum by (job) (y) > 1",
      "x and on () absent(y)",
      "x / scalar(sum(y)) > 1",
      "sum by (job) (x) or sum(y) > 1",
      "x / y > 1",
      "job:x:sum / job:y:sum > 1",
      "sum by (job) (sum by (job, team) (x)) > 1",
      "a:x:sum + ignoring (day) group_right () count_values without () ('day', floor(timestamp(a:x:sum))) * 0",
      // A recording that reads itself, and one without colons, from which the first is made.
      "- { record: of_pods, expr: 'sum by (pod) (x)' }\n- { record: 'a:x:sum', expr: 'sum by (pod) (y) + on (pod) group_right () of_pods or of_pods' }\n- { record: 'a:x:all', expr: 'a:x:sum + (last_over_time(a:x:all[30m]) or a:x:sum * 0)' }",
      // Another server adds the label that a matcher asks for.
      "- { record: 'a:x:sum', expr: 'sum(x)' }\n- { record: 'b:x:sum', expr: \"sum by (seed) (a:x:sum{seed=~'a|b'})\" }",
    ],
  },
  "division-by-zero-limit": {
    says: "which is 0 where there is no limit",
    finds: [
      "a / redis_memory_max_bytes > 0.9",
      "sum by (pod) (a) / sum by (pod) (container_spec_memory_limit_bytes) * 100 > 80",
    ],
    leaves: [
      "a / (redis_memory_max_bytes > 0) > 0.9",
      "a / redis_memory_max_bytes > 0.9 and redis_memory_max_bytes > 0",
      "a / redis_memory_max_bytes > 0.9 unless redis_memory_max_bytes == 0",
      "a / redis_memory_max_bytes < 0.1",
      "a / node_memory_MemTotal_bytes > 0.9",
      // Nothing of nothing is no number, which is over no threshold.
      "1 - node_memory_SwapFree_bytes / node_memory_SwapTotal_bytes > 0.8",
    ],
  },
  "part-compared-as-whole": {
    says: "phase",
    finds: [
      "probe_http_duration_seconds > 1",
      "avg_over_time(probe_http_duration_seconds[5m]) > 1",
      "kube_pod_status_phase == 1",
    ],
    leaves: [
      "sum by (instance) (probe_http_duration_seconds) > 1",
      'probe_http_duration_seconds{phase="tls"} > 1',
      "probe_duration_seconds > 1",
      'sum by (namespace) (kube_pod_status_phase{phase="Failed"}) > 1',
    ],
  },
  "rate-on-recording": {
    says: "of the recording",
    finds: ["rate(job:x:rate5m[5m]) > 1", "increase(job:errors:ratio_rate5m[1h]) > 1"],
    leaves: ["avg_over_time(job:x:rate5m[5m]) > 1", "rate(job:x_total:labelled[5m]) > 1"],
  },
  "rate-of-sum": {
    says: "of a sum",
    finds: ["rate(sum(x_total)[5m:]) > 1", "rate(a:x:sum[5m]) > 1"],
    leaves: [
      "sum(rate(x_total[5m])) > 1",
      // A rate already: rate-on-recording's.
      "- { record: 'a:x:sum', expr: 'sum(rate(x_total[5m]))' }\n- { alert: A, expr: 'rate(a:x:sum[5m]) > 1' }",
    ],
  },
  "irate-in-alert": { says: "last two samples", finds: ["irate(x_total[5m]) > 1"], leaves: ["rate(x_total[5m]) > 1"] },
  "topk-in-alert": {
    says: "first at that moment",
    finds: ["topk(3, x) > 1", "bottomk(1, x) < 1"],
    leaves: ["sum(topk(3, x)) > 1", "topk by (job) (1, x) > 1", "x * on (job) group_left (team) topk(1, y) > 1"],
  },
  "histogram-quantile-per-series": {
    says: "of each series apart",
    finds: ["histogram_quantile(0.9, rate(x_bucket[5m])) > 1"],
    leaves: [
      "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 1",
      "histogram_quantile(0.9, le:x:rate5m) > 1",
    ],
  },
  "nan-in-aggregation": {
    says: "whose divisor can be 0",
    finds: ["avg(rate(a_total[5m]) / rate(b_total[5m])) > 1", "sum by (job) (a % b) > 1"],
    leaves: [
      "avg(rate(a_total[5m]) / (rate(b_total[5m]) > 0)) > 1",
      "max(rate(a_total[5m]) / rate(b_total[5m])) > 1",
      "sum(a) / sum(b) > 1",
      "avg(a / 5) > 1",
      "avg(a / b > 0) > 1",
    ],
  },
  "experimental-promql": {
    says: "which is experimental",
    finds: ["mad_over_time(x[5m]) > 1", "limit_ratio(0.5, x) > 1"],
    leaves: ["stddev_over_time(x[5m]) > 1"],
  },
});
