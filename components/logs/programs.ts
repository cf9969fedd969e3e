// The command lines of VictoriaLogs and vmalert, as every platform starts them.
import { LOG_DELAY } from "../rules";

export interface Access {
  username: string;
  passwordFile: string;
}

/** A certificate and its key, as paths of files. */
interface Certificate {
  certificate: string;
  key: string;
}

export interface StoreArgs {
  /** Where it listens, as `host:port`. */
  listen: string;
  /** Who may ask and send. */
  access: Access;
  /** The folder that holds the lines. */
  data: string;
  /** In VictoriaLogs' units, such as 90d. */
  retention: string;
  /** Bytes of compressed lines; beyond, the oldest days are deleted. */
  maxDisk: number;
  /** It answers HTTPS with this, else HTTP. */
  tls?: Certificate;
}

/** What its metrics are is shown beside them. */
const DESCRIBED = "-metrics.exposeMetadata";

/** Without it, the pages of every site may read answers. */
const FOR_NO_OTHER_SITE = "-http.disableCORS";

/** In bytes, for the store's caches: it takes 60% of the machine otherwise. */
const STORE_MEMORY = 128 * 1024 ** 2;

const asksFor = ({ username, passwordFile }: Access) => [
  `-httpAuth.username=${username}`,
  `-httpAuth.password=file://${passwordFile}`,
];

const encrypted = (tls?: Certificate) =>
  tls ? ["-tls", `-tlsCertFile=${tls.certificate}`, `-tlsKeyFile=${tls.key}`] : [];

export const storeFlags = ({ listen, access, data, retention, maxDisk, tls }: StoreArgs): string[] => [
  `-storageDataPath=${data}`,
  `-httpListenAddr=${listen}`,
  ...encrypted(tls),
  ...asksFor(access),
  FOR_NO_OTHER_SITE,
  DESCRIBED,
  `-retentionPeriod=${retention}`,
  `-retention.maxDiskSpaceUsageBytes=${maxDisk}`,
  `-memory.allowedBytes=${STORE_MEMORY}`,
];

/** What is asked, or sent to: its base URL, and its password where it asks for one. */
interface Asked {
  url: string;
  access?: Access;
}

export interface VmalertArgs {
  /** Where it listens, as `host:port`. */
  listen: string;
  /** Who may look at its pages. */
  access: Access;
  /** It answers HTTPS with this, else HTTP. */
  tls?: Certificate;
  /** Path of its rules. */
  rules: string;
  store: Asked;
  /** Each of them takes what fires. */
  alertmanagers: readonly Asked[];
  /** Takes what fires, and how many lines there are, as series beside those of all others. */
  prometheus: Asked;
  environment: string;
  /** Base URL of the store as people reach it: an alert's link to its query leads there. */
  pages: string;
}

const asking = (flag: string, { url, access }: Asked) => [
  `-${flag}.url=${url}`,
  // Certificates between parts are each one's own.
  ...(url.startsWith("https:") ? [`-${flag}.tlsInsecureSkipVerify`] : []),
  ...(access
    ? [`-${flag}.basicAuth.username=${access.username}`, `-${flag}.basicAuth.passwordFile=${access.passwordFile}`]
    : []),
];

/** Evaluates the alerts on logs, into the same Alertmanager as those on metrics. */
export const vmalertFlags = (args: VmalertArgs): string[] => [
  `-rule=${args.rules}`,
  ...asking("datasource", args.store),
  ...args.alertmanagers.flatMap((one) => asking("notifier", one)),
  ...asking("remoteWrite", args.prometheus),
  `-httpListenAddr=${args.listen}`,
  ...encrypted(args.tls),
  ...asksFor(args.access),
  FOR_NO_OTHER_SITE,
  DESCRIBED,
  `-rule.evalDelay=${LOG_DELAY}`,
  `-external.label=environment=${args.environment}`,
  `-external.url=${args.pages}`,
  "-external.alert.source=select/vmui/#/?query={{.Expr|queryEscape}}",
];

/** Bytes of gigabytes of the settings. */
export const bytesOf = (gigabytes: number): number => Math.round(gigabytes * 1e9);
