// Where things are on a monitoring server.
import { USERNAME } from "../../host/password-files";

/** The pull's own folder, and in it the configuration that runs. */
export const ROOT = "/etc/tocsin";
export const CONFIG = `${ROOT}/current`;

/** Of the configuration: the continuous drill's program, and what it expects. */
export const DRILL = { program: "drill/drill.cjs", plan: "drill/plan.json" } as const;

/** Of the configuration: what adds to incidents' threads, and what it expects. */
export const INCIDENTS = { program: "incidents/incidents.cjs", plan: "incidents/plan.json" } as const;

/** Of the configuration: what CloudWatch is asked for. */
export const CLOUDWATCH = "cloudwatch/yace.yml";

/** Of the configuration: what calls the hooks of remediation, and the hooks. */
export const REMEDIATION = { program: "remediation/remediation.cjs", plan: "remediation/plan.json" } as const;

/** Of the bucket: which incidents called which hook, as the servers that call them know from each other. */
export const LEDGER = "remediation";

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

/** Of the secrets: those of hooks, whose names receivers may have as well. */
export const HOOKS = "hooks";

/** What a server's parts ask each other with. */
export const ACCESS = { username: USERNAME, passwordFile: `${SECRETS}/web-password` } as const;
