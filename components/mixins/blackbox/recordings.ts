// What alerts and panels need of the past: availability, and certificates that can no longer be seen.
import { type Recording, recording } from "../../rules";

const probe = ["instance", "service", "team", "host", "job"];

export const recordings: readonly Recording[] = [
  // Kept around the full hour only, where the month is read from it: a month of all values takes nine times as long to read.
  // Only for probes that are an hour old: the failures of setting one up are nobody's downtime.
  recording({
    record: "instance:probe_success:avg1h",
    expr: `avg_over_time(probe_success[1h]) and probe_success offset 1h
      and on () (minute() >= 58 or minute() < 2)`,
    unit: "ratio",
    labels: probe,
  }),
  // Hours that are not known count as available, so that a young probe is not judged by its first bad minutes; a probe that
  // was taken away is not judged at all.
  recording({
    record: "instance:probe_success:avg30d",
    expr: "1 - sum_over_time((1 - instance:probe_success:avg1h)[30d:1h]) / (30 * 24) and probe_success",
    unit: "ratio",
    labels: probe,
  }),
  // Reads its own last value: a certificate that has expired stops the connection that would show it.
  // The chain that lasts longest is what clients verify: an old cross-signed one beside it may have expired. Where nothing was
  // verified that is no time of today, and the first certificate to end counts.
  recording({
    record: "instance:probe_ssl_cert_expiry:last",
    expr: `probe_ssl_last_chain_expiry_timestamp_seconds > 0 or probe_ssl_earliest_cert_expiry
      or (instance:probe_ssl_cert_expiry:last and probe_success)`,
    unit: "timestamp",
    labels: probe,
  }),
];
