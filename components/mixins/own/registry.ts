// The mixins that tocsin.config.ts brings, beside those that are shipped.
import type { ServiceMixin } from "../mixin";

/** A mixin that is not shipped. */
export interface Brought {
  name: string;
  mixin: ServiceMixin;
  /** Absolute path of its runbook. */
  runbook: string;
  /** The file or package that brings it. */
  from: string;
}

export interface Own {
  /** Absolute folder of tocsin.config.ts. */
  projectDir: string;
  /** Absolute path of tocsin.config.ts. */
  file: string;
  /** Changes with every file that the mixins are made of. */
  version: string;
  brought: readonly Brought[];
}

let own: Own | undefined;
let isRead = false;

/** Adds mixins to the table. Throws once the table was read: settings were checked against it by then. */
export function bring(given: Own): void {
  if (isRead)
    throw new Error(`${given.file}: found an import of what reads the table of mixins; import from "tocsin" alone`);
  own = given;
}

/** What was brought, which is from then on all that there is. */
export function ownMixins(): Own | undefined {
  isRead = true;
  return own;
}
