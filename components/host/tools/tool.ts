// What a row of the catalogue of tools says: how a tool is recognised, and where it comes from.
import type { RELEASES } from "../../releases";

/** An executable, as a row of the catalogue. */
export interface Tool {
  /** Its names on PATH; distributions differ. */
  readonly names: readonly [string, ...string[]];
  /** The oldest version that understands the configuration files of this project. */
  readonly minimum: string;
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  /** Finds the version in what it prints. */
  readonly versionPattern: RegExp;
  /** Where it is installed from; without, it is only taken from PATH. */
  readonly distribution?: Distribution;
  /** For one that is only taken from PATH: the page that says how to install it. */
  readonly instructions?: string;
}

/** A program of a package that reads files below /usr/share, where an unpacked package has none. */
export interface Launch {
  /** The program's path in the package. */
  readonly program: string;
  /** What it reads, below the root of the system. */
  readonly reads: string;
  /** Whether the program is no use without. */
  readonly isNeeded: boolean;
}

/** Where a tool is installed from. */
export interface Distribution {
  /** Folder in the tool cache, shared by the tools of one package. */
  readonly folder: string;
  /** Its row in the table of releases. */
  readonly release: keyof typeof RELEASES;
  /** The package of Debian and Ubuntu, and the executable's path in it; without, it is built. */
  readonly debian?: {
    readonly package: string;
    readonly path: string;
    /** For a program that reads files of its package at a fixed place: a launcher at `path` puts them there for it. */
    readonly launches?: Launch;
    /** Packages unpacked beside it, which its files link to; the program works without them. */
    readonly pages?: readonly string[];
  };
  /** How it is built, and the release that this is. */
  readonly go: (GoPackage | { readonly program: GoProgram }) & {
    readonly release: string;
    /** The string variable that says its version, by its full name. Default: that of Prometheus' projects. */
    readonly versionVariable?: string;
    /** What such a build lacks. */
    readonly lacks?: string;
  };
}

/** A Go command, and the tagged version of its module. */
interface GoPackage {
  readonly package: string;
  readonly moduleVersion: string;
  /** Build tags. */
  readonly tags?: readonly string[];
  /** Files that the module needs to compile and does not hold, empty: the module's path, and theirs in it. */
  readonly adds?: GoAdditions;
  /** Its module's path, where it only compiles with what that puts in the place of other modules. */
  readonly replacesBy?: string;
}

/** Empty files of a module, by its path. */
export interface GoAdditions {
  readonly module: string;
  readonly files: readonly string[];
}

/** A main package of our own, and the packages at tagged versions that it is made of. */
export interface GoProgram {
  readonly source: string;
  readonly gets: readonly string[];
}
