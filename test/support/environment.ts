// A small environment that the tests of rules and renderers share.
import { SERVICE_MIXINS } from "../../components/mixins";
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

const SERVICES = [
  {
    name: "shop",
    team: "sales",
    mixin: "service",
    options: { metrics: "app" },
    targets: ["10.0.0.1:5000"],
    host: "web-1",
    slos: [
      { kind: "availability", objective: 0.999 },
      { kind: "latency", objective: 0.95, below: "500ms" },
      { kind: "freshness", objective: 0.99, below: "5m", metric: "shop_last_import_timestamp_seconds" },
    ],
    probes: [{ http: "http://10.0.0.1:5000/health" }],
  },
  {
    name: "billing",
    mixin: "service",
    options: { metrics: "http" },
    targets: ["10.0.0.2:8080"],
    dependsOn: ["shop"],
  },
];

/** A service of every technology, so that every mixin is in use. */
const technologies = Object.keys(SERVICE_MIXINS)
  .filter((mixin) => mixin !== "service")
  .map((mixin) => ({
    name: `a-${mixin}`,
    mixin,
    targets: ["10.0.0.9:9000"],
    ...(mixin === "kubernetes" && { options: { controlPlane: "own" } }),
  }));

/** A service of every mixin, whose metrics the local environment makes up. */
export const generated = Object.keys(SERVICE_MIXINS).map((mixin) => ({
  name: `demo-${mixin}`,
  mixin,
  generated: true,
  ...(mixin === "kubernetes" && { options: { controlPlane: "own" } }),
  ...(mixin === "service" && {
    extraMixins: ["nodejs", "llm"],
    slos: [
      { kind: "availability", objective: 0.999 },
      { kind: "latency", objective: 0.95, below: "500ms" },
    ],
  }),
}));

/** Services that have every mixin in use, as a file gives them. */
export const EVERY_SERVICE = [...SERVICES, ...technologies];

/** Settings in which every mixin is in use. */
export const everyMixin = () => settings({ services: EVERY_SERVICE });

/** A host, and a service of each metric naming, as a file gives them. */
export const GIVEN = { hosts: [{ name: "web-1" }], services: SERVICES };

/** These settings, and what a test adds. */
export const settings = (more: object = {}) => parseSettings({ ...GIVEN, ...more });
