// A dashboard with a panel of every kind, as our own language renders it.
import {
  alertList,
  builtDashboard,
  dashboard,
  gaugePanel,
  row,
  stat,
  table,
  timeseries,
  variable,
} from "../../../components/dashboards";
import { alert } from "../../../components/rules";
import { readDashboard } from "../../../infra/dashboards/grafana-json";

const errors = alert({
  name: "ErrorsHigh",
  expr: "errors",
  unit: "ratio",
  above: { warning: 0.1, critical: 0.5 },
  for: "1m",
  summary: "Errors",
  description: "Errors",
});

/** Its JSON. */
export const sampleDashboard = () =>
  readDashboard(
    builtDashboard(
      dashboard({
        uid: "sample-page",
        title: "Sample <page>",
        description: "Every kind of panel",
        tags: ["application"],
        variables: [variable("service", "up"), variable("instance", "up")],
        rows: [
          row(
            "State",
            stat(
              "Errors now",
              "ratio",
              "The <share> of errors",
              { errors: 'errors{service=~"$service"}' },
              { alert: "ErrorsHigh" },
            ),
            gaugePanel("Queue", "bytes", "What waits", { "{{queue}}": "queue_bytes" }, { max: 2048 }),
            alertList("Alerts", "What fires"),
          ),
          row(
            "Details",
            timeseries(
              "Errors",
              "ratio",
              "Over time",
              { "{{service}}": 'errors{instance=~"$instance"}' },
              { alert: "ErrorsHigh", max: 1 },
            ),
            timeseries(
              "By status",
              "perSecond",
              "On top of each other",
              { "{{status}} {{none}}": "by_status" },
              { stack: true },
            ),
            table(
              "Services",
              "count",
              "A line each",
              { Up: "avg by (service) (up)", Since: "started" },
              {
                units: { Up: "ratio", Since: "seconds" },
                opens: { service: "/d/sample-page?var-service=${" + "__value.text}" },
              },
            ),
          ),
        ],
      }),
      { alerts: [errors], runbook: () => "http://127.0.0.1/runbook#errorshigh" },
    ),
  );
