// Where the monitoring runs. A new platform is one file beside this and two lines here.
import { z } from "zod";
import { ec2Platform } from "./ec2";
import { grafanaPlatform } from "./grafana";
import { kubernetesPlatform } from "./kubernetes";
import { localPlatform } from "./local";

export const platform = z.discriminatedUnion("kind", [localPlatform, ec2Platform, kubernetesPlatform, grafanaPlatform]);

export type Platform = z.infer<typeof platform>;

export type { Ec2Platform } from "./ec2";
export type { GrafanaPlatform } from "./grafana";
export type { Eks, Exporter, KubernetesPlatform } from "./kubernetes";
export type { LocalPlatform } from "./local";
