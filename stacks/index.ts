// The platforms: a new one is one file beside this and one line here.
import type { Settings } from "../components/monitoring";
import { local } from "./local";
import type { Stack } from "./stack";

export const STACKS: Record<Settings["platform"]["kind"], Stack> = { local };

export type { Surroundings } from "./stack";
