// The platforms: a new one is one file beside this and one line here.
import type { Platform } from "../components/monitoring";
import { ec2 } from "./ec2";
import { grafana } from "./grafana";
import { kubernetes } from "./kubernetes";
import { local } from "./local";
import type { Stack } from "./stack";

export const STACKS: Record<Platform["kind"], Stack> = { local, ec2, kubernetes, grafana };

export type { Surroundings } from "./stack";
