#!/bin/node
// In Grafana's place, which no package registry has: it answers the probes and shows the metrics that say that it is well.
const { readFileSync } = require("node:fs");
const { createServer } = require("node:http");

// As in Grafana's own file of settings, where one is given.
const settings = process.argv.find((argument) => argument.startsWith("--config="))?.slice("--config=".length);
const PORT = Number((settings && readFileSync(settings, "utf8").match(/^http_port *= *(\d+)/m)?.[1]) ?? 3000);
let requests = 0;

const PAGES = {
  "/api/health": () => JSON.stringify({ database: "ok" }),
  "/metrics": () =>
    [
      "# TYPE grafana_build_info gauge",
      'grafana_build_info{version="stand-in",revision="",branch="",goversion="",edition="oss"} 1',
      "# TYPE grafana_http_request_in_flight gauge",
      "grafana_http_request_in_flight 1",
      "# TYPE grafana_http_request_duration_seconds histogram",
      ...["0.1", "1", "+Inf"].map(
        (le) => `grafana_http_request_duration_seconds_bucket{${LABELS},le="${le}"} ${requests}`,
      ),
      `grafana_http_request_duration_seconds_sum{${LABELS}} 0`,
      `grafana_http_request_duration_seconds_count{${LABELS}} ${requests}`,
      "",
    ].join("\n"),
};

const LABELS = 'handler="/api/health",method="GET",slo_group="high-fast",status_code="200",status_source="server"';

createServer((request, response) => {
  const page = PAGES[request.url];
  if (request.url === "/api/health") requests += 1;
  response.writeHead(page ? 200 : 404, { "Content-Type": "text/plain" });
  response.end(page?.() ?? "");
}).listen(PORT);
