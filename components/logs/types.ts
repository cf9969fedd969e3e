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

/** A service in a cluster. */
export interface PodService extends Omit<LoggingService, "files" | "host"> {
  /** The pods whose lines are its own. */
  readonly pods?: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
}
