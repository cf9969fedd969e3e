// A load balancer with two healthy targets, a database that is half empty, and a queue with its dead-letter queue.
import { about, always, around, type Normal, traffic } from "../../rules";

const GIB = 2 ** 30;

const balancer = { resource: "app/web/50dc6c495c0c9188" };
const database = { resource: "orders" };
const queue = { resource: "orders-mail" };
const deadLetters = { resource: "orders-mail-dlq" };

export const normal: readonly Normal[] = [
  {
    aws_applicationelb_request_count_sum: [[balancer, about(30_000)]],
    aws_applicationelb_httpcode_elb_5_xx_count_sum: [[balancer, about(3)]],
    aws_applicationelb_httpcode_target_5_xx_count_sum: [[balancer, about(20)]],
    aws_applicationelb_target_response_time_p99: [[balancer, around(0.4)]],
    aws_applicationelb_un_healthy_host_count_maximum: [
      [{ ...balancer, target_group: "targetgroup/web/73e2d6bc24d8a067" }, always(0)],
    ],
    aws_rds_cpuutilization_average: [[database, around(35)]],
    aws_rds_cpucredit_balance_minimum: [[database, around(500, -0.2)]],
    aws_rds_free_storage_space_minimum: [[database, always(50 * GIB)]],
    aws_rds_database_connections_maximum: [[database, about(40)]],
    aws_sqs_approximate_age_of_oldest_message_maximum: [
      [queue, around(30)],
      [deadLetters, always(0)],
    ],
    aws_sqs_approximate_number_of_messages_visible_maximum: [
      [queue, about(12)],
      [deadLetters, always(0)],
    ],
    yace_cloudwatch_getmetricdata_metrics_requested_total: traffic(13 / 300),
    yace_cloudwatch_request_errors: [[{ api_name: "GetMetricData" }, always(0)]],
  },
];
