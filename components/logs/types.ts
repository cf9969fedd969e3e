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
