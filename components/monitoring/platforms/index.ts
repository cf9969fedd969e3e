// Where the monitoring runs, once: the table of platforms. Another is a folder beside this and a line in the list.
import { z } from "zod";
import type { PlatformDefinition } from "./definition";
import { ec2 } from "./ec2";
import { grafana } from "./grafana";
import { kubernetes } from "./kubernetes";
import { local } from "./local";

const PLATFORMS = [local, ec2, kubernetes, grafana] as const;

/** Where the settings name none. */
export const DEFAULT_PLATFORM = "local";

type Schemas<All extends readonly { settings: unknown }[]> = { -readonly [At in keyof All]: All[At]["settings"] };

// What the compiler cannot follow through a loop over the list, the first signature says: each one's schema, in its place.
function schemas<All extends readonly { settings: unknown }[]>(all: All): Schemas<All>;
function schemas(all: readonly { settings: unknown }[]): unknown[] {
  return all.map(({ settings }) => settings);
}

export const platform = z
  .discriminatedUnion("kind", schemas(PLATFORMS))
  .prefault({ kind: DEFAULT_PLATFORM })
  .describe("Where the monitoring runs, and how.");

export type Platform = z.infer<typeof platform>;

/** Every kind of platform. */
export const PLATFORM_KINDS: readonly Platform["kind"][] = PLATFORMS.map(({ kind }) => kind);

/** What the platform that the settings choose says of itself. */
export function definitionOf({ kind }: Pick<Platform, "kind">): PlatformDefinition {
  const found = PLATFORMS.find((one) => one.kind === kind);
  if (!found) throw new Error(`There is no platform ${kind}; there are ${PLATFORM_KINDS.join(", ")}`);
  return found;
}

/** The packages of all providers that any platform deploys with. */
export const PROVIDERS: readonly string[] = [...new Set(PLATFORMS.flatMap(({ providers }) => providers))];

/** The platforms of which something is true, as messages name them. */
export const platformsThat = (is: (definition: PlatformDefinition) => boolean): string =>
  PLATFORMS.filter(is)
    .map(({ kind }) => kind)
    .join(", ");

export type { Ec2Platform } from "./ec2/settings";
export type { GrafanaPlatform } from "./grafana/settings";
export type { Eks, Exporter, KubernetesPlatform } from "./kubernetes/settings";
export type { LocalPlatform } from "./local/settings";
