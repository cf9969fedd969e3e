// The platforms by kind; the compiler asks for each that the schema knows.

import type { Platform } from ".";
import type { PlatformDefinition } from "./definition";
import { ec2 } from "./ec2";
import { grafana } from "./grafana";
import { kubernetes } from "./kubernetes";
import { local } from "./local";

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
