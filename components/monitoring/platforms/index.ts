// Where the monitoring runs. A platform is a folder beside this, with its schema and what it says of itself: both are listed here.
import { z } from "zod";
import type { PlatformDefinition } from "./definition";
import { ec2 } from "./ec2";
import { ec2Platform } from "./ec2/settings";
import { grafana } from "./grafana";
import { grafanaPlatform } from "./grafana/settings";
import { kubernetes } from "./kubernetes";
import { kubernetesPlatform } from "./kubernetes/settings";
import { local } from "./local";
import { localPlatform } from "./local/settings";

/** Where the settings name none. */
export const DEFAULT_PLATFORM = "local";

export const platform = z
  .discriminatedUnion("kind", [localPlatform, ec2Platform, kubernetesPlatform, grafanaPlatform])
  .prefault({ kind: DEFAULT_PLATFORM })
  .describe("Where the monitoring runs, and how.");

export type Platform = z.infer<typeof platform>;

/** By kind; the compiler asks for each that the schema knows. */
const PLATFORMS: Readonly<Record<Platform["kind"], PlatformDefinition>> = { local, ec2, kubernetes, grafana };

/** Every kind of platform. */
export const PLATFORM_KINDS = Object.keys(PLATFORMS) as readonly Platform["kind"][];

/** What the platform that the settings choose says of itself. */
export const definitionOf = ({ kind }: Pick<Platform, "kind">): PlatformDefinition => PLATFORMS[kind];

/** The packages of all providers that any platform deploys with. */
export const PROVIDERS: readonly string[] = [
  ...new Set(Object.values(PLATFORMS).flatMap(({ providers }) => providers)),
];

/** The platforms of which something is true, as messages name them. */
export const platformsThat = (is: (definition: PlatformDefinition) => boolean): string =>
  Object.values(PLATFORMS)
    .filter(is)
    .map(({ kind }) => kind)
    .join(", ");

export type { Ec2Platform } from "./ec2/settings";
export type { GrafanaPlatform } from "./grafana/settings";
export type { Eks, Exporter, KubernetesPlatform } from "./kubernetes/settings";
export type { LocalPlatform } from "./local/settings";
