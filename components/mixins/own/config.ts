// What tocsin.config.ts exports: mixins that a team or a package brings.
import type { Mixin, ServiceMixin } from "../mixin";

/** A mixin of your own, as `withOptions` and `withoutOptions` make it, or as `mixin` does. */
export type OwnMixin = Mixin | ServiceMixin;

export interface Config {
  /** By the names that services give as their `mixin`. */
  mixins?: Readonly<Record<string, OwnMixin>>;
  /** Folders of mixins, with their runbook.md, that are not `mixins/NAME`: by the mixin's name, from tocsin.config.ts on. */
  folders?: Readonly<Record<string, string>>;
  /** Packages that export `mixins` of the same form, by their names in package.json. */
  packages?: readonly string[];
}

/** Types what tocsin.config.ts exports as its default. */
export const defineConfig = (config: Config): Config => config;
