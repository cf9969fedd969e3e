// Each alert on what CloudWatch knows, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../rules";

const EXPORTER = 'job="cloudwatch",instance="127.0.0.1:5000",service="orders",team="payments"';
const BALANCER = `${EXPORTER},resource="app/web/50dc6c495c0c9188"`;
const GROUP = `${BALANCER},target_group="targetgroup/web/73e2d6bc24d8a067"`;
const DATABASE = `${EXPORTER},resource="orders"`;
const QUEUE = `${EXPORTER},resource="orders-mail"`;
const DEAD = `${EXPORTER},resource="orders-mail-DLQ"`;

type Phases = readonly (readonly [value: number, minutes: number])[];

/** Values of so many minutes each, as a scrape a minute sees them. */
const shown = (...phases: Phases) => phases.map(([value, minutes]) => `${value}x${minutes - 1}`).join(" ");

const of = (metric: string, labels: string, values: string) => ({
  given: { [`${metric}{${labels}}`]: values },
  interval: "1m" as const,
});

const answers = ({ requests, own, targets }: Record<"requests" | "own" | "targets", string>) => ({
  given: {
    [`aws_applicationelb_request_count_sum{${BALANCER}}`]: requests,
    [`aws_applicationelb_httpcode_elb_5_xx_count_sum{${BALANCER}}`]: own,
    [`aws_applicationelb_httpcode_target_5_xx_count_sum{${BALANCER}}`]: targets,
  },
  interval: "1m" as const,
});

const cpu = (...phases: Phases) => of("aws_rds_cpuutilization_average", DATABASE, shown(...phases));
const age = (labels: string, ...phases: Phases) =>
  of("aws_sqs_approximate_age_of_oldest_message_maximum", labels, shown(...phases));
const waiting = (labels: string, ...phases: Phases) =>
  of("aws_sqs_approximate_number_of_messages_visible_maximum", labels, shown(...phases));

const GIB = 2 ** 30;

export const cloudwatchScenarios: readonly Scenario[] = [
  ...scenarios("LoadBalancerErrors", {
    "warns where targets fail, and resolves": {
      ...answers({ requests: shown([1000, 60]), own: shown([0, 60]), targets: shown([0, 5], [60, 10], [10, 45]) }),
      expect: { "4m": "quiet", "7m": ["warning"], "20m": "quiet" },
    },
    "warns where no target is left, so that no request reaches one": {
      ...answers({ requests: shown([0, 60]), own: shown([0, 5], [500, 55]), targets: shown([0, 60]) }),
      expect: { "4m": "quiet", "7m": ["warning"] },
    },
    "stays quiet at 5%, and where hardly anyone asks": {
      ...answers({ requests: shown([1000, 20], [10, 40]), own: shown([0, 60]), targets: shown([50, 20], [9, 40]) }),
      expect: { "15m": "quiet", "40m": "quiet" },
    },
  }),
  ...scenarios("LoadBalancerTargetsUnhealthy", {
    "warns of one, and resolves": {
      ...of("aws_applicationelb_un_healthy_host_count_maximum", GROUP, shown([0, 5], [1, 10], [0, 45])),
      expect: { "4m": "quiet", "7m": ["warning"], "20m": "quiet" },
    },
    "stays quiet where all are healthy": {
      ...of("aws_applicationelb_un_healthy_host_count_maximum", GROUP, shown([0, 60])),
      expect: { "30m": "quiet" },
    },
  }),
  ...scenarios("RdsCpuHigh", {
    "warns once it lasts, and resolves": {
      ...cpu([40, 5], [95, 15], [40, 40]),
      expect: { "8m": "quiet", "15m": ["warning"], "25m": "quiet" },
    },
    "stays quiet at 90%": { ...cpu([90, 60]), expect: { "30m": "quiet" } },
  }),
  ...scenarios("RdsCpuCreditsLow", {
    "warns where few are left, and resolves": {
      ...of("aws_rds_cpucredit_balance_minimum", DATABASE, shown([100, 5], [10, 10], [60, 45])),
      expect: { "4m": "quiet", "7m": ["warning"], "20m": "quiet" },
    },
    "stays quiet at 20": {
      ...of("aws_rds_cpucredit_balance_minimum", DATABASE, shown([20, 60])),
      expect: { "30m": "quiet" },
    },
  }),
  ...scenarios("RdsStorageLow", {
    "warns of a disk that fills, and resolves once it is enlarged": {
      ...of("aws_rds_free_storage_space_minimum", DATABASE, shown([11 * GIB, 5], [9 * GIB, 10], [50 * GIB, 45])),
      expect: { "4m": "quiet", "7m": ["warning"], "20m": "quiet" },
    },
    "stays quiet at 10 GiB": {
      ...of("aws_rds_free_storage_space_minimum", DATABASE, shown([10 * GIB, 60])),
      expect: { "30m": "quiet" },
    },
  }),
  ...scenarios("SqsMessagesWaitLong", {
    "warns of an old message, and resolves": {
      ...age(QUEUE, [60, 5], [1200, 10], [30, 45]),
      expect: { "4m": "quiet", "7m": ["warning"], "20m": "quiet" },
    },
    "stays quiet at a quarter of an hour": { ...age(QUEUE, [900, 60]), expect: { "30m": "quiet" } },
    "stays quiet on dead letters, which wait for somebody": { ...age(DEAD, [90_000, 60]), expect: { "30m": "quiet" } },
  }),
  ...scenarios("SqsDeadLetters", {
    "warns of the first one, and resolves": {
      ...waiting(DEAD, [0, 5], [1, 10], [0, 45]),
      expect: { "4m": "quiet", "7m": ["warning"], "20m": "quiet" },
    },
    "stays quiet on messages of another queue": { ...waiting(QUEUE, [5000, 60]), expect: { "30m": "quiet" } },
  }),
  ...scenarios("CloudwatchRequestsFailing", {
    "warns of requests that fail again, and resolves": {
      ...of("yace_cloudwatch_request_errors", `${EXPORTER},api_name="GetMetricData"`, "0x4 1x4 2x4 3x60"),
      expect: { "4m": "quiet", "8m": ["warning"], "45m": "quiet" },
    },
    "stays quiet on those of long ago": {
      ...of("yace_cloudwatch_request_errors", `${EXPORTER},api_name="GetMetricData"`, "7x60"),
      expect: { "30m": "quiet" },
    },
  }),
  ...scenarios("CloudwatchNotAsked", {
    "warns where nothing is asked for, and resolves": {
      ...of("yace_cloudwatch_getmetricdata_metrics_requested_total", EXPORTER, "13x20 13+3x60"),
      expect: { "5m": ["warning"], "15m": ["warning"], "30m": "quiet" },
    },
    "stays quiet with a request every five minutes": {
      ...of("yace_cloudwatch_getmetricdata_metrics_requested_total", EXPORTER, "13x4 26x4 39x4 52x4 65x4 78x4 91x4"),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
];
