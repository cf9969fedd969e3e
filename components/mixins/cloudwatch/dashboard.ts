// What AWS runs at a glance: load balancers, databases, queues, and whether CloudWatch answers.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const recorded = 'service=~"$service",resource=~"$resource"';
const on = `job="cloudwatch",${recorded}`;

export const dashboard = declare({
  uid: "tocsin-cloudwatch",
  title: "CloudWatch",
  description: "Load balancers, databases and queues of AWS, five minutes late.",
  tags: ["infrastructure"],
  variables: [variable("service", '{job="cloudwatch"}'), variable("resource", '{job="cloudwatch"}')],
  rows: [
    row(
      "Load balancers",
      timeseries("Requests", "count", "Those of five minutes that reached a target.", {
        "{{resource}}": `aws_applicationelb_request_count_sum{${on}}`,
      }),
      timeseries(
        "Errors",
        "ratio",
        "Share of answers with 5xx, by load balancer and targets; of 20 requests or more.",
        { "{{resource}}": `resource:aws_applicationelb_errors:ratio5m{${recorded}}` },
        { alert: "LoadBalancerErrors" },
      ),
      timeseries("Response time", "seconds", "What 99 of 100 answers of targets took at most.", {
        "{{resource}}": `aws_applicationelb_target_response_time_p99{${on}}`,
      }),
      timeseries(
        "Unhealthy targets",
        "count",
        "Of each target group, at most.",
        { "{{resource}} {{target_group}}": `aws_applicationelb_un_healthy_host_count_maximum{${on}}` },
        { alert: "LoadBalancerTargetsUnhealthy" },
      ),
    ),
    row(
      "Databases",
      timeseries(
        "Processors",
        "ratio",
        "Share that is in use.",
        { "{{resource}}": `resource:aws_rds_cpuutilization:ratio{${recorded}}` },
        { alert: "RdsCpuHigh" },
      ),
      timeseries(
        "CPU credits",
        "count",
        "What burstable instances have left.",
        { "{{resource}}": `aws_rds_cpucredit_balance_minimum{${on}}` },
        { alert: "RdsCpuCreditsLow" },
      ),
      timeseries(
        "Free storage",
        "bytes",
        "Of each database.",
        { "{{resource}}": `aws_rds_free_storage_space_minimum{${on}}` },
        { alert: "RdsStorageLow" },
      ),
      timeseries("Connections", "count", "To each database, at most.", {
        "{{resource}}": `aws_rds_database_connections_maximum{${on}}`,
      }),
    ),
    row(
      "Queues",
      timeseries(
        "Oldest message",
        "seconds",
        "Age of the oldest message that nobody has deleted.",
        { "{{resource}}": `aws_sqs_approximate_age_of_oldest_message_maximum{${on}}` },
        { alert: "SqsMessagesWaitLong" },
      ),
      timeseries(
        "Messages that wait",
        "count",
        "In each queue, at most; in a dead-letter queue none should.",
        { "{{resource}}": `aws_sqs_approximate_number_of_messages_visible_maximum{${on}}` },
        { alert: "SqsDeadLetters" },
      ),
    ),
    row(
      "CloudWatch",
      stat(
        "Values asked for",
        "count",
        "Within an hour; AWS bills each.",
        { values: 'sum(increase(yace_cloudwatch_getmetricdata_metrics_requested_total{job="cloudwatch"}[1h]))' },
        { alert: "CloudwatchNotAsked" },
      ),
      timeseries(
        "Requests that failed",
        "count",
        "Within 15 minutes.",
        { "{{api_name}}": 'increase(yace_cloudwatch_request_errors{job="cloudwatch"}[15m])' },
        { alert: "CloudwatchRequestsFailing" },
      ),
    ),
  ],
});
