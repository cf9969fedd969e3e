// The platforms: a new one is one file beside this and one line here.
import type { Platform, Settings } from "../components/monitoring";
import type { Stack } from "./stack";

/** Loaded when it is chosen: the SDKs of the others cost more time than a program takes. */
const STACKS: Record<Platform["kind"], () => Promise<Stack>> = {
  local: async () => (await import("./local.js")).local,
  ec2: async () => (await import("./ec2.js")).ec2,
  kubernetes: async () => (await import("./kubernetes.js")).kubernetes,
  grafana: async () => (await import("./grafana.js")).grafana,
};

/** The stack of the platform that the settings choose. */
export const stackOf = ({ platform }: Pick<Settings, "platform">): Promise<Stack> => STACKS[platform.kind]();

export type { ClusterFacts, GrafanaFacts, Surroundings } from "./stack";
