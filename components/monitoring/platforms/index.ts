// Where the monitoring runs. A platform is a folder beside this: its schema in the union here, what it is in `table.ts`.
import { z } from "zod";
import { ec2Platform } from "./ec2/settings";
import { grafanaPlatform } from "./grafana/settings";
import { kubernetesPlatform } from "./kubernetes/settings";
import { localPlatform } from "./local/settings";

/** Where the settings name none. */
export const DEFAULT_PLATFORM = "local";

export const platform = z
  .discriminatedUnion("kind", [localPlatform, ec2Platform, kubernetesPlatform, grafanaPlatform])
  .prefault({ kind: DEFAULT_PLATFORM })
  .describe("Where the monitoring runs, and how.");

export type Platform = z.infer<typeof platform>;

export type { Ec2Platform } from "./ec2/settings";
export type { GrafanaPlatform } from "./grafana/settings";
export type { Eks, Exporter, KubernetesPlatform } from "./kubernetes/settings";
export type { LocalPlatform } from "./local/settings";
