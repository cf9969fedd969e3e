// The metrics of CloudWatch as YACE writes them (`aws_<namespace>_<metric>_<statistic>`), and what it says of its requests.
import { type Catalogue, counter, gauge } from "../../rules";

/** Load balancer, database or queue. */
const resource = { resource: 20 };

export const metrics: Catalogue = {
  exporter: "yet-another-cloudwatch-exporter",
  version: "0.67.0",
  source: "https://github.com/prometheus-community/yet-another-cloudwatch-exporter",
  metrics: [
    gauge("aws_applicationelb_request_count_sum", "count", "Requests of five minutes that reached a target.", resource),
    gauge(
      "aws_applicationelb_httpcode_elb_5_xx_count_sum",
      "count",
      "Answers of five minutes with 5xx by the load balancer itself.",
      resource,
    ),
    gauge(
      "aws_applicationelb_httpcode_target_5_xx_count_sum",
      "count",
      "Answers of five minutes with 5xx by targets.",
      resource,
    ),
    gauge("aws_applicationelb_target_response_time_p99", "seconds", "What 99 of 100 answers took at most.", resource),
    gauge(
      "aws_applicationelb_un_healthy_host_count_maximum",
      "count",
      "Targets of a group that were unhealthy at once, at most.",
      { ...resource, target_group: 2 },
    ),
    gauge("aws_rds_cpuutilization_average", "count", "Per cent of the processors in use.", resource),
    gauge("aws_rds_cpucredit_balance_minimum", "count", "Credits left; burstable instances only.", resource),
    gauge("aws_rds_free_storage_space_minimum", "bytes", "Free space of the database's storage.", resource),
    gauge("aws_rds_database_connections_maximum", "count", "Connections to the database.", resource),
    gauge(
      "aws_sqs_approximate_age_of_oldest_message_maximum",
      "seconds",
      "Age of the oldest message that nobody has deleted.",
      resource,
    ),
    gauge(
      "aws_sqs_approximate_number_of_messages_visible_maximum",
      "count",
      "Messages that wait to be received.",
      resource,
    ),
    counter("yace_cloudwatch_getmetricdata_metrics_requested_total", "count", "Values asked for, which AWS bills."),
    counter("yace_cloudwatch_request_errors", "count", "Requests to CloudWatch that failed.", {
      api_name: ["GetMetricData", "ListMetrics"],
    }),
  ],
};
