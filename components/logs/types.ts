// What is collected of a service.

/** A service as the labels of its lines name it. */
export interface LoggingService {
  readonly name: string;
  /** Its owner. */
  readonly team: string;
  /** The host that it runs on. */
  readonly host?: string;
  /** Absolute paths; the name may be a pattern. */
  readonly files: readonly string[];
}

/** A service as the agent of a host reads it: on each host that has any of it. */
export interface HostService extends LoggingService {
  /** Units of systemd whose journal is the service's, with their endings; `kernel` is the kernel's. */
  readonly journald: readonly string[];
  /** The name of a container whose engine logs to the journal. */
  readonly container?: string;
}

/** A service in a cluster. */
export interface PodService extends Omit<LoggingService, "files" | "host"> {
  /** The pods whose lines are its own. */
  readonly pods?: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
}
