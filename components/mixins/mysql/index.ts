// MySQL and MariaDB, seen by mysqld_exporter: one exporter for each server.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { exporter } from "./exporter";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { mysqlScenarios } from "./scenarios";

export const mysql = withoutOptions(
  mixin({
    name: "mysql",
    catalogue: metrics,
    layers: { data: 2 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: mysqlScenarios,
    normal,
  }),
  exporter,
);
