// A small environment that the tests of rules and renderers share.
import { type Endpoints, parseSettings } from "../../components/monitoring";

export const endpoints: Endpoints = {
  prometheus: "127.0.0.1:9090",
  alertmanager: "127.0.0.1:9093",
  nodeExporter: "127.0.0.1:9100",
  blackbox: "127.0.0.1:9115",
  heartbeat: "http://127.0.0.1:9900/heartbeat",
  runbook: "http://127.0.0.1:9900/runbooks/{mixin}#{alert}",
  dashboard: "http://127.0.0.1:9900/dashboards/{uid}",
};

/** Settings with a host and a service of each metric naming, and what a test adds. */
export const settings = (more: object = {}) =>
  parseSettings({
    hosts: [{ name: "web-1" }],
    services: [
      {
        name: "shop",
        team: "sales",
        mixin: "service",
        options: { metrics: "app" },
        targets: ["10.0.0.1:5000"],
        host: "web-1",
        probes: [{ http: "http://10.0.0.1:5000/health" }],
      },
      {
        name: "billing",
        mixin: "service",
        options: { metrics: "http" },
        targets: ["10.0.0.2:8080"],
        dependsOn: ["shop"],
      },
    ],
    ...more,
  });
