// What CloudWatch is asked for, by the kind of resource: each value is paid for whenever it is asked for.

export interface CloudwatchMetric {
  /** As CloudWatch calls it. */
  name: string;
  /** Of one period. */
  statistic: "Average" | "Maximum" | "Minimum" | "Sum" | "p99";
  /** The very dimensions of its series: CloudWatch has others, such as one for each zone, which nobody reads. */
  dimensions: readonly string[];
  /** Whether it is missing where there is nothing to count. */
  isZeroWhenMissing?: true;
}

export interface CloudwatchKind {
  namespace: string;
  /** In messages and in the settings' reference. */
  title: string;
  /** The dimension that names a resource. */
  resource: string;
  metrics: readonly CloudwatchMetric[];
}

/** Seconds of a period, and from one request to the next: what is asked for more often is paid for more often. */
export const PERIOD_SECONDS = 300;

/** CloudWatch has a minute's values some minutes later; a period that ended before is whole. */
export const DELAY_SECONDS = 120;

const of =
  (...dimensions: readonly string[]) =>
  (name: string, statistic: CloudwatchMetric["statistic"], isZeroWhenMissing?: true): CloudwatchMetric => ({
    name,
    statistic,
    dimensions,
    ...(isZeroWhenMissing && { isZeroWhenMissing }),
  });

const balancer = of("LoadBalancer");
const targetGroup = of("LoadBalancer", "TargetGroup");
const database = of("DBInstanceIdentifier");
const queue = of("QueueName");

/** As the settings know them. */
export const CLOUDWATCH_KIND_NAMES = ["loadBalancers", "rds", "sqs"] as const;

export type CloudwatchKindName = (typeof CLOUDWATCH_KIND_NAMES)[number];

export const CLOUDWATCH_KINDS: Readonly<Record<CloudwatchKindName, CloudwatchKind>> = {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
  loadBalancers: {
    namespace: "AWS/ApplicationELB",
    title: "Application Load Balancers",
    resource: "LoadBalancer",
    metrics: [
      balancer("RequestCount", "Sum", true),
      balancer("HTTPCode_ELB_5XX_Count", "Sum", true),
      balancer("HTTPCode_Target_5XX_Count", "Sum", true),
      balancer("TargetResponseTime", "p99"),
      targetGroup("UnHealthyHostCount", "Maximum"),
    ],
  },
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
  rds: {
    namespace: "AWS/RDS",
    title: "databases of RDS",
    resource: "DBInstanceIdentifier",
    metrics: [
      database("CPUUtilization", "Average"),
      // Of burstable instances only.
      database("CPUCreditBalance", "Minimum"),
      database("FreeStorageSpace", "Minimum"),
      database("DatabaseConnections", "Maximum"),
    ],
  },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  sqs: {
    namespace: "AWS/SQS",
    title: "queues of SQS",
    resource: "QueueName",
    metrics: [
      queue("ApproximateAgeOfOldestMessage", "Maximum"),
      queue("ApproximateNumberOfMessagesVisible", "Maximum"),
    ],
  },
};
