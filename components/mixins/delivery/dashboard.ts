// The way of the configuration to the servers: which version each runs, since when, and what stands in its way.
import { dashboard as declare, row, stat, table, timeseries, variable } from "../../dashboards";

const on = 'job="delivery",instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-delivery",
  title: "Delivery of configuration",
  description: "What each monitoring server runs, and whether it takes what is wanted.",
  tags: ["monitoring"],
  variables: [variable("instance", 'up{job="delivery"}')],
  rows: [
    row(
      "State",
      stat("Servers that answer", "ratio", "Share of the servers whose runs can be seen.", {
        up: `sum(up{${on}}) / count(up{${on}})`,
      }),
      stat(
        "Versions at work",
        "count",
        "1 but for half a minute after a deployment: all servers run the same state of the settings.",
        {
          versions: `count(count by (version) (tocsin_delivery_version_info{${on}}))`,
        },
      ),
      stat(
        "Runs that fail",
        "count",
        "Servers whose last run failed.",
        { failing: `sum(max without (stage) (tocsin_delivery_error{${on}}))` },
        { alert: "DeliveryFailing" },
      ),
      stat(
        "Certificate's time left",
        "seconds",
        "Until the certificate ends that the servers show to exporters and to each other; nothing without TLS.",
        { left: `min(tocsin_delivery_certificate_not_after_timestamp_seconds{${on}} - time())` },
        { alert: "ServerCertificateExpiring" },
      ),
    ),
    row(
      "Runs",
      timeseries(
        "Since the last good run",
        "seconds",
        "A run comes every 30 seconds.",
        { "{{instance}}": `time() - tocsin_delivery_last_success_timestamp_seconds{${on}}` },
        { alert: "DeliveryStale" },
      ),
      timeseries(
        "Errors by stage",
        "count",
        "What fails: the download, the check by promtool or amtool, or the reload.",
        {
          "{{instance}} {{stage}}": `tocsin_delivery_error{${on}}`,
        },
      ),
    ),
    row(
      "Versions",
      table("What runs", "count", "The beginning of the checksum of all files of the deployment.", {
        version: `tocsin_delivery_version_info{${on}}`,
      }),
    ),
  ],
});
