// Shares, which CloudWatch does not have.
import { type Recording, recording } from "../../rules";

const labels = ["resource", "instance", "service", "team", "job"];

export const recordings: readonly Recording[] = [
  // A load balancer that has no target to ask counts its answer, and no request. Of a few requests a share says nothing.
  recording({
    record: "resource:aws_applicationelb_errors:ratio5m",
    expr: `(aws_applicationelb_httpcode_elb_5_xx_count_sum + aws_applicationelb_httpcode_target_5_xx_count_sum)
      / ((aws_applicationelb_request_count_sum + aws_applicationelb_httpcode_elb_5_xx_count_sum) >= 20)`,
    unit: "ratio",
    labels,
  }),
  recording({
    record: "resource:aws_rds_cpuutilization:ratio",
    expr: "aws_rds_cpuutilization_average / 100",
    unit: "ratio",
    labels,
  }),
];
