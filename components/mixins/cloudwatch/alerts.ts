// What can go wrong with what AWS runs, as CloudWatch knows it five minutes later; nothing here pages, since it comes too late.
import { type Alert, alert } from "../../rules";

const GIB = 2 ** 30;

/** The queues that take what nobody could process, by their names. */
export const DEAD_LETTERS = ".*([dD][lL][qQ]|[dD]ead.?[lL]etter).*";

export const alerts: readonly Alert[] = [
  alert({
    name: "LoadBalancerErrors",
    expr: "resource:aws_applicationelb_errors:ratio5m",
    above: { warning: 0.05 },
    unit: "ratio",
    for: "0s",
    summary: "The load balancer {{ $labels.resource }} answers with errors",
    description: "{{ $value | humanizePercentage }} of five minutes' answers were 5xx, its own and its targets'.",
  }),
  alert({
    name: "LoadBalancerTargetsUnhealthy",
    expr: "aws_applicationelb_un_healthy_host_count_maximum",
    above: { warning: 0.5 },
    for: "1m",
    summary: "Targets of the load balancer {{ $labels.resource }} are unhealthy",
    description: "{{ $value }} of {{ $labels.target_group }}: they get no requests.",
  }),
  alert({
    name: "RdsCpuHigh",
    expr: "resource:aws_rds_cpuutilization:ratio",
    above: { warning: 0.9 },
    unit: "ratio",
    for: "5m",
    summary: "The processors of the database {{ $labels.resource }} are busy",
    description: "{{ $value | humanizePercentage }} of them over five minutes.",
  }),
  alert({
    name: "RdsCpuCreditsLow",
    expr: "aws_rds_cpucredit_balance_minimum",
    below: { warning: 20 },
    for: "1m",
    summary: "The database {{ $labels.resource }} runs out of CPU credits",
    description:
      "{{ $value | humanize }} credits are left, one for a minute of one processor; without any it is throttled.",
  }),
  alert({
    name: "RdsStorageLow",
    expr: "aws_rds_free_storage_space_minimum",
    below: { warning: 10 * GIB },
    unit: "bytes",
    for: "1m",
    summary: "The storage of the database {{ $labels.resource }} is nearly full",
    description: "{{ $value | humanize1024 }}B are free; without any the database stops.",
  }),
  alert({
    name: "SqsMessagesWaitLong",
    expr: `aws_sqs_approximate_age_of_oldest_message_maximum{resource!~"${DEAD_LETTERS}"}`,
    above: { warning: 900 },
    unit: "seconds",
    for: "1m",
    summary: "Messages wait long in the queue {{ $labels.resource }}",
    description: "The oldest one that nobody has deleted is {{ $value | humanizeDuration }} old.",
  }),
  alert({
    name: "SqsDeadLetters",
    expr: `aws_sqs_approximate_number_of_messages_visible_maximum{resource=~"${DEAD_LETTERS}"}`,
    above: { warning: 0.5 },
    for: "1m",
    summary: "The dead-letter queue {{ $labels.resource }} is not empty",
    description: "{{ $value | humanize }} messages could not be processed.",
  }),
  alert({
    name: "CloudwatchRequestsFailing",
    expr: "increase(yace_cloudwatch_request_errors[15m])",
    above: { warning: 0.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "CloudWatch refuses requests",
    description: "{{ $value | humanize }} requests of {{ $labels.api_name }} failed within 15 minutes.",
  }),
  alert({
    name: "CloudwatchNotAsked",
    expr: "increase(yace_cloudwatch_getmetricdata_metrics_requested_total[10m]) == 0",
    severity: "warning",
    for: "2m",
    summary: "Nothing is known of what CloudWatch has",
    description:
      "No value was asked for within ten minutes: alerts on load balancers, databases and queues see nothing.",
  }),
];
