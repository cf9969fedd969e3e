// What every collector of ours has: a queue on disk, the store's password, its own metrics and a bound of its memory; and how one takes
// from others.

export const STORAGE = "file_storage";
const ACCESS = "basicauth/store";

/** Of one collector. */
interface Own {
  /** The store's user, and the file with the password; a store that exists may ask for none. */
  access?: { username: string; passwordFile: string } | undefined;
  /** Where the collector's own metrics are. */
  metrics: { host: string; port: number };
  /** The folder that holds the queue. */
  storage: string;
}

export const extensionsOf = ({ storage, access }: Own) => ({
  [STORAGE]: { directory: storage, create_directory: true, fsync: true },
  ...(access && { [ACCESS]: { client_auth: { username: access.username, password_file: access.passwordFile } } }),
});

/** @param mib Of the heap. */
export const memoryLimiter = (mib: number) => ({ check_interval: "1s", limit_mib: mib, spike_limit_mib: mib / 4 });

/** What starts beside the pipelines. */
export const serviceOf = ({ metrics, access }: Own) => ({
  extensions: [STORAGE, ...(access ? [ACCESS] : [])],
  telemetry: {
    metrics: {
      level: "normal",
      readers: [{ pull: { exporter: { prometheus: { ...metrics, without_scope_info: true } } } }],
    },
    logs: { level: "warn", encoding: "json" },
  },
});

const AGENTS = "basicauth/agents";

/** Whom a collector takes from that listens beyond its own machine. */
export interface Senders {
  /** Who may send. */
  agents: { username: string; passwordFile: string };
  /** Paths of its certificate and its key. */
  tls: { certificate: string; key: string };
}

/** An extension for those who know the password, and what the receiver has beside its address. */
export const takingFrom = ({ agents, tls }: Senders) => ({
  // A password of its own making has no character that could be read as anything else.
  extensions: { [AGENTS]: { htpasswd: { inline: `${agents.username}:\${file:${agents.passwordFile}}` } } },
  http: { tls: { cert_file: tls.certificate, key_file: tls.key }, auth: { authenticator: AGENTS } },
});

/** Certificates between parts are each one's own. */
export const certified = (url: string) => url.startsWith("https:") && { tls: { insecure_skip_verify: true } };

/**
 * How an exporter sends: with the password, from a queue on disk, again until it is taken.
 * @param full What happens where the queue is full; by default the newest is dropped, and counted.
 */
export const sending = (queueBytes: number, full: { block_on_overflow?: true } = {}) => ({
  auth: { authenticator: ACCESS },
  ...sendingUnasked(queueBytes, full),
});

/** The same, to what asks for no password. */
const sendingUnasked = (queueBytes: number, full: { block_on_overflow?: true }) => ({
  compression: "gzip",
  sending_queue: {
    storage: STORAGE,
    sizer: "bytes",
    queue_size: queueBytes,
    ...full,
    num_consumers: 2,
    batch: { sizer: "bytes", flush_timeout: "1s", min_size: 500_000, max_size: 4_000_000 },
  },
  retry_on_failure: { initial_interval: "1s", max_interval: "10s", max_elapsed_time: "0" },
});

/** How one sends to a store that exists, whose certificate is to be valid. */
export const sendingToExisting = (
  { user, tenant }: { user?: string | undefined; tenant?: string | undefined },
  queueBytes: number,
  full: { block_on_overflow?: true } = {},
) => ({
  ...(tenant && { headers: { "X-Scope-OrgID": tenant } }),
  ...(user === undefined ? sendingUnasked(queueBytes, full) : sending(queueBytes, full)),
});
