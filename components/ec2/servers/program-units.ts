// Programs of Tocsin's on a monitoring server under systemd, as Node.js runs them: the drill, and those that are sent groups.
import { SLACK_TOKEN } from "../../monitoring";
import { serviceUnit, taskUnit } from "../machine/unit";
import { PORTS } from "../topology/ports";
import { ACCESS, CONFIG, DATA, DRILL, HOOKS, INCIDENTS, LEDGER, REMEDIATION, SECRETS, WEB } from "./paths";
import type { ServerSetupArgs } from "./server-setup";

/** As Amazon Linux names it. */
const NODE = "/usr/bin/node-24";

const running = ({ program, plan }: Readonly<Record<"program" | "plan", string>>) => [
  NODE,
  `${CONFIG}/${program}`,
  `--plan=${CONFIG}/${plan}`,
];

const PASSWORD = ACCESS.passwordFile;
const PROMETHEUS = `--prometheus=https://127.0.0.1:${PORTS.prometheus}`;
const ALERTMANAGER = `--alertmanager=https://127.0.0.1:${PORTS.alertmanager}`;

/** They ask this server's own parts, whose certificate is its own, and have the credentials that Alertmanager's user reads. */
const COMMON = {
  user: "tocsin-alertmanager",
  // Node.js compiles what it runs.
  without: ["MemoryDenyWriteExecute"],
  after: ["tocsin-secrets.service", "tocsin-web.service"],
} as const;
const TRUSTING = { NODE_EXTRA_CA_CERTS: `${WEB}/tls.crt` };

export function drillUnit(every: number): string {
  return taskUnit({
    description: "Drills the chain of alerting",
    exec: [
      ...running(DRILL),
      PROMETHEUS,
      ALERTMANAGER,
      `--password-file=${PASSWORD}`,
      `--credentials=${SECRETS}`,
      `--every=${every}`,
    ],
    ...COMMON,
    environment: TRUSTING,
    writes: [],
  });
}

/** Those that this server's Alertmanager sends groups to. */
export const followerUnits = (args: ServerSetupArgs): Record<string, string> => ({
  ...(args.incidents && { "incidents.service": incidentsUnit() }),
  ...(args.remediation && { "remediation.service": remediationUnit(args.remediation, args) }),
});

function incidentsUnit(): string {
  return serviceUnit({
    description: "Adds to the threads of incidents",
    exec: [
      ...running(INCIDENTS),
      `--port=${PORTS.incidents}`,
      `--token-file=${SECRETS}/${SLACK_TOKEN}`,
      `--password-file=${PASSWORD}`,
      `--parts-password-file=${PASSWORD}`,
      PROMETHEUS,
      ALERTMANAGER,
      `--data=${DATA}/incidents/incidents.json`,
    ],
    ...COMMON,
    environment: TRUSTING,
    writes: [`${DATA}/incidents`],
    mounts: DATA,
    memory: 192,
  });
}

/** What it knows of incidents is the servers' together; what threads do not say yet is its own. */
function remediationUnit(
  { hasThreads }: { hasThreads: boolean },
  { bucket, server, region }: Pick<ServerSetupArgs, "bucket" | "server" | "region">,
): string {
  return serviceUnit({
    description: "Calls the hooks of remediation",
    exec: [
      ...running(REMEDIATION),
      `--port=${PORTS.remediation}`,
      `--name=${server}`,
      `--shared=s3://${bucket}/${LEDGER}`,
      `--credentials=${SECRETS}/${HOOKS}`,
      ...(hasThreads ? [`--token-file=${SECRETS}/${SLACK_TOKEN}`] : []),
      `--password-file=${PASSWORD}`,
      `--parts-password-file=${PASSWORD}`,
      ALERTMANAGER,
      `--data=${DATA}/remediation/incidents.json`,
    ],
    ...COMMON,
    environment: { ...TRUSTING, AWS_DEFAULT_REGION: region },
    writes: [`${DATA}/remediation`],
    mounts: DATA,
    // AWS' command line, once for each of what it reads and writes, is more than the program itself.
    memory: 384,
  });
}
