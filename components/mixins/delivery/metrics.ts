// What a server's pull of its configuration writes after each run, through the textfile collector of its node exporter.
import { type Catalogue, gauge } from "../../rules";

/** What a run does, one after the other; the first that fails ends it. */
export const STAGES = ["pull", "check", "reload"] as const;

export const metrics: Catalogue = {
  exporter: "tocsin-pull",
  version: "1",
  source: "components/ec2/machine/scripts/pull.sh",
  metrics: [
    gauge(
      "tocsin_delivery_version_info",
      "count",
      "1; its label is the version that runs, the beginning of the checksum of all files of the deployment.",
      { version: 1 },
    ),
    gauge("tocsin_delivery_error", "boolean", "1 where the last run failed in this stage.", { stage: STAGES }),
    gauge(
      "tocsin_delivery_last_success_timestamp_seconds",
      "timestamp",
      "When a run last found that what is wanted is what runs.",
    ),
    gauge(
      "tocsin_delivery_certificate_not_after_timestamp_seconds",
      "timestamp",
      "When the certificate ends that the servers show to exporters and to each other, where they speak TLS.",
    ),
  ],
};
