// Near misses of the policies on how many series a rule makes or reads.
import { testNearMisses } from "../near-misses";

testNearMisses({
  "redundant-regex-matcher": {
    says: "x{",
    finds: [
      'x{a=~"b"} > 1',
      'x{a!~"b-c"} > 1',
      'x{a=~"^b.*"} > 1',
      'x{a=~".*"} > 1',
      'x{a!~".*"} > 1',
      'x{a=~".*b.*"} > 1',
    ],
    leaves: ['x{a=~"b|c"} > 1', 'x{a=~"b.+"} > 1', 'x{a="b"} > 1', 'x{a=~"$b"} > 1', 'x{a=~"a\\\\$"} > 1'],
  },
  "unbounded-label-in-rule": {
    says: "groups by",
    finds: ["sum by (url) (rate(http_requests_total[5m])) > 1", "sum by (path) (rate(responses_total[5m])) > 1"],
    leaves: ["sum by (url) (rate(reader_responses_total[5m])) > 1", "sum by (path) (disk_used) > 1"],
  },
  "high-cardinality-grouping": {
    says: "keeps",
    finds: [
      "- { record: 'a:b:sum', expr: 'sum by (uid) (x)' }",
      "- { record: 'a:b:sum', expr: 'sum by (a, b, c, d, e, f, g, h, i) (x)' }",
    ],
    leaves: [
      "- { record: 'a:b:count', expr: 'count(count by (uid) (x))' }",
      "- { record: 'a:b:sum', expr: 'sum without (uid) (x)' }",
      "sum by (uid) (x) > 1",
    ],
  },
});
