// Comparison of dotted version numbers such as `2.42.0` and `v3.276.0-alpha.1`.

/**
 * Whether `version` is `minimum` or newer. Only major, minor and patch count: a pre-release or distribution suffix
 * (`-alpha.1`, `+ds-5`) says nothing about the features that a minimum stands for.
 */
export function isAtLeast(version: string, minimum: string): boolean {
  const have = parts(version);
  const need = parts(minimum);
  for (const [index, number] of need.entries()) {
    const own = have[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}

/** The newer of two versions. */
export const newest = (one: string, other: string): string => (isAtLeast(one, other) ? one : other);

/** The major version, such as 3 for `v3.276.0`. */
export function majorOf(version: string): number {
  return parts(version)[0] ?? 0;
}

function parts(version: string): number[] {
  return (version.match(/^v?(\d+(?:\.\d+)*)/)?.[1] ?? "").split(".").map(Number);
}

/** What a setting needs of a program. */
export interface Minimum {
  /** The oldest version that will do. */
  since: string;
  /** What an older one does: "takes a message that Slack refuses for delivered". */
  because: string;
  /** The setting that needs it. */
  setting: string;
}

/** The one that asks for the newest version, the first of several; undefined of none. */
export const strictest = (all: readonly Minimum[]): Minimum | undefined =>
  all.reduce<Minimum | undefined>((most, one) => (most && isAtLeast(most.since, one.since) ? most : one), undefined);
