// Where things are on a monitoring server.

/** The pull's own folder, and in it the configuration that runs. */
export const ROOT = "/etc/tocsin";
export const CONFIG = `${ROOT}/current`;

/** Of the configuration: the continuous drill's program, and what it expects. */
export const DRILL = { program: "drill/drill.cjs", plan: "drill/plan.json" } as const;

/** Of the configuration: what adds to incidents' threads, and what it expects. */
export const INCIDENTS = { program: "incidents/incidents.cjs", plan: "incidents/plan.json" } as const;

/** Of the configuration: what CloudWatch is asked for. */
export const CLOUDWATCH = "cloudwatch/yace.yml";

/** Of the configuration: the rules of vmalert. */
export const LOG_RULES = "vmalert/rules.yml";

/** Of the configuration: what the gateway of traces samples and measures. */
export const GATEWAY = "gateway/gateway.yml";

/** How Alertmanagers speak TLS with each other. */
export const GOSSIP = `${ROOT}/gossip.yml`;

/** The data volume. */
export const DATA = "/data";

/** The volume of traces: what fills it stops nothing else. */
export const TRACES = "/traces";

/** On tmpfs: gone when the machine stops. */
export const SECRETS = "/run/tocsin/secrets";
export const WEB = "/run/tocsin/web";
