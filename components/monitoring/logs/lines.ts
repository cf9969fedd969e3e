// How many lines services log, as vmalert records it into Prometheus, and the dashboard of it.
import { type Dashboard, dashboard, row, stat, timeseries, variable } from "../../dashboards";

/** By service, team and level: lines a second. */
export const LOG_LINES = "service_level:log_lines:rate5m";

const on = 'service=~"$service"';
const errors = `level=~"error|fatal",${on}`;

export const logsDashboard: Dashboard = dashboard({
  uid: "tocsin-logs",
  title: "Logs",
  description: "How many lines each service logs, and how many of them are errors.",
  tags: ["logs"],
  variables: [variable("service", LOG_LINES)],
  rows: [
    row(
      "State",
      stat("Lines", "perSecond", "Of the chosen services.", { lines: `sum(${LOG_LINES}{${on}})` }),
      stat("Errors", "perSecond", "Lines at the levels error and fatal.", {
        errors: `sum(${LOG_LINES}{${errors}}) or vector(0)`,
      }),
      stat("Services that log", "count", "Within the last five minutes.", {
        services: `count(count by (service) (${LOG_LINES}{${on}} > 0))`,
      }),
    ),
    row(
      "Lines",
      timeseries("By service", "perSecond", "All levels.", { "{{service}}": `sum by (service) (${LOG_LINES}{${on}})` }),
      timeseries("By level", "perSecond", "Lines without a level have none here.", {
        "{{level}}": `sum by (level) (${LOG_LINES}{${on}})`,
      }),
      timeseries("Errors by service", "perSecond", "Lines at the levels error and fatal.", {
        "{{service}}": `sum by (service) (${LOG_LINES}{${errors}})`,
      }),
    ),
  ],
});
