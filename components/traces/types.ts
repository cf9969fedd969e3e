// What is known of a service whose spans are taken.

/** A service as the resource attribute `service.name` names it. */
export interface TracedService {
  readonly name: string;
  /** In seconds: a request that takes longer is always kept. */
  readonly slowerThan: number;
  /** Upper bounds in seconds of the histogram that its spans become; without, they become none. */
  readonly buckets?: readonly number[];
}

/** What a program asks another for its password with. */
export interface StoreAccess {
  readonly username: string;
  /** Absolute path. */
  readonly passwordFile: string;
}
